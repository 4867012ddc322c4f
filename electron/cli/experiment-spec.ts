import type { CreateExperiment } from '../../shared/contract/experiment.ts'
import { defaultModel, defaultSplit, defaultTraining, SPEC_VERSION } from '../../shared/contract/spec.ts'
import type { ModelSpec, TextSpec, TrainingSpec } from '../../shared/contract/spec.ts'
import { suggestText } from '../../shared/text/suggest.ts'
import type { SpecFile } from './arguments.ts'
import { withClamps } from './clamp-option.ts'
import type { ClampOption } from './clamp-option.ts'
import { DEFAULT_SEED, defaultModels } from './defaults.ts'
import type { OptionValues } from './options.ts'

/**
 * The experiment that the command line asks for: options over the file of --spec over defaults that fit the data.
 * @param clamps of --clamp.
 * @param longest words of the longest text of the data set.
 * @throws {UsageError} for a clamp that fits no model.
 */
export function specFor(
  options: OptionValues,
  spec: SpecFile | null,
  longest: number,
  clamps: readonly ClampOption[] = [],
): CreateExperiment['spec'] {
  const chosen = options.models?.map((cell) => spec?.models.find((model) => model.cell === cell) ?? defaultModel(cell))
  const models = (chosen ?? spec?.models ?? defaultModels.map(defaultModel)).map((model) => sized(options, model))
  return {
    version: SPEC_VERSION,
    text: textRules(options, spec?.text ?? suggestText(longest)),
    split: spec?.split ?? defaultSplit,
    training: trainingRules(options, spec?.training ?? defaultTraining),
    seed: options.seed ?? spec?.seed ?? DEFAULT_SEED,
    models: withClamps(models, clamps),
  }
}

function textRules(options: OptionValues, base: TextSpec): TextSpec {
  return {
    ...base,
    maxLength: options['max-length'] ?? base.maxLength,
    minCount: options['min-count'] ?? base.minCount,
    maxSize: options['max-words'] ?? base.maxSize,
    punctuation: options.punctuation ?? base.punctuation,
    numbers: options.numbers ?? base.numbers,
    stopWords: options['stop-words'] === undefined ? base.stopWords : { kind: options['stop-words'] },
    level: options.level ?? base.level,
    phrases: { ...base.phrases, longest: options.phrases ?? base.phrases.longest },
  }
}

function trainingRules(options: OptionValues, base: TrainingSpec): TrainingSpec {
  const { patience, clip } = options
  return {
    ...base,
    epochs: options.epochs ?? base.epochs,
    optimiser: options.optimiser ?? base.optimiser,
    learningRate: options['learning-rate'] ?? base.learningRate,
    batchSize: options.batch ?? base.batchSize,
    clipNorm: clip === undefined ? base.clipNorm : clip,
    earlyStopping: patience === undefined ? base.earlyStopping : patience === null ? null : { patience },
  }
}

function sized(options: OptionValues, model: ModelSpec): ModelSpec {
  return {
    ...model,
    input: options.embedding ?? model.input,
    hidden: options.hidden ?? model.hidden,
    layers: options.layers ?? model.layers,
    dropout: options.dropout ?? model.dropout,
  }
}
