import type { DeviceTime } from '../../../shared/contract/settings.ts'
import type { Device } from '../../../shared/contract/trainer.ts'
import type { Machine } from './keys.ts'
import type { TimedModel } from './timed-model.ts'

/** Page → scratch worker. Each is answered once, in order. */
export type ToTimer = { kind: 'look' } | { kind: 'time'; device: Device; model: TimedModel; limit: number | null }

/** Scratch worker → page. A processor without SIMD answers for 'wasm' with the times of 'cpu'. */
export type FromTimer =
  { kind: 'machine'; machine: Machine } | { kind: 'times'; time: DeviceTime } | { kind: 'failed'; message: string }
