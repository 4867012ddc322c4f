import type { MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { UnrollError } from '../../shared/contract/errors.ts'

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
const document = limit(4 * MiB)

/** Limits every body that is held in memory. An upload goes to disk piece by piece and is limited there. */
export const bodyLimits: MiddlewareHandler = (c, next) => {
  const { path, method } = c.req
  if (method === 'POST' && path === '/api/imports') return next()
  if (/\/checkpoints\/[^/]*$/.test(path)) return checkpoint(c, next)
  return (path.endsWith('/metrics') ? metrics : document)(c, next)
}
