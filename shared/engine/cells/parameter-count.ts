import type { ModelSpec } from '../../contract/spec.ts'
import { heldCount } from './held.ts'
import { layerFeatures, layerName, logitCount, parametersOf } from './parameters.ts'
import type { ModelDims } from './parameters.ts'

/** One layer of a model with the arithmetic behind its count, e.g. '5,002 × 32 = 160,064'. */
export interface ParameterPart {
  name: string
  formula: string
  count: number
  /** How many of them a clamp keeps from learning. */
  held: number
}

export interface ParameterCount {
  total: number
  /** How many of them a clamp keeps from learning. */
  held: number
  /** All parts in one line: 'embedding 5,002 × 32 = 160,064; …; together 168,417'. */
  formula: string
  parts: ParameterPart[]
}

/**
 * How many numbers a model learns, with the formula of each layer. The counts are those of the arrays that training
 * holds (`parametersOf`); the formulas say in words of the layer where they come from. Knows nothing of TensorFlow.js.
 */
export function parameterCount(model: ModelSpec, dims: ModelDims): ParameterCount {
  const counts = new Map<string, { count: number; held: number }>()
  for (const { name, shape, held = [] } of parametersOf(model, dims)) {
    const layer = name.split('.')[0]
    const { count, held: before } = counts.get(layer) ?? { count: 0, held: 0 }
    counts.set(layer, { count: count + shape.reduce((a, b) => a * b, 1), held: before + heldCount(held, shape) })
  }
  const parts = [...counts].map(([name, { count, held }]) => ({
    name,
    formula: `${arithmetic(name, model, dims)} = ${grouped(count)}`,
    count,
    held,
  }))
  const total = parts.reduce((sum, { count }) => sum + count, 0)
  const held = parts.reduce((sum, part) => sum + part.held, 0)
  const lines = parts.map(({ name, formula }) => `${name} ${formula}`)
  return { total, held, formula: `${lines.join('; ')}; together ${grouped(total)}`, parts }
}

function arithmetic(layer: string, spec: ModelSpec, dims: ModelDims): string {
  const { cell, input, hidden, peephole } = spec
  const [V, T, H, below] = [dims.vocabularySize, dims.maxLength, hidden, layerFeatures(spec)].map(grouped)
  if (layer === 'embedding') return `${V} × ${grouped(input.kind === 'embedding' ? input.size : 0)}`
  if (layer === 'output') return `${below} × ${logitCount(dims.classes)} + ${logitCount(dims.classes)}`
  const features = input.kind === 'one-hot' ? V : grouped(input.size)
  const first = layer === layerName(spec, 1) || layer === layerName(spec, 1, true)
  const rows = !first ? below : cell === 'ann' ? `(${features} × ${T})` : features
  if (cell === 'lstm') return `4 × ((${rows} + ${H}) × ${H} + ${H})${peephole ? ` + 3 × ${H}` : ''}`
  if (cell === 'gru') return `3 × ((${rows} + ${H}) × ${H} + ${H}) + ${H}`
  if (cell === 'rnn') return `(${rows} + ${H}) × ${H} + ${H}`
  return `${rows} × ${H} + ${H}`
}

/** Thousands with commas, the same in every locale. */
const grouped = (n: number) => String(n).replace(/\B(?=(\d{3})+$)/g, ',')
