import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { readLabArguments } from '../../../electron/cli/lab-arguments.ts'
import type { LabArguments } from '../../../electron/cli/lab-arguments.ts'
import { labUsage } from '../../../electron/cli/lab-usage.ts'
import { defaultLab } from '../../../shared/labs/defaults.ts'
import { labNames, LAB_VERSION } from '../../../shared/labs/spec.ts'

const folder = mkdtempSync(join(tmpdir(), 'unroll-lab-'))
afterAll(() => rmSync(folder, { recursive: true }))
const read = (...args: string[]) => readLabArguments(args, folder) as LabArguments

describe('arguments of npm run lab', () => {
  it('without options it is the default set-up with seed 1', () => {
    expect(read('distance')).toEqual({
      spec: defaultLab('distance', 1),
      json: false,
      save: null,
      rerun: null,
      jobs: null,
    })
  })

  it('reads seeds, JSON, a file to keep the result in, and any setting', () => {
    const args = read('adding', '--seed', '7', '--seeds', '2', '--json', '--save', 'a.json', '--set', 'cells=rnn, gru')
    expect(args).toMatchObject({ json: true, save: join(folder, 'a.json') })
    expect(args.spec).toMatchObject({ lab: 'adding', seed: 7, seeds: 2, cells: ['rnn', 'gru'] })
  })

  it.each([
    [[], 'Which laboratory? There are: order, distance, padding, adding'],
    [['disstance'], 'There is no laboratory "disstance"'],
    [['order', 'distance'], 'takes one laboratory'],
    [['distance', '--seed', '1.5'], '--seed must be a whole number from 0 to'],
    [['distance', '--seeds', '0'], '--seeds must be a whole number from 1 to 20'],
    [['distance', '--nonsense'], "Unknown option '--nonsense'"],
    [['distance', '--set', 'colour=red'], '--set colour=red: write NAME=VALUE with one of cells, hidden'],
    [['distance', '--set', 'cells=rnn,perceptron'], '--set cells[1]:'],
    [['reber', '--set', 'length=8'], '--set length: Too short'],
    [['distance', '--save', 'nowhere/a.json'], 'there is no folder'],
    [['--rerun', 'missing.json'], 'cannot be read'],
  ])('%j is refused: %s', (args, words) => {
    expect(() => readLabArguments(args, folder)).toThrow(words)
  })

  it('a rerun takes everything from the file, and nothing else', () => {
    const document = {
      ...{ kind: 'unroll-laboratory', version: LAB_VERSION, program: '1', device: 'wasm', names: {}, points: [] },
      spec: defaultLab('copy', 4),
    }
    writeFileSync(join(folder, 'copy.json'), JSON.stringify(document))
    expect(read('--rerun', 'copy.json').spec).toEqual(document.spec)
    expect(() => read('--rerun', 'copy.json', '--seed', '5')).toThrow('leave out --seed')
    expect(() => read('order', '--rerun', 'copy.json')).toThrow('of the laboratory copy, not of order')
  })

  it('help names every laboratory', () => {
    expect(readLabArguments(['--help'], folder)).toBe('help')
    for (const name of labNames) expect(labUsage()).toContain(`\n  ${name} `)
  })
})
