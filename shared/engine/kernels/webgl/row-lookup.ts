import type { TensorInfo } from '@tensorflow/tfjs-core'
import { withDevice } from './device.ts'
import type { ProgramSource } from './program.ts'
import { expectShape, framebuffers } from './recurrent.ts'
import type { Inputs } from './recurrent.ts'

const programOf = (biased: boolean): ProgramSource => ({
  name: biased ? 'row-lookup-biased' : 'row-lookup',
  tensors: ['Table', 'Ids', 'Mask', ...(biased ? ['Bias'] : [])],
  ints: ['N', 'D', 'width'],
  outputs: [{ name: 'value', type: 'float' }],
  code: `
void main() {
  int i = int(gl_FragCoord.y) * width + int(gl_FragCoord.x);
  int n = quotient(i, D);
  int d = i - n * D;
  value = 0.0;
  if (n >= N || getMask(n) < 0.5) return;
  value = getTable(int(getIds(n) + 0.5) * D + d)${biased ? ' + getBias(d)' : ''};
}`,
})
const plain = programOf(false)
const biased = programOf(true)

/** RowLookup (see kernels.ts): one draw. */
export function rowLookup(inputs: Inputs, backend: unknown): TensorInfo {
  const { table, ids, mask, bias } = inputs as Inputs & { bias?: TensorInfo }
  const [N, D] = [ids.shape[0], table.shape[1]]
  expectShape('RowLookup', 'mask', mask, [N])
  if (bias) expectShape('RowLookup', 'bias', bias, [D])
  return withDevice(backend, (device) => {
    const rows = device.makeTensor([N, D])
    const { texture, area } = device.drawableOf(rows)
    device.upload(...Object.values(inputs))
    const program = device.program(bias ? biased : plain)
    for (const [name, tensor] of Object.entries({ Table: table, Ids: ids, Mask: mask }))
      device.bindTensor(program, name, tensor)
    if (bias) device.bindTensor(program, 'Bias', bias)
    for (const [name, value] of Object.entries({ N, D, width: area[2] })) program.int(name, value)
    device.into(framebuffers.other, [texture])
    device.draw(area)
    return rows
  })
}
