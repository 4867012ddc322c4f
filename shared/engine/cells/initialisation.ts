import { stream } from '../training/random.ts'
import type { Random } from '../training/random.ts'
import { setHeld } from './held.ts'
import type { Parameter } from './parameters.ts'

/** Width of the uniform distribution that word vectors start from. */
const EMBEDDING_LIMIT = 0.05

/**
 * The numbers that a parameter starts with, drawn on the host from (seed, name), so every device starts alike.
 *
 * embedding    uniform in ±0.05, the habit of Keras
 * glorot       uniform in ±√(6 / (in + out)) (Glorot & Bengio 2010); the gates of LSTM and GRU count as a matrix each
 * he           uniform in ±√(6 / in), for layers of rectifiers (He et al. 2015, arXiv 1502.01852)
 * orthogonal   each H × H block orthogonal (Saxe et al. 2014, arXiv 1312.6120): the first gradients neither fade nor grow
 * identity     the recurrent matrix of rectifiers: a state passes on unchanged (Le, Jaitly & Hinton 2015, arXiv 1504.00941)
 * zeros        biases and peepholes; forget-bias: zeros, but the spec's `forgetBias` (1 if nothing else is said) on the forget
 *              gate, so that the cell remembers before it has learned to (Gers et al. 2000; Jozefowicz et al. 2015)
 *
 * What a clamp holds is set afterwards: all other numbers start as they do without it.
 */
export function initialValues(parameter: Parameter, seed: number): Float32Array {
  const values = drawnValues(parameter, seed)
  return parameter.held ? setHeld(values, parameter.shape[parameter.shape.length - 1], parameter.held) : values
}

function drawnValues({ name, shape, init, gates, forgetBias = 1 }: Parameter, seed: number): Float32Array {
  const random = stream(seed, 'initialisation', name)
  const values = new Float32Array(shape.reduce((a, b) => a * b, 1))
  switch (init) {
    case 'embedding':
      return fillUniform(values, EMBEDDING_LIMIT, random)
    case 'glorot':
      return fillUniform(values, Math.sqrt(6 / (shape[0] + shape[1] / gates)), random)
    case 'he':
      return fillUniform(values, Math.sqrt(6 / shape[0]), random)
    case 'identity':
      for (let unit = 0; unit < shape[0]; unit++) values[unit * shape[1] + unit] = 1
      return values
    case 'orthogonal':
      for (let gate = 0; gate < gates; gate++) fillOrthogonal(values, shape[0], { gate, gates }, random)
      return values
    case 'forget-bias':
      for (let unit = 0; unit < shape[0] / 4; unit++) values[4 * unit + 1] = forgetBias
      return values
    case 'zeros':
      return values
  }
}

function fillUniform(values: Float32Array, limit: number, random: Random): Float32Array {
  for (let i = 0; i < values.length; i++) values[i] = limit * (2 * random.next() - 1)
  return values
}

/** Gram–Schmidt (modified) on the rows of a normal matrix; a random rotation or reflection of H dimensions. */
function fillOrthogonal(
  values: Float32Array,
  H: number,
  { gate, gates }: { gate: number; gates: number },
  random: Random,
): void {
  const rows: Float64Array[] = []
  while (rows.length < H) {
    const row = Float64Array.from({ length: H }, () => random.normal())
    for (const other of rows) {
      const along = dot(row, other)
      for (let j = 0; j < H; j++) row[j] -= along * other[j]
    }
    const length = Math.sqrt(dot(row, row))
    if (length < 1e-8) continue // by ill luck in the span of the others: draw again
    rows.push(row.map((x) => x / length))
  }
  rows.forEach((row, r) => row.forEach((x, j) => (values[r * gates * H + j * gates + gate] = x)))
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i]
  return sum
}
