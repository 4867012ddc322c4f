import { sequenceWithHelpers } from './browser-page.ts'
import type { Sequence } from './browser-page.ts'

onmessage = async ({ data }: MessageEvent<Sequence>) => postMessage(await sequenceWithHelpers(data))
