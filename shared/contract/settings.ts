import { z } from 'zod'
import { devices } from './trainer.ts'

export const settings = z.strictObject({
  theme: z.enum(['system', 'light', 'dark']),
  /** null: Unroll chooses (WebGL with a real GPU, else the processor). */
  device: z.enum(devices).nullable(),
  /** Screen and experiment to come back to. */
  lastExperiment: z.string().max(80).nullable(),
})
export type Settings = z.infer<typeof settings>
export const settingsUpdate = settings.partial()
export const defaultSettings: Settings = { theme: 'system', device: null, lastExperiment: null }

export interface About {
  version: string
  /** Where the data lives, to show to the user. */
  dataFolder: string
  host: 'electron' | 'browser'
  /** Things that happened at start and that the user should know (rolled-back import, swept files). */
  notices: string[]
}
