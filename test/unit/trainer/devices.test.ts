import { describe, expect, it } from 'vitest'
import { chooseDevice, isSoftware } from '../../../renderer/trainer/devices.ts'

const gpu = { renderer: 'ANGLE (NVIDIA GeForce RTX 3060)', software: false, float32: true }
const played = { renderer: 'ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device))', software: true, float32: true }

describe('the device to train on', () => {
  it.each([
    ['a real GPU', gpu, null, 'webgl'],
    ['a WebGL that the processor plays', played, null, 'wasm'],
    ['that WebGL, when the user insists', played, 'webgl', 'webgl'],
    ['a GPU without 32-bit floats, also when the user insists', { ...gpu, float32: false }, 'webgl', 'wasm'],
    ['no WebGL at all', null, 'webgl', 'wasm'],
    ['plain JavaScript on request', gpu, 'cpu', 'cpu'],
    ['WebAssembly on request', gpu, 'wasm', 'wasm'],
  ] as const)('%s', (_, found, wish, device) => {
    expect(chooseDevice(wish, found)).toMatchObject({ device, float32: true, renderer: found?.renderer ?? null })
  })

  it('knows the drawing programs that run on the processor by their names', () => {
    for (const name of [
      played.renderer,
      'llvmpipe (LLVM 17.0.6, 256 bits)',
      'softpipe',
      'Microsoft Basic Render Driver',
    ])
      expect(isSoftware(name)).toBe(true)
    for (const name of [gpu.renderer, 'Apple M3', 'Mesa Intel(R) UHD Graphics', null])
      expect(isSoftware(name)).toBe(false)
  })
})
