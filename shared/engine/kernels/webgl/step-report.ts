import type { TensorInfo } from '@tensorflow/tfjs-core'
import { withDevice } from './device.ts'
import type { ProgramSource } from './program.ts'
import { expectShape, framebuffers } from './recurrent.ts'
import type { Inputs } from './recurrent.ts'

const pack: ProgramSource = {
  name: 'step-report-pack',
  tensors: ['Alive', 'Report', 'Norm', 'Clipped', 'Accuracy'],
  ints: ['width', 'length_'],
  outputs: [{ name: 'value', type: 'float' }],
  code: `
void main() {
  int i = int(gl_FragCoord.y) * width + int(gl_FragCoord.x);
  int n = i - 1 - length_;
  if (i == 0) value = getAlive(0);
  else if (n < 0) value = getReport(i - 1);
  else if (n == 0) value = getNorm(0);
  else if (n == 1) value = getClipped(0);
  else value = getAccuracy(0);
}`,
}

const add: ProgramSource = {
  name: 'step-report-sums',
  tensors: ['Alive', 'Loss', 'Accuracy', 'Sums'],
  ints: ['width'],
  floats: ['count'],
  outputs: [{ name: 'value', type: 'float' }],
  code: `
void main() {
  int i = int(gl_FragCoord.y) * width + int(gl_FragCoord.x);
  value = getSums(min(i, 2));
  if (getAlive(0) > 0.0) value += count * (i == 0 ? getLoss(0) : i == 1 ? getAccuracy(0) : 1.0);
}`,
}

export const stepReportPrograms = [add, pack]

/** StepReport (see kernels.ts): two draws. */
export function stepReport(inputs: Inputs, backend: unknown, { count }: { count: number }): TensorInfo[] {
  const { alive, report, norm, clipped, loss, accuracy, sums } = inputs
  expectShape('StepReport', 'sums', sums, [3])
  return withDevice(backend, (device) => {
    const next = device.makeTensor([3])
    const packed = device.makeTensor([report.shape[0] + 4])
    device.upload(...Object.values(inputs))

    const adding = device.program(add)
    for (const [name, tensor] of Object.entries({ Alive: alive, Loss: loss, Accuracy: accuracy, Sums: sums }))
      device.bindTensor(adding, name, tensor)
    adding.float('count', count)
    const first = device.drawableOf(next)
    adding.int('width', first.area[2])
    device.into(framebuffers.other, [first.texture])
    device.draw(first.area)

    const packing = device.program(pack)
    const packs = { Alive: alive, Report: report, Norm: norm, Clipped: clipped, Accuracy: accuracy }
    for (const [name, tensor] of Object.entries(packs)) device.bindTensor(packing, name, tensor)
    const second = device.drawableOf(packed)
    packing.ints({ width: second.area[2], length_: report.shape[0] })
    device.into(framebuffers.other, [second.texture])
    device.draw(second.area)
    return [next, packed]
  })
}
