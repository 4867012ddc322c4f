import { describe, expect, it } from 'vitest'
import { backend, onWasm, variants } from './device.ts'

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x))

/** Every 1/4096 from -100 to 100, then magnitudes from 10⁻⁴⁵ to 10³⁸ on both sides. */
function grid(): Float32Array {
  const dense = Array.from({ length: 200 * 4096 + 1 }, (_, i) => i / 4096 - 100)
  const magnitudes = Array.from({ length: 830 }, (_, i) => 10 ** (i / 10 - 45)).flatMap((x) => [x, -x])
  return Float32Array.from([...dense, ...magnitudes])
}

function apply(name: 'applyTanh' | 'applySigmoid', x: Float32Array): Float32Array {
  const wasm = backend()
  const from = wasm.arena.allocate(x.byteLength + 16)
  const to = wasm.arena.allocate(x.byteLength + 16)
  new Float32Array(wasm.arena.memory.buffer, from, x.length).set(x)
  wasm.exports[name](from, to, x.length)
  return new Float32Array(wasm.arena.memory.buffer, to, x.length).slice()
}

describe.each(variants)('the approximations in the %s binary', (variant) => {
  it('tanh is right to 5·10⁻⁷ everywhere, to the last digits near 0, and never leaves [-1, 1]', async () => {
    const x = grid()
    const y = await onWasm(variant, () => apply('applyTanh', x))
    let [absolute, relative, largest] = [0, 0, 0]
    x.forEach((value, i) => {
      const error = Math.abs(y[i] - Math.tanh(value))
      absolute = Math.max(absolute, error)
      if (Math.abs(value) > 1e-37) relative = Math.max(relative, error / Math.abs(Math.tanh(value)))
      largest = Math.max(largest, Math.abs(y[i]))
    })
    expect(absolute).toBeLessThanOrEqual(5e-7)
    expect(relative).toBeLessThanOrEqual(1e-6)
    expect(largest).toBe(1)
  })

  it('sigmoid is right to 2·10⁻⁷, and to 10⁻⁶ of its own size where a gate is nearly shut', async () => {
    const x = grid()
    const y = await onWasm(variant, () => apply('applySigmoid', x))
    let [absolute, relative] = [0, 0]
    x.forEach((value, i) => {
      const error = Math.abs(y[i] - sigmoid(value))
      absolute = Math.max(absolute, error)
      if (value > -87) relative = Math.max(relative, error / sigmoid(value))
    })
    expect(absolute).toBeLessThanOrEqual(2e-7)
    expect(relative).toBeLessThanOrEqual(1e-6)
  })

  it('NaN stays NaN, whatever its bits, and the infinities give the limits', async () => {
    const odd = new Float32Array(new Uint32Array([0x7fc00001, 0xffc12345, 0x7f800001, 0x7fffffff]).buffer)
    const x = Float32Array.of(NaN, Infinity, -Infinity, 0, -0, ...odd)
    const [tanh, gates] = await onWasm(variant, () => [apply('applyTanh', x), apply('applySigmoid', x)])
    expect([...tanh]).toEqual([NaN, 1, -1, 0, -0, NaN, NaN, NaN, NaN])
    expect([...gates]).toEqual([NaN, 1, 0, 0.5, 0.5, NaN, NaN, NaN, NaN])
  })
})
