import { hc } from 'hono/client'
import type { Api } from '../electron/api/app.ts'
import { errorBody } from '../shared/contract/errors.ts'
import type { ErrorCode } from '../shared/contract/errors.ts'
import { language, say } from './messages.ts'

/** Where the one door is. Outside a page (unit tests) there is no location; nothing is fetched from there. */
export const apiBase = `${globalThis.location?.origin ?? 'http://127.0.0.1'}/api`

/** The typed client of the one door: paths, bodies and answers are checked by the compiler against electron/api. */
export const api = hc<Api>(apiBase, { fetch: (...call: Parameters<typeof fetch>) => fetch(...call) })

/** A refused request, in the words of the server. `unreachable`: no answer came at all. */
export class ApiError extends Error {
  readonly code: ErrorCode | 'unreachable'
  readonly detail: unknown

  constructor(code: ErrorCode | 'unreachable', message: string, detail?: unknown) {
    super(message)
    this.name = 'ApiError'
    this.code = code
    this.detail = detail
  }
}

interface JsonAnswer<T> {
  ok: boolean
  status: number
  json(): Promise<T>
}

/**
 * Waits for an answer and gives its body.
 * @throws {ApiError} the server's { code, message, detail? }, or 'unreachable' when there was no answer.
 */
export async function request<T>(answer: Promise<JsonAnswer<T>>): Promise<T> {
  const response = await answered(answer)
  return response.json()
}

/** As `request`, for binary answers. */
export async function requestBytes(
  answer: Promise<{ ok: boolean; status: number; json(): Promise<unknown>; arrayBuffer(): Promise<ArrayBuffer> }>,
): Promise<ArrayBuffer> {
  const response = await answered(answer)
  return response.arrayBuffer()
}

/** Turns the body of a refusal into the error to throw; also for callers that do not use `fetch`. */
export function errorOf(status: number, body: unknown): ApiError {
  const known = errorBody.safeParse(body)
  if (known.success) return new ApiError(known.data.code, errorWords(known.data), known.data.detail)
  return new ApiError('internal', say.stores.unrollAnsweredWithStatusAndNo(status))
}

/** The server words its errors in English; another language has a sentence by code, where there is one. */
export function errorWords({ code, message }: { code: ErrorCode; message: string }): string {
  const byCode: Partial<Record<ErrorCode, string>> = say.errors
  return language() === 'en' ? message : (byCode[code] ?? message)
}

/** The sentence to show for whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

async function answered<R extends { ok: boolean; status: number; json(): Promise<unknown> }>(
  answer: Promise<R>,
): Promise<R> {
  let response: R
  try {
    response = await answer
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw unreachable()
  }
  if (!response.ok) throw errorOf(response.status, await response.json().catch(() => null))
  return response
}

export const unreachable = () => new ApiError('unreachable', say.stores.unreachable)
