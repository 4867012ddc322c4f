import type { TensorInfo } from '@tensorflow/tfjs-core'
import { withDevice } from './device.ts'
import { columnOf } from './glsl.ts'
import type { ProgramSource } from './program.ts'
import type { Inputs } from './recurrent.ts'
import { framebuffers } from './recurrent.ts'

/** A GPU of WebGL cannot add into memory from many places; so each row gathers what belongs to it. */
export const gatherSum: ProgramSource = {
  name: 'embedding-backward',
  tensors: ['Starts', 'Positions'],
  textures: ['DY'],
  ints: ['C', 'D', 'B', 'groups', 'first', 'interleave', 'width'],
  ivec2s: ['place'],
  outputs: [{ name: 'sum', type: 'float' }],
  code: `${columnOf}
void main() {
  int i = int(gl_FragCoord.y) * width + int(gl_FragCoord.x);
  int r = quotient(i, D);
  int d = i - r * D;
  sum = 0.0;
  if (r >= C) return;
  int from = int(getStarts(r) + 0.5);
  int to = int(getStarts(r + 1) + 0.5);
  ivec2 right = ivec2(columnOf(d, D, interleave), 0);
  for (int k = from; k < to; k++) {
    int n = int(getPositions(k) + 0.5);
    int t = quotient(n, B);
    int b = n - t * B;
    sum += texelFetch(DY, rowAt(first + t * groups + (b >> 2), place) + right, 0)[b & 3];
  }
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
    device.upload(starts, positions)
    const DY = device.kept.rowsOf(dy, device.kept.sizesOf(dy), { interleaved: true })
    const program = device.program(gatherSum)
    program.bind('DY', DY.texture)
    device.bindTensor(program, 'Starts', starts)
    device.bindTensor(program, 'Positions', positions)
    const { sizes, groups, place } = DY.rows
    program.ints({ C, D, B: sizes.B, groups, first: DY.first, interleave: DY.interleave, width: area[2] })
    program.ivec2('place', place)
    device.into(framebuffers.other, [texture])
    device.draw(area)
    return rows
  })
}
