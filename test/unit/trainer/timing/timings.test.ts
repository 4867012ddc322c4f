import { describe, expect, it } from 'vitest'
import { MOST_TIMINGS, settings } from '../../../../shared/contract/settings.ts'
import type { DeviceTime, DeviceTiming } from '../../../../shared/contract/settings.ts'
import { defaultModel } from '../../../../shared/contract/spec.ts'
import { machineKey, shapeKey } from '../../../../renderer/trainer/timing/keys.ts'
import { fastest, slowLimit, timingOf, withTiming } from '../../../../renderer/trainer/timing/timings.ts'

const time = (device: DeviceTime['device'], step: number | null, ended: DeviceTime['ended'] = null): DeviceTime => ({
  ...{ device, step, ended },
  first: 100,
})
const timing = (shape: string, machine = 'm'): DeviceTiming => ({
  ...{ machine, shape, devices: [time('wasm', 2)] },
  measuredAt: '2026-01-01T00:00:00.000Z',
})

describe('the shape of a model', () => {
  const lstm = defaultModel('lstm')
  const batch = { T: 40, B: 32, V: 5000 }

  it('does not change with a name, or with extents up to the next power of two', () => {
    expect(shapeKey({ ...lstm, name: 'Mine', dropout: 0.5 }, batch)).toBe(shapeKey(lstm, batch))
    expect(shapeKey(lstm, { T: 64, B: 32, V: 8192 })).toBe(shapeKey(lstm, batch))
  })

  it.each([
    ['hidden units', { hidden: 33 }, {}],
    ['layers', { layers: 2 }, {}],
    ['the input', { input: { kind: 'one-hot' as const } }, {}],
    ['reading both ways', { bidirectional: true }, {}],
    ['peepholes', { peephole: true }, {}],
    ['pooling', { pooling: 'mean' as const }, {}],
    ['a longer sentence', {}, { T: 65 }],
    ['a larger batch', {}, { B: 33 }],
    ['a larger vocabulary', {}, { V: 8193 }],
  ])('changes with %s', (_, model, extents) => {
    expect(shapeKey({ ...lstm, ...model }, { ...batch, ...extents })).not.toBe(shapeKey(lstm, batch))
  })

  it('belongs to a machine: its GPU, its cores, and the version of the kernels', () => {
    const webgl = { renderer: 'RTX', software: false, float32: true }
    const keys = [
      machineKey({ webgl, cores: 8 }, '1'),
      machineKey({ webgl: { ...webgl, renderer: 'M3' }, cores: 8 }, '1'),
      machineKey({ webgl: null, cores: 8 }, '1'),
      machineKey({ webgl, cores: 4 }, '1'),
      machineKey({ webgl, cores: 8 }, '2'),
    ]
    expect(new Set(keys).size).toBe(5)
    expect(machineKey({ webgl: { ...webgl, renderer: 'x'.repeat(1000) }, cores: 8 }, '1')).toHaveLength(400)
  })
})

describe('what was measured', () => {
  it('is found by machine and shape, and without a vocabulary by the rest of the shape', () => {
    const all = [timing('lstm V64'), timing('lstm V128'), timing('lstm V64', 'other')]
    expect(timingOf(all, 'm', 'lstm V128')).toBe(all[1])
    expect(timingOf(all, 'm', 'lstm V')).toBe(all[0])
    expect(timingOf(all, 'm', 'lstm V6')).toBeNull()
    expect(timingOf(all, 'none', 'lstm V64')).toBeNull()
  })

  it('replaces what was measured before, and the oldest goes when there is too much', () => {
    const many = Array.from({ length: MOST_TIMINGS }, (_, n) => timing(`s${n}`))
    const again = withTiming(many, timing('s5'))
    expect([again.length, again[0].shape, again.filter(({ shape }) => shape === 's5').length]).toEqual([200, 's5', 1])
    const more = withTiming(many, timing('new'))
    expect([more.length, more[0].shape, more.at(-1)?.shape]).toEqual([200, 'new', 's198'])
    expect(settings.shape.deviceTimings.safeParse(more).success).toBe(true)
  })

  it('proposes the device with the shortest step, also when another was given up', () => {
    expect(fastest([time('wasm', 5), time('webgl', 2)])).toBe('webgl')
    expect(fastest([time('wasm', 5), time('webgl', 90, 'too-slow')])).toBe('wasm')
    expect(fastest([time('wasm', 5), time('webgl', null, 'timed-out')])).toBe('wasm')
    expect(fastest([time('webgl', null, 'failed')])).toBeNull()
    expect(fastest([])).toBeNull()
  })

  it('gives a device up that is eight times slower than the best so far, when that takes long', () => {
    expect(slowLimit([])).toBeNull()
    expect(slowLimit([time('wasm', 50), time('cpu', 400)])).toBe(400)
    expect(slowLimit([time('wasm', 1)])).toBe(60)
  })
})
