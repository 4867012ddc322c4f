import type { TensorInfo } from '@tensorflow/tfjs-core'
import { withDevice } from './device.ts'
import type { ProgramSource } from './program.ts'
import { expectShape, framebuffers } from './recurrent.ts'
import type { Inputs } from './recurrent.ts'
import { Rows } from './rows.ts'

const programOf = (biased: boolean): ProgramSource => ({
  name: biased ? 'row-lookup-biased' : 'row-lookup',
  tensors: ['Table', 'Ids', 'Mask', ...(biased ? ['Bias'] : [])],
  ints: ['N', 'D', 'perBand'],
  outputs: [{ name: 'four', type: 'vec4' }],
  code: `
float element(int n, int d) {
  if (n >= N || getMask(n) < 0.5) return 0.0;
  return getTable(int(getIds(n) + 0.5) * D + d)${biased ? ' + getBias(d)' : ''};
}
void main() {
  int x = int(gl_FragCoord.x);
  int band = quotient(x, D);
  int d = x - band * D;
  int n = 4 * (band * perBand + int(gl_FragCoord.y));
  four = vec4(element(n, d), element(n + 1, d), element(n + 2, d), element(n + 3, d));
}`,
})
const plain = programOf(false)
const biased = programOf(true)

export const rowLookupProgram = (hasBias: boolean) => (hasBias ? biased : plain)

/** RowLookup (see kernels.ts): one draw, into the layout of rows.ts. */
export function rowLookup(inputs: Inputs, backend: unknown): TensorInfo {
  const { table, ids, mask, bias } = inputs as Inputs & { bias?: TensorInfo }
  const [N, D] = [ids.shape[0], table.shape[1]]
  expectShape('RowLookup', 'mask', mask, [N])
  if (bias) expectShape('RowLookup', 'bias', bias, [D])
  return withDevice(backend, (device) => {
    const rows = new Rows({ T: 1, B: N, C: D }, device.largest)
    const { info: holder, texture } = device.makeTexture(rows.width, rows.height)
    device.upload(...Object.values(inputs))
    const program = device.program(rowLookupProgram(bias !== undefined))
    for (const [name, tensor] of Object.entries({ Table: table, Ids: ids, Mask: mask }))
      device.bindTensor(program, name, tensor)
    if (bias) device.bindTensor(program, 'Bias', bias)
    program.ints({ N, D, perBand: rows.perBand })
    device.into(framebuffers.other, [texture])
    device.draw([0, 0, rows.width, rows.height])
    return device.kept.tensor([N, D], { rows, texture, holder, first: 0, interleave: 1 })
  })
}
