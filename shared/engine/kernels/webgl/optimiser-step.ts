import type { TensorInfo } from '@tensorflow/tfjs-core'
import type { OptimiserAttributes } from '../kernels.ts'
import { deviceOf, withDevice } from './device.ts'
import type { Program, ProgramSource } from './program.ts'
import type { Inputs } from './recurrent.ts'
import { expectShape, framebuffers } from './recurrent.ts'

type Kind = OptimiserAttributes['kind']
type Moment = 'm' | 'v'

/** Which moments each optimiser has, and its step in the words of kernels.ts. */
export const rules: Record<Kind, { moments: Moment[]; code: string }> = {
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

export const rates = ['rate', 'beta1', 'beta2', 'epsilon', 'correction1', 'correction2'] as const

export function setRates(program: Program, { learningRate, beta1, beta2, epsilon, t }: OptimiserAttributes): void {
  const values = [learningRate, beta1, beta2, epsilon, 1 - beta1 ** t, 1 - beta2 ** t]
  rates.forEach((name, n) => program.float(name, values[n]))
}

/**
 * GLSL: whether the step must not happen. Values are then copied and not computed with: a NaN times 0 would still be a NaN.
 * Needs `scale`, a number.
 */
export const isHeld = '(!isFinite_(scale) || scale < 0.0)'

/** One program per kind of optimiser. */
export const forEachKind = (make: (kind: Kind) => ProgramSource): Record<Kind, ProgramSource> => ({
  sgd: make('sgd'),
  momentum: make('momentum'),
  rmsprop: make('rmsprop'),
  adam: make('adam'),
})

export const optimiserPrograms = forEachKind((kind) => {
  const { moments, code } = rules[kind]
  return {
    name: `optimiser-step-${kind}`,
    tensors: ['P', 'G', 'Scale', ...moments.map((x) => x.toUpperCase())],
    ints: ['width'],
    floats: rates,
    outputs: ['p', ...moments].map((name) => ({ name, type: 'float' as const })),
    code: `
void main() {
  int i = int(gl_FragCoord.y) * width + int(gl_FragCoord.x);
  p = getP(i);
  ${moments.map((x) => `${x} = get${x.toUpperCase()}(i);`).join(' ')}
  float scale = getScale(0);
  if (${isHeld}) return;
  float g = scale * getG(i);
  ${code}
}`,
  }
})

/** OptimiserStep (see kernels.ts): one draw. */
export function optimiserStep(inputs: Inputs, backend: unknown, attributes: OptimiserAttributes): TensorInfo[] {
  const { p, g, m, v, scale } = inputs
  const moments = rules[attributes.kind].moments.map((name) => [name, inputs[name]] as const)
  for (const [name, tensor] of [['g', g] as const, ...moments]) expectShape('OptimiserStep', name, tensor, p.shape)
  return withDevice(backend, (device) => {
    const outputs = [p, ...moments.map(([, tensor]) => tensor)].map(({ shape }) => device.makeTensor(shape))
    device.upload(...Object.values(inputs))
    const program = device.program(optimiserPrograms[attributes.kind])
    for (const [name, tensor] of Object.entries({ P: p, G: g, Scale: scale })) device.bindTensor(program, name, tensor)
    for (const [name, tensor] of moments) device.bindTensor(program, name.toUpperCase(), tensor)
    const { area } = device.drawableOf(outputs[0])
    program.int('width', area[2])
    setRates(program, attributes)
    device.into(
      framebuffers.other,
      outputs.map((tensor) => device.drawableOf(tensor).texture),
    )
    device.draw(area)
    const drawn = new Map(moments.map(([name], i) => [name, outputs[i + 1]]))
    return [outputs[0], drawn.get('m') ?? same(backend, m), drawn.get('v') ?? same(backend, v)]
  })
}

/** The very input as a result: both names hold the same memory, which lives until both are disposed of. */
export function same(backend: unknown, { dataId, shape, dtype }: TensorInfo): TensorInfo {
  deviceOf(backend).backend.incRef(dataId)
  return { dataId, shape, dtype }
}
