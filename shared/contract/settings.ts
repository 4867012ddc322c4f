import { z } from 'zod'
import { languages } from '../messages/languages.ts'
import { devices } from './trainer.ts'

/** What training steps took on one device, in milliseconds. */
export const deviceTime = z.strictObject({
  device: z.enum(devices),
  /** The first step, in which a GPU compiles its programs; it is not counted. Null when it did not come to its end. */
  first: z.number().min(0).nullable(),
  /** A step after that; null when none was made. */
  step: z.number().min(0).nullable(),
  /** Why there is no more to say of this device. */
  ended: z.enum(['too-slow', 'timed-out', 'failed']).nullable(),
})
export type DeviceTime = z.infer<typeof deviceTime>

/** Two training steps of a model timed on each device of a machine: what 'automatic' follows for models of that shape. */
export const deviceTiming = z.strictObject({
  /** GPU, cores and version of the program, see renderer/trainer/timing/keys.ts. */
  machine: z.string().max(400),
  /** Cell, sizes, and the rounded extents of a batch. */
  shape: z.string().max(200),
  measuredAt: z.iso.datetime(),
  devices: z.array(deviceTime).max(devices.length),
})
export type DeviceTiming = z.infer<typeof deviceTiming>

/** The newest timings are kept. */
export const MOST_TIMINGS = 200

export const textSizes = [100, 112, 125, 150] as const

/** Edits of a comparison that are not kept in it (yet): JSON of the page's draft. */
export const savedDraft = z.strictObject({ experiment: z.string().max(80), draft: z.string().max(60_000) })
export const MOST_DRAFTS = 20

export const settings = z.strictObject({
  theme: z.enum(['system', 'light', 'dark']),
  language: z.enum(['system', ...languages]),
  /** null: Unroll chooses: what was measured to be fastest, else WebGL with a real GPU, else the processor. */
  device: z.enum(devices).nullable(),
  /** Size of all text in percent of the usual one. */
  textSize: z.union(textSizes.map((size) => z.literal(size))),
  /** 'less': nothing moves or fades, whatever the system says. */
  motion: z.enum(['system', 'less']),
  /** Screen and experiment to come back to. */
  lastExperiment: z.string().max(80).nullable(),
  /** Newest first; they outlive the page. */
  drafts: z.array(savedDraft).max(MOST_DRAFTS),
  /** Newest first. */
  deviceTimings: z.array(deviceTiming).max(MOST_TIMINGS),
})
export type Settings = z.infer<typeof settings>
export const settingsUpdate = settings.partial()
export const defaultSettings: Settings = {
  theme: 'system',
  language: 'system',
  device: null,
  textSize: 100,
  motion: 'system',
  lastExperiment: null,
  drafts: [],
  deviceTimings: [],
}

export interface About {
  version: string
  /** Where the data lives, to show to the user. */
  dataFolder: string
  host: 'electron' | 'browser'
  /** Things that happened at start and that the user should know (rolled-back import, swept files). */
  notices: string[]
}
