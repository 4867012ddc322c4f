import { expect, it } from 'vitest'
import { deviceLosses } from '../../../../renderer/stores/device-losses.ts'

it('a run whose GPU is gone tries the GPU once more, then takes the processor', () => {
  const losses = deviceLosses()
  expect(losses.note('a', 'running')).toBe('again')
  expect(losses.insteadFor('a')).toBeNull()
  expect(losses.note('b', 'starting')).toBe('again') // each run for itself
  expect(losses.note('a', 'running')).toBe('processor')
  expect(losses.insteadFor('a')).toBe('wasm')
  losses.forget('a')
  expect(losses.insteadFor('a')).toBeNull()
})

it.each(['stopping', 'paused', 'pausing', 'stepping', undefined] as const)(
  'a run that is %s does not go on by itself',
  (state) => {
    expect(deviceLosses().note('a', state)).toBeNull()
  },
)
