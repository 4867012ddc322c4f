import type { MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { UnrollError } from '../../shared/contract/errors.ts'
import { LARGEST_FILE } from '../importing/source.ts'

const MiB = 1024 * 1024

const limit = (maxSize: number) =>
  bodyLimit({
    maxSize,
    onError: () => {
      throw new UnrollError('file-too-large', `The request is larger than the ${maxSize / MiB} MiB that are accepted.`)
    },
  })

/** A checkpoint of the largest model that fits a GPU (weights and two moments) stays below its limit. */
const checkpoint = limit(2048 * MiB)
const metrics = limit(64 * MiB)
/** Matrices above 1 MiB are left out of snapshots (shared/contract/snapshots.ts); a deep net has a few below. */
const snapshot = limit(64 * MiB)
/** A saved experiment is unpacked in memory. */
const experimentFile = limit(1024 * MiB)
const document = limit(4 * MiB)
/** A laboratory's result with all of its points (labDocument in shared/labs). */
const result = limit(64 * MiB)

/**
 * Limits every body that is held in memory. An upload goes to disk piece by piece and is limited there; one that is
 * announced as too large is not even begun.
 */
export const bodyLimits: MiddlewareHandler = (c, next) => {
  const { path, method } = c.req
  if (method === 'POST' && /^\/api\/imports(\/[^/]+\/files)?$/.test(path)) {
    if (Number(c.req.header('content-length') ?? 0) > LARGEST_FILE)
      throw new UnrollError(
        'file-too-large',
        `The file is larger than the ${LARGEST_FILE / MiB} MiB that can be imported.`,
      )
    return next()
  }
  if (path === '/api/experiments/file') return experimentFile(c, next)
  if (/\/checkpoints\/[^/]*$/.test(path)) return checkpoint(c, next)
  if (/^\/api\/runs\/[^/]*\/snapshots/.test(path)) return snapshot(c, next)
  if (path.startsWith('/api/labs/')) return result(c, next)
  return (path.endsWith('/metrics') ? metrics : document)(c, next)
}
