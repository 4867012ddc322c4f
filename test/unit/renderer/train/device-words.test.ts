import { describe, expect, it } from 'vitest'
import { automaticWords, deviceDetail, stepWords, usable } from '../../../../renderer/views/train/runs/device-words.ts'
import type { Machine } from '../../../../renderer/trainer/timing/keys.ts'

const machine = (webgl: Partial<NonNullable<Machine['webgl']>> | null): Machine => ({
  webgl: webgl && {
    renderer: 'ANGLE (NVIDIA, NVIDIA GeForce RTX 3060 (0x2504) Direct3D11)',
    software: false,
    float32: true,
    ...webgl,
  },
  cores: 8,
})

describe('what is said of the devices', () => {
  it('names the GPU, and what is wrong with it', () => {
    expect(deviceDetail('webgl', machine({}))).toEqual({ text: 'NVIDIA GeForce RTX 3060', warning: false })
    expect(deviceDetail('webgl', machine({ software: true })).text).toContain('In software')
    expect(deviceDetail('webgl', machine({ float32: false })).text).toContain('Half precision')
    expect(deviceDetail('webgl', machine(null)).text).toContain('Missing')
    for (const webgl of [{ software: true }, { float32: false }, null])
      expect(deviceDetail('webgl', machine(webgl)).warning).toBe(true)
  })

  it('offers WebGL only with 32-bit floats', () => {
    expect(usable('webgl', machine({ software: true }))).toBe(true)
    expect(usable('webgl', machine({ float32: false }))).toBe(false)
    expect(usable('webgl', machine(null))).toBe(false)
    expect(usable('wasm', machine(null))).toBe(true)
  })

  it.each([
    [{ first: 90, step: 3.456, ended: null }, '3.5 ms'],
    [{ first: 90, step: 123.4, ended: null }, '123 ms'],
    [{ first: 90, step: 400, ended: 'too-slow' as const }, '400 ms, not tried further'],
    [{ first: null, step: null, ended: 'timed-out' as const }, 'gave no step in 20 s'],
    [{ first: null, step: null, ended: 'failed' as const }, 'did not work'],
  ])('says what a step takes: %o', (time, words) => {
    expect(stepWords({ device: 'webgl', ...time })).toBe(words)
  })

  it('says what is proposed and why', () => {
    const by = (device: 'wasm' | 'webgl', measured: boolean, model = 'RNN') => ({ device, measured, model })
    expect(automaticWords([by('wasm', true)], machine({}))).toBe(
      'The processor (WebAssembly): measured to be the fastest here.',
    )
    expect(automaticWords([by('wasm', true, 'ANN'), by('webgl', true, 'LSTM')], machine({}))).toBe(
      'Measured, the fastest for each model: ANN on the processor (WebAssembly), LSTM on the GPU.',
    )
    expect(automaticWords([by('wasm', false)], machine({ software: true }))).toContain('only imitated')
    expect(automaticWords([by('wasm', false)], machine(null))).toContain('missing')
    expect(automaticWords([by('webgl', false)], machine({}))).toContain('as usual where there is a GPU')
    expect(automaticWords([], null)).toContain('looks at the machine')
  })
})
