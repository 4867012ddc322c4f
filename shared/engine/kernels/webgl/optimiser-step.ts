import type { TensorInfo } from '@tensorflow/tfjs-core'
import type { OptimiserAttributes } from '../kernels.ts'
import { deviceOf, withDevice } from './device.ts'
import type { Device } from './device.ts'
import type { Program, ProgramSource } from './program.ts'
import type { Inputs } from './recurrent.ts'
import { expectShape, framebuffers } from './recurrent.ts'

type Kind = OptimiserAttributes['kind']

/** Which moments each optimiser has, and its step in the words of kernels.ts. */
const rules: Record<Kind, { moments: ('m' | 'v')[]; code: string }> = {
  sgd: { moments: [], code: 'p -= rate * g;' },
  momentum: { moments: ['m'], code: 'm = beta1 * m + g; p -= rate * m;' },
  rmsprop: { moments: ['v'], code: 'v = beta2 * v + (1.0 - beta2) * g * g; p -= rate * g / (sqrt(v) + epsilon);' },
  adam: {
    moments: ['m', 'v'],
    code: `m = beta1 * m + (1.0 - beta1) * g;
    v = beta2 * v + (1.0 - beta2) * g * g;
    p -= rate * (m / correction1) / (sqrt(v / correction2) + epsilon);`,
  },
}

/**
 * The step of one element. Where `scale` is not finite or negative, or the row has no gradient, values are copied and not
 * computed with: a NaN times 0 would still be a NaN.
 */
const programOf = (kind: Kind, sparse: boolean): ProgramSource => {
  const { moments, code } = rules[kind]
  return {
    name: `${sparse ? 'sparse-' : ''}optimiser-step-${kind}`,
    tensors: ['P', 'G', 'Scale', ...(sparse ? ['Slots'] : []), ...moments.map((x) => x.toUpperCase())],
    ints: ['width', 'D'],
    floats: ['rate', 'beta1', 'beta2', 'epsilon', 'correction1', 'correction2'],
    outputs: ['p', ...moments].map((name) => ({ name, type: 'float' as const })),
    code: `
void main() {
  int i = int(gl_FragCoord.y) * width + int(gl_FragCoord.x);
  p = getP(i);
  ${moments.map((x) => `${x} = get${x.toUpperCase()}(i);`).join(' ')}
  float scale = getScale(0);
  if (!isFinite_(scale) || scale < 0.0) return;
  ${
    sparse
      ? `int row = i / D;
  int slot = int(floor(getSlots(row) + 0.5));
  if (slot < 0) return;
  float g = scale * getG(slot * D + i - row * D);`
      : 'float g = scale * getG(i);'
  }
  ${code}
}`,
  }
}
const kinds = Object.keys(rules) as Kind[]
const programsOf = (sparse: boolean) =>
  Object.fromEntries(kinds.map((kind) => [kind, programOf(kind, sparse)])) as Record<Kind, ProgramSource>
const dense = programsOf(false)
const sparse = programsOf(true)

/** OptimiserStep (see kernels.ts): one draw. */
export function optimiserStep(inputs: Inputs, backend: unknown, attributes: OptimiserAttributes) {
  expectShape('OptimiserStep', 'g', inputs.g, inputs.p.shape)
  return step('OptimiserStep', dense[attributes.kind], inputs, backend, attributes, (device, program) => {
    device.bindTensor(program, 'G', inputs.g)
  })
}

/** SparseOptimiserStep (see kernels.ts): one draw. */
export function sparseOptimiserStep(inputs: Inputs, backend: unknown, attributes: OptimiserAttributes) {
  const { p, g, slots } = inputs
  expectShape('SparseOptimiserStep', 'slots', slots, [p.shape[0]])
  expectShape('SparseOptimiserStep', 'g', g, [g.shape[0], p.shape[1]])
  return step('SparseOptimiserStep', sparse[attributes.kind], inputs, backend, attributes, (device, program) => {
    device.bindTensor(program, 'G', g)
    device.bindTensor(program, 'Slots', slots)
    program.int('D', p.shape[1])
  })
}

function step(
  kernel: string,
  source: ProgramSource,
  inputs: Inputs,
  backend: unknown,
  { kind, learningRate, beta1, beta2, epsilon, t }: OptimiserAttributes,
  bindGradient: (device: Device, program: Program) => void,
): TensorInfo[] {
  const { p, m, v, scale } = inputs
  const moments = rules[kind].moments.map((name) => [name, name === 'm' ? m : v] as const)
  for (const [name, tensor] of moments) expectShape(kernel, name, tensor, p.shape)
  return withDevice(backend, (device) => {
    const outputs = [p, ...moments.map(([, tensor]) => tensor)].map(({ shape }) => device.makeTensor(shape))
    device.upload(...Object.values(inputs))
    const program = device.program(source)
    device.bindTensor(program, 'P', p)
    device.bindTensor(program, 'Scale', scale)
    for (const [name, tensor] of moments) device.bindTensor(program, name.toUpperCase(), tensor)
    bindGradient(device, program)
    const { area } = device.drawableOf(outputs[0])
    program.int('width', area[2])
    program.float('rate', learningRate)
    program.float('beta1', beta1)
    program.float('beta2', beta2)
    program.float('epsilon', epsilon)
    program.float('correction1', 1 - beta1 ** t)
    program.float('correction2', 1 - beta2 ** t)
    device.into(
      framebuffers.other,
      outputs.map((tensor) => device.drawableOf(tensor).texture),
    )
    device.draw(area)
    const drawn = new Map(moments.map(([name], i) => [name, outputs[i + 1]]))
    return [outputs[0], drawn.get('m') ?? same(backend, m), drawn.get('v') ?? same(backend, v)]
  })
}

/** The moment that this optimiser does not have: the given tensor again. */
function same(backend: unknown, { dataId, shape, dtype }: TensorInfo): TensorInfo {
  deviceOf(backend).backend.incRef(dataId)
  return { dataId, shape, dtype }
}
