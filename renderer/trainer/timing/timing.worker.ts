import { messageOf } from '../../api.ts'
import { useDevice } from '../backends.ts'
import { findWebgl } from '../devices.ts'
import { timeSteps } from './time-steps.ts'
import type { FromTimer, ToTimer } from './timing-messages.ts'

/** A trainer's worker for a try: it looks at the machine and times steps, and is thrown away. It reads and writes nothing. */
self.onmessage = async ({ data }: MessageEvent<ToTimer>) => {
  const post = (message: FromTimer) => self.postMessage(message)
  try {
    if (data.kind === 'look')
      return post({ kind: 'machine', machine: { webgl: findWebgl(), cores: navigator.hardwareConcurrency } })
    const device = await useDevice(data.device)
    post({ kind: 'times', time: { device, ...(await timeSteps(data.model, data.limit)) } })
  } catch (error) {
    post({ kind: 'failed', message: messageOf(error) })
  }
}
