import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, it, expect } from 'vitest'
import { cellKinds } from '../../../shared/contract/spec.ts'
import { readArguments } from '../../../electron/cli/arguments.ts'
import type { CompareArguments } from '../../../electron/cli/arguments.ts'
import { specFor } from '../../../electron/cli/experiment-spec.ts'
import { UsageError } from '../../../electron/cli/options.ts'
import { usage } from '../../../electron/cli/usage.ts'
import { defaultModel, defaultTraining, experimentSpec } from '../../../shared/contract/spec.ts'

const folder = mkdtempSync(join(tmpdir(), 'unroll-arguments-'))
afterAll(() => rmSync(folder, { recursive: true }))
writeFileSync(join(folder, 'reviews.csv'), 'text,label\n')

const read = (...args: string[]) => readArguments(['compare', 'reviews.csv', ...args], folder) as CompareArguments
const refusal = (args: string[]): string => {
  try {
    readArguments(args, folder)
  } catch (error) {
    expect(error).toBeInstanceOf(UsageError)
    return (error as Error).message
  }
  throw new Error(`accepted: ${args.join(' ')}`)
}

describe('the arguments of compare', () => {
  it('finds relative paths where the command was typed', () => {
    const args = read('--json', 'out.json', '--data', 'kept')
    expect(args.files).toEqual([{ path: join(folder, 'reviews.csv'), part: null }])
    expect([args.json, args.data]).toEqual(['out.json', 'kept'].map((name) => join(folder, name)))
    expect(read('--json', '-').json).toBe('-')
  })

  it('takes several files and folders, each with its part', () => {
    const { files } = read('.', '--test', 'reviews.csv', '--train', '.', '--train', 'reviews.csv')
    expect(files.map(({ path, part }) => [path, part])).toEqual([
      [join(folder, 'reviews.csv'), null],
      [folder, null],
      [folder, 'train'],
      [join(folder, 'reviews.csv'), 'train'],
      [join(folder, 'reviews.csv'), 'test'],
    ])
  })

  it('reads every option into its type', () => {
    const { options } = read(
      ...['--text', 'review', '--label', '2', '--models', 'ann-mean, LSTM', '--epochs', '3', '--seed', '7'],
      ...['--hidden', '8', '--embedding', 'one-hot', '--layers', '2', '--dropout', '0.25', '--optimiser', 'sgd'],
      ...['--learning-rate', '1e-2', '--batch', '16', '--clip', 'none', '--patience', '4', '--max-length', '12'],
      ...['--min-count', '2', '--max-words', '500', '--punctuation', 'keep', '--device', 'cpu', '--name', 'Mine'],
      ...['--numbers', 'one-token', '--stop-words', 'english', '--level', 'word', '--phrases', '2'],
    )
    expect(options).toMatchObject({ text: 'review', label: '2', models: ['ann-mean', 'lstm'], epochs: 3, seed: 7 })
    const spec = specFor(options, null, 99)
    expect(spec.training).toEqual({
      ...defaultTraining,
      optimiser: 'sgd',
      learningRate: 0.01,
      batchSize: 16,
      epochs: 3,
      clipNorm: null,
      earlyStopping: { patience: 4 },
    })
    expect(spec.text).toMatchObject({ maxLength: 12, minCount: 2, maxSize: 500, punctuation: 'keep' })
    expect(spec.text).toMatchObject({ numbers: 'one-token', stopWords: { kind: 'english' }, level: 'word' })
    expect(spec.text.phrases).toEqual({ longest: 2, minCount: 10 })
    expect(spec.models).toEqual([
      { ...defaultModel('ann-mean'), input: { kind: 'one-hot' }, hidden: 8, layers: 2, dropout: 0.25 },
      { ...defaultModel('lstm'), input: { kind: 'one-hot' }, hidden: 8, layers: 2, dropout: 0.25 },
    ])
    expect(experimentSpec.omit({ data: true }).safeParse(spec).success).toBe(true)
  })

  it('without options compares ANN, RNN and LSTM with as many timesteps as the longest text has words', () => {
    const spec = specFor({}, null, 11)
    expect(spec.models.map((model) => model.cell)).toEqual(['ann', 'rnn', 'lstm'])
    expect([spec.text.maxLength, spec.seed]).toEqual([11, 1])
    expect(specFor({}, null, 5000).text.maxLength).toBe(40)
    expect(specFor({}, null, 0).text.maxLength).toBe(1)
  })

  it('takes settings from a spec, and lets options override them', () => {
    const spec = { ...specFor({ models: ['ann', 'rnn'], hidden: 5, seed: 9 }, null, 10), data: 'a'.repeat(64) }
    writeFileSync(join(folder, 'spec.json'), JSON.stringify(spec))
    const args = read('--spec', 'spec.json', '--models', 'rnn,lstm', '--epochs', '2')
    const merged = specFor(args.options, args.spec, 10)
    expect(merged.models).toEqual([{ ...defaultModel('rnn'), hidden: 5 }, defaultModel('lstm')])
    expect([merged.seed, merged.training.epochs]).toEqual([9, 2])
  })

  it.each([
    [['compare'], 'Which file?'],
    [[], 'What shall be done?'],
    [['train', 'reviews.csv'], 'no command "train"'],
    [['compare', 'absent.csv'], 'There is no file'],
    [['compare', 'reviews.csv', 'more.csv'], 'There is no file'],
    [['compare', '--train', 'reviews.csv'], '--train names the only file'],
    [['compare', 'reviews.csv', '--test'], 'argument missing'],
    [['compare', 'reviews.csv', '--wat'], "Unknown option '--wat'"],
    [['compare', 'reviews.csv', '--epochs'], 'argument missing'],
    [['compare', 'reviews.csv', '--epochs', 'ten'], '--epochs must be a whole number from 1 to 10000, got "ten"'],
    [['compare', 'reviews.csv', '--epochs', '0'], 'got "0"'],
    [['compare', 'reviews.csv', '--epochs', ''], 'got ""'],
    [['compare', 'reviews.csv', '--seed', '1.5'], '--seed must be a whole number'],
    [['compare', 'reviews.csv', '--models', 'lstm,cnn'], `--models must be one of ${cellKinds.join(', ')}, got "cnn"`],
    [['compare', 'reviews.csv', '--jobs', '0'], '--jobs must be a whole number from 1 to 64, got "0"'],
    [['compare', 'reviews.csv', '--models', 'lstm,lstm'], '--models names lstm twice'],
    [['compare', 'reviews.csv', '--models', ','], '--models needs at least one'],
    [['compare', 'reviews.csv', '--clip', '-1'], 'argument is ambiguous'],
    [['compare', 'reviews.csv', '--clip=-1'], '--clip must be a number above 0 or "none", got "-1"'],
    [['compare', 'reviews.csv', '--json', 'no/such/folder/x.json'], '--json: there is no folder'],
    [['compare', 'reviews.csv', '--spec', 'reviews.csv'], 'cannot be read as JSON'],
    [['compare', 'reviews.csv', '--spec', 'absent.json'], 'cannot be read as JSON'],
  ])('refuses %j in one line', (args, message) => {
    expect(refusal(args)).toContain(message)
    expect(refusal(args)).not.toContain('\n')
  })

  it('says which field of a spec is wrong', () => {
    const spec = specFor({}, null, 10)
    writeFileSync(join(folder, 'bad.json'), JSON.stringify({ ...spec, training: { ...spec.training, epochs: 0 } }))
    expect(refusal(['compare', 'reviews.csv', '--spec', 'bad.json'])).toContain('training.epochs')
  })

  it('lists every option in --help', () => {
    expect(readArguments(['compare', '--help'], folder)).toBe('help')
    for (const name of ['text', 'models', 'learning-rate', 'device', 'help']) expect(usage()).toContain(`--${name}`)
  })
})
