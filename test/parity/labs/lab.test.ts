import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type { LabDocument } from '../../../shared/labs/document.ts'
import { labNames } from '../../../shared/labs/spec.ts'
import type { SummaryRow } from '../../../shared/labs/summary.ts'
import { lab } from './command.ts'

const folder = mkdtempSync(join(tmpdir(), 'unroll-lab-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const tiny = ['distance', '--quick', '--set', 'steps=10', '--set', 'fillers=3,8', '--seeds', '2']

type Printed = LabDocument & { summary: SummaryRow[]; findings: string[] }

describe('npm run lab', () => {
  it('gives the same JSON for the same seed, however many nets train side by side, and another for another', async () => {
    const first = await lab([...tiny, '--json', '--jobs', '1'], folder)
    expect(first.err).toContain('100 %')
    expect(first.code).toBe(0)
    const second = await lab([...tiny, '--json', '--jobs', '3'], folder)
    expect(second.out).toBe(first.out)
    const other = await lab([...tiny, '--json', '--seed', '9'], folder)
    expect((JSON.parse(other.out) as Printed).points).not.toEqual((JSON.parse(first.out) as Printed).points)
  })

  it('does a kept result again, bit for bit, and says how far a changed one lies off', async () => {
    const kept = await lab([...tiny, '--save', 'kept.json'], folder)
    expect(kept).toMatchObject({ code: 0 })
    expect(kept.out).toMatch(/^filler words between cue and end +RNN +LSTM/m)
    const again = await lab(['--rerun', 'kept.json'], folder)
    expect(again.out).toContain('The rerun gave the same 64 numbers, bit for bit.')
    expect(again.code).toBe(0)

    const document = JSON.parse(readFileSync(join(folder, 'kept.json'), 'utf8')) as LabDocument
    const accuracy = document.points.findIndex(({ measure }) => measure === 'accuracy')
    document.points[accuracy].y = (document.points[accuracy].y ?? 0) + 2
    writeFileSync(join(folder, 'changed.json'), JSON.stringify(document))
    const differs = await lab(['--rerun', 'changed.json', '--json'], folder)
    expect(differs.err).toContain('largest deviation 2.00e+0 (accuracy of')
    expect(differs.code).toBe(1)
  })

  it.each(labNames.filter((name) => name !== 'distance'))(
    '%s --quick comes to its end, with findings',
    async (name) => {
      const less = name === 'padding' ? ['--set', 'epochs=1', '--set', 'padTo=30'] : []
      const ended = await lab([name, '--quick', '--json', ...less], folder)
      expect(ended.code, ended.err).toBe(0)
      const { spec, points, findings } = JSON.parse(ended.out) as Printed
      expect(spec.lab).toBe(name)
      expect(points.length).toBeGreaterThan(3)
      expect(findings.join(' ')).toMatch(/\d/)
    },
  )

  it('refuses what it does not know in one line, with status 2', async () => {
    const refused = await lab(['distances'], folder)
    expect(refused).toMatchObject({ code: 2, out: '' })
    expect(refused.err.trimEnd()).toBe(
      'There is no laboratory "distances"; there are: order, distance, padding, adding, copy, temporal-order, first-symbol, reber.',
    )
  })

  it('ends at Ctrl+C with status 130, and keeps nothing', async () => {
    const args = ['distance', '--set', 'steps=100000', '--set', 'fillers=400', '--save', 'stopped.json']
    let sent = false
    const ended = await lab(args, folder, (err, interrupt) => {
      if (sent || !err.includes('Distance:')) return
      sent = true
      interrupt()
    })
    expect(ended.code).toBe(130)
    expect(ended.err).toContain('nothing was kept')
    expect(() => readFileSync(join(folder, 'stopped.json'))).toThrow('ENOENT')
  })
})
