import { gradientCheck } from '../../../../shared/engine/inspect/gradient-check.ts'
import { trace } from '../../../../shared/engine/inspect/trace.ts'
import { contributionTriangles } from '../../../../shared/engine/inspect/triangle.ts'
import type { FromLongWork, LongWork, Results } from './long-work.ts'

const post = (message: FromLongWork) => self.postMessage(message)

/** Progress is told at most every tenth of a second. */
const pace = 100

self.onmessage = ({ data }: MessageEvent<LongWork>) => {
  try {
    const { model, ids, interventions, label } = data.sentence
    const read = trace(model, ids, interventions)
    post({
      kind: 'done',
      result:
        data.kind === 'triangles'
          ? workOff(contributionTriangles(read, label))
          : workOff(
              gradientCheck(read, { label, ...(data.perParameter !== null && { perParameter: data.perParameter }) }),
            ),
    })
  } catch (error) {
    post({ kind: 'failed', message: error instanceof Error ? error.message : String(error) })
  }
}

function workOff<Result extends Results[keyof Results]>(
  work: Generator<{ done: number; total: number }, Result>,
): Result {
  let told = performance.now()
  for (;;) {
    const { done, value } = work.next()
    if (done) return value
    if (performance.now() - told < pace) continue
    told = performance.now()
    post({ kind: 'progress', ...value })
  }
}
