import type { TensorInfo } from '@tensorflow/tfjs-core'
import { withDevice } from './device.ts'
import type { ProgramSource } from './program.ts'
import type { Inputs } from './recurrent.ts'
import { framebuffers } from './recurrent.ts'

/** A GPU of WebGL cannot add into memory from many places; so each row gathers what belongs to it. */
export const gatherSum: ProgramSource = {
  name: 'embedding-backward',
  tensors: ['DY', 'Starts', 'Positions'],
  ints: ['C', 'D', 'width'],
  outputs: [{ name: 'sum', type: 'float' }],
  code: `
void main() {
  int i = int(gl_FragCoord.y) * width + int(gl_FragCoord.x);
  int r = quotient(i, D);
  int d = i - r * D;
  sum = 0.0;
  if (r >= C) return;
  int from = int(getStarts(r) + 0.5);
  int to = int(getStarts(r + 1) + 0.5);
  for (int k = from; k < to; k++) sum += getDY(int(getPositions(k) + 0.5) * D + d);
}`,
}

/** EmbeddingBackward (see kernels.ts): one draw. */
export function embeddingBackward(inputs: Inputs, backend: unknown): TensorInfo {
  const { dy, starts, positions } = inputs
  const D = dy.shape[1]
  const C = starts.shape[0] - 1
  return withDevice(backend, (device) => {
    const rows = device.makeTensor([C, D])
    const { texture, area } = device.drawableOf(rows)
    device.upload(dy, starts, positions)
    const program = device.program(gatherSum)
    device.bindTensor(program, 'DY', dy)
    device.bindTensor(program, 'Starts', starts)
    device.bindTensor(program, 'Positions', positions)
    program.int('C', C)
    program.int('D', D)
    program.int('width', area[2])
    device.into(framebuffers.other, [texture])
    device.draw(area)
    return rows
  })
}
