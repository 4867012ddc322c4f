import { vi } from 'vitest'

export interface Call {
  method: string
  path: string
  body: unknown
}

/**
 * Stands in for the one door: `answer` gives the body for a call (a promise where the test decides when), and an Error
 * with a `code` becomes a refusal.
 */
export function fakeDoor(answer: (call: Call) => unknown): Call[] {
  const calls: Call[] = []
  vi.stubGlobal('fetch', async (input: RequestInfo | URL, init?: RequestInit) => {
    const { pathname } = new URL(String(input))
    const call: Call = {
      method: init?.method ?? 'GET',
      path: pathname.replace(/^\/api/, ''),
      body: typeof init?.body === 'string' ? (JSON.parse(init.body) as unknown) : undefined,
    }
    calls.push(call)
    const body = await answer(call)
    if (body instanceof Refusal) return Response.json({ code: body.code, message: body.message }, { status: 409 })
    return Response.json(body)
  })
  return calls
}

export class Refusal {
  readonly code: string
  readonly message: string
  constructor(code: string, message: string) {
    this.code = code
    this.message = message
  }
}
