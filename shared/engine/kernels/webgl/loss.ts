import type { TensorInfo } from '@tensorflow/tfjs-core'
import { withDevice } from './device.ts'
import type { ProgramSource } from './program.ts'
import { expectShape, framebuffers } from './recurrent.ts'
import type { Inputs } from './recurrent.ts'

const tensors = ['Z', 'Y', 'Share']

/** What both draws need: log Σ e^z of a row, without overflow; for K = 1 of (0, z). */
const logSum = `
float logSumOf(int b) {
  float largest = K == 1 ? max(getZ(b), 0.0) : getZ(b * K);
  for (int k = 1; k < K; k++) largest = max(largest, getZ(b * K + k));
  float sum = K == 1 ? exp(-largest) : 0.0;
  for (int k = 0; k < K; k++) sum += exp(getZ(b * K + k) - largest);
  return largest + log(sum);
}`

/** Softmax (or sigmoid) minus target; sums that are not finite stay so, and the guard of the run sees them. */
const slopes: ProgramSource = {
  name: 'loss-slopes',
  tensors,
  ints: ['B', 'K', 'width'],
  outputs: [{ name: 'd', type: 'float' }],
  code: `${logSum}
void main() {
  int i = int(gl_FragCoord.y) * width + int(gl_FragCoord.x);
  int b = quotient(i, K);
  d = 0.0;
  if (b < B) d = (exp(getZ(i) - logSumOf(b)) - getY(i)) * getShare(i);
}`,
}

const sums: ProgramSource = {
  name: 'loss-sums',
  tensors,
  ints: ['B', 'K'],
  outputs: [
    { name: 'loss', type: 'float' },
    { name: 'accuracy', type: 'float' },
  ],
  code: `${logSum}
bool isRight(int b) {
  if (K == 1) return (getZ(b) > 0.0) == (getY(b) > 0.5);
  int answer = 0;
  int truth = 0;
  for (int k = 1; k < K; k++) {
    if (getZ(b * K + k) > getZ(b * K + answer)) answer = k;
    if (getY(b * K + k) > getY(b * K + truth)) truth = k;
  }
  return answer == truth;
}
void main() {
  loss = accuracy = 0.0;
  for (int b = 0; b < B; b++) {
    float share = getShare(b * K);
    if (share == 0.0) continue;
    float z = 0.0;
    for (int k = 0; k < K; k++) z += getY(b * K + k) * getZ(b * K + k);
    loss += share * (logSumOf(b) - z);
    accuracy += isRight(b) ? share : 0.0;
  }
}`,
}

export const lossPrograms = [slopes, sums]

/** Loss (see kernels.ts): two draws. */
export function loss(inputs: Inputs, backend: unknown): TensorInfo[] {
  const { logits, y, share } = inputs
  const [B, K] = logits.shape
  expectShape('Loss', 'y', y, [B, K])
  expectShape('Loss', 'share', share, [B, K])
  return withDevice(backend, (device) => {
    const dLogits = device.makeTensor([B, K])
    const totals = [device.makeTensor([1]), device.makeTensor([1])]
    device.upload(logits, y, share)
    const bind = (source: ProgramSource) => {
      const program = device.program(source)
      device.bindTensor(program, 'Z', logits)
      device.bindTensor(program, 'Y', y)
      device.bindTensor(program, 'Share', share)
      program.ints({ B, K })
      return program
    }
    const { texture, area } = device.drawableOf(dLogits)
    bind(slopes).int('width', area[2])
    device.into(framebuffers.other, [texture])
    device.draw(area)

    bind(sums)
    device.into(
      framebuffers.other,
      totals.map((tensor) => device.drawableOf(tensor).texture),
    )
    device.draw([0, 0, 1, 1])
    return [...totals, dLogits]
  })
}
