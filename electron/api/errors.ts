import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { HTTPException } from 'hono/http-exception'
import { UnrollError } from '../../shared/contract/errors.ts'
import type { ErrorCode } from '../../shared/contract/errors.ts'

const statuses: Record<ErrorCode, ContentfulStatusCode> = {
  'bad-request': 400,
  unauthorised: 401,
  'forbidden-origin': 403,
  'not-found': 404,
  'method-not-allowed': 405,
  'unsupported-type': 415,
  'dataset-not-found': 404,
  'import-not-found': 404,
  'experiment-not-found': 404,
  'run-not-found': 404,
  'recipe-not-found': 404,
  'recipe-changed': 409,
  'checkpoint-not-found': 404,
  'file-empty': 422,
  'file-binary': 422,
  'file-too-large': 413,
  'file-unreadable': 422,
  'csv-one-column': 422,
  'csv-no-rows': 422,
  'csv-unclosed-quote': 422,
  'labels-one-class': 422,
  'labels-unmapped': 422,
  'data-too-few': 422,
  'import-cancelled': 409,
  'experiment-frozen': 409,
  'edit-conflict': 409,
  'run-state': 409,
  'disk-full': 507,
  'folder-not-writable': 500,
  'database-newer': 500,
  'database-damaged': 500,
  'training-diverged': 422,
  'device-lost': 500,
  internal: 500,
}

/** Every error leaves the door in one shape, `{ code, message, detail? }`. */
export function answerError(error: unknown, c: Context): Response {
  const known = asUnrollError(error)
  return c.json(known.toBody(), statuses[known.code])
}

/** What nobody but us can mend: it goes into the log with its stack. */
export const isBug = (error: unknown): boolean => asUnrollError(error).code === 'internal'

function asUnrollError(error: unknown): UnrollError {
  if (error instanceof UnrollError) return error
  // Hono's own refusals, e.g. a body that is no JSON.
  if (error instanceof HTTPException && error.status < 500)
    return new UnrollError('bad-request', error.message || 'The request could not be read.')
  // Nobody waits for the answer any more.
  if (error instanceof Error && error.name === 'AbortError')
    return new UnrollError('bad-request', 'The request was given up before it was answered.')
  const message = error instanceof Error ? error.message : String(error)
  return new UnrollError('internal', `Something went wrong inside Unroll: ${message}`)
}
