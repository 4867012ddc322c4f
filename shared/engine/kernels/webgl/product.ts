import type { TensorInfo } from '@tensorflow/tfjs-core'
import { withDevice } from './device.ts'
import type { Device } from './device.ts'
import { columnsProduct, columnsProductPrograms } from './product-columns.ts'
import { rowsProduct, rowsProductPrograms } from './product-rows.ts'
import type { ProgramSource } from './program.ts'
import { expectShape, framebuffers } from './recurrent.ts'
import type { Inputs } from './recurrent.ts'

/** Products of at most this many multiplications are made in one draw, an element per fragment. */
const SMALL = 65_536

/** Where a product has few elements (in units of 4 × 8) and long sums, the sums are cut into pieces. */
const FEW_FRAGMENTS = 512
const LONG_SUM = 512

/** A small product: every element on its own. */
const smallOf = (biased: boolean): ProgramSource => ({
  name: biased ? 'product-small-biased' : 'product-small',
  tensors: ['A', 'B', ...(biased ? ['Bias'] : [])],
  ints: ['rows', 'columns', 'K', 'acrossA', 'alongA', 'acrossB', 'alongB', 'width'],
  outputs: [{ name: 'value', type: 'float' }],
  code: `
void main() {
  int i = int(gl_FragCoord.y) * width + int(gl_FragCoord.x);
  int m = quotient(i, columns);
  int n = i - m * columns;
  value = ${biased ? 'getBias(n)' : '0.0'};
  if (m >= rows) return;
  for (int k = 0; k < K; k++) value += getA(m * acrossA + k * alongA) * getB(n * acrossB + k * alongB);
}`,
})
const small = { plain: smallOf(false), biased: smallOf(true) }
export const productPrograms = [...rowsProductPrograms, ...columnsProductPrograms, ...Object.values(small)]

interface Transposed {
  transposeA: boolean
  transposeB: boolean
}

/** Product (see kernels.ts): two draws, and one for each factor that is not in the layout of rows.ts; one where it is small. */
export function product(inputs: Inputs, backend: unknown, { transposeA, transposeB }: Transposed): TensorInfo {
  const { a, b } = inputs
  const bias = inputs.bias as TensorInfo | undefined
  const [M, K] = transposeA ? [a.shape[1], a.shape[0]] : a.shape
  const N = transposeB ? b.shape[0] : b.shape[1]
  expectShape('Product', 'b', b, transposeB ? [N, K] : [K, N])
  if (bias) expectShape('Product', 'bias', bias, [N])
  return withDevice(backend, (device) => {
    if (M * N * K <= SMALL) return smallProduct(device, inputs, { transposeA, transposeB })
    const few = Math.ceil(M / 4) * Math.ceil(N / 8) < FEW_FRAGMENTS && K >= LONG_SUM
    if (transposeA || few) {
      // The rows of both factors must lie alike: as the one has them that is kept.
      const sizesA = transposeA ? device.kept.sizesOf(a) : { T: 1, B: K, C: M }
      const sizesB = transposeB ? { T: 1, B: K, C: N } : device.kept.sizesOf(b)
      const { T, B } = sizesA.T > 1 ? sizesA : sizesB
      const A = device.kept.rowsOf(a, { T, B, C: M }, { transposed: !transposeA, interleaved: true })
      return columnsProduct(
        device,
        A,
        device.kept.rowsOf(b, { T, B, C: N }, { transposed: transposeB, interleaved: true }),
        { T, bias },
      )
    }
    const sizes = device.kept.sizesOf(a)
    const strides = transposeB ? { along: 1, across: K } : { along: N, across: 1 }
    return rowsProduct(device, device.kept.rowsOf(a, sizes, { interleaved: true }), sizes, {
      tensor: b,
      N,
      ...strides,
      bias,
    })
  })
}

function smallProduct(device: Device, inputs: Inputs, { transposeA, transposeB }: Transposed): TensorInfo {
  const { a, b } = inputs
  const bias = inputs.bias as TensorInfo | undefined
  const [rows, K] = transposeA ? [a.shape[1], a.shape[0]] : a.shape
  const columns = transposeB ? b.shape[0] : b.shape[1]
  const result = device.makeTensor([rows, columns])
  device.upload(...Object.values(inputs))
  const { texture, area } = device.drawableOf(result)
  const program = device.program(small[bias ? 'biased' : 'plain'])
  device.bindTensor(program, 'A', a)
  device.bindTensor(program, 'B', b)
  if (bias) device.bindTensor(program, 'Bias', bias)
  program.ints({ rows, columns, K, width: area[2] })
  const [acrossA, alongA] = transposeA ? [1, rows] : [K, 1]
  const [acrossB, alongB] = transposeB ? [K, 1] : [1, columns]
  program.ints({ acrossA, alongA, acrossB, alongB })
  device.into(framebuffers.other, [texture])
  device.draw(area)
  return result
}
