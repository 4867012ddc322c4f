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

  it('holds gates and states of the models that --clamp names, units and layers counted from 1', () => {
    const clamps = ['lstm.forget=1', '--clamp', 'lstm.o:3@2=0.5', '--clamp', 'rnn.state:1=-0.25']
    const args = read('--models', 'rnn,lstm', '--layers', '2', '--clamp', ...clamps)
    const [rnn, lstm] = specFor(args.options, args.spec, 10, args.clamps).models
    const first = { layer: 1, direction: 'forward' }
    expect(rnn.clamps).toEqual([{ what: 'h', unit: 0, value: -0.25, ...first }])
    expect(lstm.clamps).toEqual([
      { what: 'f', unit: 'all', value: 1, ...first },
      { what: 'o', unit: 2, value: 0.5, layer: 2, direction: 'forward' },
    ])
  })

  it('puts the clamps of the command line in the place of those of a spec, for that cell only', () => {
    const { clamps } = read('--models', 'lstm,gru', '--clamp', 'lstm.forget=1', '--clamp', 'gru.update=0.5')
    const spec = { ...specFor({ models: ['lstm', 'gru'] }, null, 10, clamps), data: 'a'.repeat(64) }
    writeFileSync(join(folder, 'clamped.json'), JSON.stringify(spec))
    const args = read('--spec', 'clamped.json', '--clamp', 'lstm.forget=0')
    const held = specFor(args.options, args.spec, 10, args.clamps).models.map((model) => model.clamps)
    expect(held.map(([{ what, value }]) => [what, value])).toEqual([
      ['f', 0],
      ['z', 0.5],
    ])
    expect(held.map((list) => list.length)).toEqual([1, 1])
  })

  it.each([
    ['forget=1', 'it must be MODEL.GATE[:UNIT][@LAYER]=VALUE, as in lstm.forget=1'],
    ['lstm.forget', 'it must be MODEL.GATE'],
    ['cnn.forget=1', 'there is no model "cnn", only ann-mean'],
    ['lstm.update=1', 'lstm has no "update" to hold, only input, forget, candidate, output, cell, state.'],
    ['rnn.forget=1', 'rnn has no "forget" to hold, only state.'],
    ['lstm.constructor=1', 'lstm has no "constructor"'],
    ['lstm.forget=open', '"open" is no number'],
    ['lstm.forget=2', "'f' can be held from 0 to 1, not at 2"],
    ['lstm.forget:0=1', 'units and layers count from 1'],
    ['lstm.forget:9999=1', 'its unit is out of range'],
    ['lstm.forget:33=1', 'There is no unit 33; a layer has 32'],
    ['lstm.forget@2=1', 'There is no layer 2; the model has 1'],
    ['lstm.forget@1-reverse=1', 'The model does not read backwards'],
    ['gru.update=1', 'gru is not among the models; add it to --models'],
  ])('refuses --clamp %s in one line', (clamp, message) => {
    const said = refusal(['compare', 'reviews.csv', '--models', 'rnn,lstm', '--hidden', '32', '--clamp', clamp])
    expect(said).toContain(`--clamp ${clamp}: `)
    expect(said).toContain(message)
    expect(said).not.toContain('\n')
  })

  it('refuses to hold one gate twice', () => {
    const twice = ['--clamp', 'lstm.cell=0', '--clamp', 'lstm.forget=1']
    expect(refusal(['compare', 'reviews.csv', ...twice])).toBe(
      "--clamp lstm.forget=1: 'f' is held by another clamp already.",
    )
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
    for (const name of ['text', 'models', 'learning-rate', 'device', 'clamp', 'help'])
      expect(usage()).toContain(`--${name}`)
  })
})
