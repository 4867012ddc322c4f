import type { TensorInfo } from '@tensorflow/tfjs-core'
import type { OptimiserAttributes } from '../kernels.ts'
import { deviceOf, withDevice } from './device.ts'
import type { Device } from './device.ts'
import { quotient } from './glsl.ts'
import { forEachKind, isHeld, rates, rules, same, setRates } from './optimiser-step.ts'
import type { ProgramSource } from './program.ts'
import type { Inputs } from './recurrent.ts'
import { expectShape, framebuffers } from './recurrent.ts'

/** Texels per line of the texture that holds the new rows. */
const LINE = 2048

/** The new values p, m, v of the touched rows, one texel per element. Places: row and slot of each of them in turn. */
const programs = forEachKind((kind) => {
  const { moments, code } = rules[kind]
  return {
    name: `sparse-optimiser-step-${kind}`,
    tensors: ['P', 'G', 'Scale', 'Places', ...moments.map((x) => x.toUpperCase())],
    ints: ['D', 'count'],
    floats: rates,
    outputs: [{ name: 'pmv', type: 'vec4' }],
    code: `
void main() {
  int i = int(gl_FragCoord.y) * ${LINE} + int(gl_FragCoord.x);
  int n = quotient(i, D);
  pmv = vec4(0.0);
  if (n >= count) return;
  int d = i - n * D;
  int at_ = int(getPlaces(2 * n) + 0.5) * D + d;
  float p = getP(at_);
  float m = ${moments.includes('m') ? 'getM(at_)' : '0.0'};
  float v = ${moments.includes('v') ? 'getV(at_)' : '0.0'};
  float scale = getScale(0);
  if (!${isHeld}) {
    float g = scale * getG(int(getPlaces(2 * n + 1) + 0.5) * D + d);
    ${code}
  }
  pmv = vec4(p, m, v, 0.0);
}`,
  }
})

/**
 * Puts the new rows in their places, in p, m and v themselves: what a step costs must not grow with the vocabulary. Row r fills
 * elements r·D .. r·D + D-1, which may go over the end of a line of the texture: each of the `lines` it can touch has a
 * rectangle of two triangles (empty where there is nothing left of the row). All are vertices of one draw: instances would
 * be drawn one by one where there is no GPU.
 */
const scatterOf = (moments: string[]): ProgramSource => ({
  name: `scatter-${['p', ...moments].join('')}`,
  tensors: ['Places'],
  textures: ['Fresh'],
  ints: ['D', 'width', 'height', 'lines'],
  outputs: ['p', ...moments].map((name) => ({ name, type: 'float' as const })),
  vertex: `#version 300 es
precision highp float;
precision highp int;
precision highp sampler2D;
uniform sampler2D Places; uniform ivec2 PlacesLayout;
uniform int D; uniform int width; uniform int height; uniform int lines;
flat out int shift;
${quotient}
void main() {
  int rectangle = quotient(gl_VertexID, 6);
  int corner = gl_VertexID - 6 * rectangle;
  int slot = quotient(rectangle, lines);
  int line = rectangle - slot * lines;
  int i = 2 * slot + PlacesLayout.y;
  int line_ = quotient(i, PlacesLayout.x);
  int row = int(texelFetch(Places, ivec2(i - line_ * PlacesLayout.x, line_), 0).r + 0.5);
  int first = row * D;
  shift = slot * D - first;
  int y = quotient(first, width);
  int x = first - y * width;
  int from = line == 0 ? x : 0;
  int to = max(from, min(width, x + D - line * width));
  bool right = corner == 1 || corner == 4 || corner == 5;
  bool top = corner == 2 || corner == 3 || corner == 5;
  vec2 at_ = vec2(right ? to : from, y + line + (top ? 1 : 0));
  gl_Position = vec4(2.0 * at_ / vec2(width, height) - 1.0, 0.0, 1.0);
}`,
  code: `
flat in int shift;
void main() {
  int i = int(gl_FragCoord.y) * width + int(gl_FragCoord.x) + shift;
  int y = quotient(i, ${LINE});
  vec4 fresh = texelFetch(Fresh, ivec2(i - y * ${LINE}, y), 0);
  p = fresh.x;
  ${moments.map((name) => `${name} = fresh.${name === 'm' ? 'y' : 'z'};`).join(' ')}
}`,
})
const scatters = forEachKind((kind) => scatterOf(rules[kind].moments))

export const sparseOptimiserPrograms = (kind: OptimiserAttributes['kind']) => [programs[kind], scatters[kind]]

/**
 * SparseOptimiserStep (see kernels.ts): two draws over the touched rows, in place. The tensors that come back share their
 * textures with those that were given.
 */
export function sparseOptimiserStep(inputs: Inputs, backend: unknown, attributes: OptimiserAttributes): TensorInfo[] {
  const { p, g, slots, m, v, scale } = inputs
  const [V, D] = p.shape
  const moments = rules[attributes.kind].moments.map((name) => [name, inputs[name]] as const)
  expectShape('SparseOptimiserStep', 'slots', slots, [V])
  expectShape('SparseOptimiserStep', 'g', g, [g.shape[0], D])
  for (const [name, tensor] of moments) expectShape('SparseOptimiserStep', name, tensor, p.shape)
  const result = () => [same(backend, p), same(backend, m), same(backend, v)]
  const { touched, places } = placesOf(deviceOf(backend).backend.readSync(slots.dataId) as Int32Array)
  if (touched.length === 0) return result()
  return withDevice(backend, (device) => {
    const pairs = device.uploadInts(places)
    const targets = [p, ...moments.map(([, tensor]) => tensor)]
    device.upload(p, g, m, v, scale)
    const fresh = device.makeScratch(LINE, Math.ceil((touched.length * D) / LINE))
    const program = device.program(programs[attributes.kind])
    for (const [name, tensor] of Object.entries({ P: p, G: g, Scale: scale, Places: pairs }))
      device.bindTensor(program, name, tensor)
    for (const [name, tensor] of moments) device.bindTensor(program, name.toUpperCase(), tensor)
    program.ints({ D, count: touched.length })
    setRates(program, attributes)
    device.into(framebuffers.other, [fresh])
    device.draw([0, 0, LINE, Math.ceil((touched.length * D) / LINE)])
    scatter(device, scatters[attributes.kind], { fresh, targets, places: pairs, count: touched.length, D })
    return result()
  })
}

function scatter(
  device: Device,
  source: ProgramSource,
  {
    fresh,
    targets,
    places,
    count,
    D,
  }: { fresh: WebGLTexture; targets: TensorInfo[]; places: TensorInfo; count: number; D: number },
): void {
  const changed = targets.map((tensor) => device.changeable(tensor))
  const { area } = changed[0]
  const [, , width, height] = area
  const program = device.program(source)
  program.bind('Fresh', fresh)
  device.bindTensor(program, 'Places', places)
  const lines = width % D === 0 ? 1 : Math.ceil(D / width) + 1
  program.ints({ D, width, height, lines })
  device.into(
    framebuffers.other,
    changed.map(({ texture }) => texture),
  )
  device.draw(area, 6 * lines * count)
}

/** The rows that have a slot, and each of them with its slot. */
function placesOf(slots: Int32Array): { touched: Int32Array; places: Int32Array } {
  const touched: number[] = []
  slots.forEach((slot, row) => {
    if (slot >= 0) touched.push(row)
  })
  return { touched: Int32Array.from(touched), places: Int32Array.from(touched.flatMap((row) => [row, slots[row]])) }
}
