import { z } from 'zod'

/** Every way in which a request can be refused. The list is closed: a new code is added here first. */
export const errorCodes = [
  'bad-request', // the body, query or id does not fit its schema
  'unauthorised', // no valid session (browser host only)
  'forbidden-origin', // foreign Host or Origin (browser host only)
  'not-found', // a path that is no route
  'method-not-allowed', // a path that is one, but not for this method
  'unsupported-type', // a body that must be JSON and does not say so
  'dataset-not-found',
  'import-not-found',
  'experiment-not-found',
  'run-not-found',
  'recipe-not-found',
  'checkpoint-not-found',
  'file-empty',
  'file-binary',
  'file-too-large',
  'file-unreadable',
  'csv-one-column',
  'csv-no-rows',
  'csv-unclosed-quote',
  'labels-one-class',
  'labels-unmapped',
  'data-too-few', // too few distinct texts for the split
  'import-cancelled',
  'experiment-frozen', // its runs have started: its spec can no longer change
  'recipe-changed', // another window has changed it since
  'edit-conflict', // the rows have changed since they were looked at, or there is nothing to undo
  'run-state', // the run is not in a state that allows this
  'disk-full',
  'folder-not-writable',
  'database-newer', // written by a newer version of Unroll
  'database-damaged',
  'training-diverged',
  'device-lost',
  'internal',
] as const

export const errorCode = z.enum(errorCodes)
export type ErrorCode = z.infer<typeof errorCode>

/** The one shape of an error across the door. `message` says what happened, where, and what the user can do. */
export const errorBody = z.strictObject({ code: errorCode, message: z.string(), detail: z.unknown().optional() })
export type ErrorBody = z.infer<typeof errorBody>

/** An error a person can cause and mend. Bugs throw ordinary errors instead. */
export class UnrollError extends Error {
  readonly code: ErrorCode
  readonly detail: unknown

  constructor(code: ErrorCode, message: string, detail?: unknown) {
    super(message)
    this.name = 'UnrollError'
    this.code = code
    this.detail = detail
  }

  toBody(): ErrorBody {
    return this.detail === undefined
      ? { code: this.code, message: this.message }
      : { code: this.code, message: this.message, detail: this.detail }
  }
}
