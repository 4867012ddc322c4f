import type { TensorInfo } from '@tensorflow/tfjs-core'
import { withDevice } from './device.ts'
import type { Device } from './device.ts'
import type { ProgramSource } from './program.ts'
import { expectShape, framebuffers } from './recurrent.ts'
import type { Inputs } from './recurrent.ts'
import { pieces, scaledSums } from './row-norms.ts'

/** Elements of a gradient per fragment; more where a gradient has more than so many pieces. */
const PIECE = 256
const MOST_PIECES = 4096

const together: ProgramSource = {
  name: 'clip-norms',
  textures: ['Pieces'],
  ints: ['most'],
  outputs: [{ name: 'norm', type: 'vec4' }],
  code: `${scaledSums}
void main() {
  vec2 sum = vec2(0.0);
  for (int k = 0; k < most; k++) sum = addSums(sum, texelFetch(Pieces, ivec2(k, int(gl_FragCoord.y)), 0).xy);
  norm = vec4(normOf(sum), 0.0, 0.0, 0.0);
}`,
}

/** Step, loss and norms of this step, or what the report said before where the run was dead already. */
const report: ProgramSource = {
  name: 'clip-report',
  tensors: ['Loss', 'Alive', 'Report'],
  textures: ['Norms'],
  ints: ['width'],
  floats: ['step_'],
  outputs: [{ name: 'value', type: 'float' }],
  code: `
void main() {
  int i = int(gl_FragCoord.y) * width + int(gl_FragCoord.x);
  if (getAlive(0) <= 0.0) value = getReport(i);
  else if (i == 0) value = step_;
  else if (i == 1) value = getLoss(0);
  else value = texelFetch(Norms, ivec2(0, i - 2), 0).x;
}`,
}

const verdict: ProgramSource = {
  name: 'clip-verdict',
  tensors: ['Loss', 'Alive'],
  textures: ['Norms'],
  ints: ['count'],
  floats: ['clipNorm'],
  outputs: ['scale', 'norm', 'clipped', 'alive'].map((name) => ({ name, type: 'float' as const })),
  code: `${scaledSums}
bool isSane(float x) { return isFinite_(x) && x <= 3e38; }
void main() {
  vec2 sum = vec2(0.0);
  for (int n = 0; n < count; n++) sum = addSums(sum, vec2(texelFetch(Norms, ivec2(0, n), 0).x, 1.0));
  norm = normOf(sum);
  bool sane = isSane(norm) && isSane(getLoss(0));
  alive = sane ? getAlive(0) : 0.0;
  float factor = clipNorm > 0.0 && norm > clipNorm ? clipNorm / norm : 1.0;
  clipped = norm * factor;
  scale = alive > 0.0 ? factor : -1.0;
}`,
}

export const clipPrograms = [pieces, together, report, verdict]

/** Clip (see kernels.ts): a draw per gradient, three more. */
export function clip(
  inputs: Inputs,
  backend: unknown,
  { step, clipNorm }: { step: number; clipNorm: number },
): TensorInfo[] {
  const { loss, alive, report: before, ...rest } = inputs
  const gradients = Object.keys(rest).map((_, n) => rest[`g${n}`])
  expectShape('Clip', 'report', before, [2 + gradients.length])
  return withDevice(backend, (device) => {
    const after = device.makeTensor(before.shape)
    const scalars = verdict.outputs.map(() => device.makeTensor([1]))
    device.upload(...Object.values(inputs))
    const norms = normsOf(device, gradients)

    const reporting = device.program(report)
    for (const [name, tensor] of Object.entries({ Loss: loss, Alive: alive, Report: before }))
      device.bindTensor(reporting, name, tensor)
    reporting.bind('Norms', norms)
    reporting.float('step_', step)
    const { texture, area } = device.drawableOf(after)
    reporting.int('width', area[2])
    device.into(framebuffers.other, [texture])
    device.draw(area)

    const judging = device.program(verdict)
    device.bindTensor(judging, 'Loss', loss)
    device.bindTensor(judging, 'Alive', alive)
    judging.bind('Norms', norms)
    judging.int('count', gradients.length)
    judging.float('clipNorm', clipNorm)
    device.into(
      framebuffers.other,
      scalars.map((tensor) => device.drawableOf(tensor).texture),
    )
    device.draw([0, 0, 1, 1])
    return [...scalars, after]
  })
}

/** The norm of each gradient, one texel below the other. */
function normsOf(device: Device, gradients: TensorInfo[]): WebGLTexture {
  const sizes = gradients.map(({ shape }) => shape.reduce((a, b) => a * b, 1))
  const largest = Math.max(...sizes)
  const length = Math.max(PIECE, Math.ceil(largest / MOST_PIECES))
  const most = Math.ceil(largest / length)
  const between = device.makeScratch(most, gradients.length)
  const norms = device.makeScratch(1, gradients.length)

  const first = device.program(pieces)
  device.into(framebuffers.other, [between])
  gradients.forEach((gradient, row) => {
    device.bindTensor(first, 'X', gradient)
    first.ints({ N: 1, D: sizes[row], perRow: most, length_: length, width: most, origin: row })
    device.draw([0, row, most, 1])
  })

  const second = device.program(together)
  second.bind('Pieces', between)
  second.int('most', most)
  device.into(framebuffers.other, [norms])
  device.draw([0, 0, 1, gradients.length])
  return norms
}
