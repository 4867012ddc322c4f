import type { createApi } from '../../../electron/api/app.ts'

export type Send = (method: string, path: string, body?: unknown) => Promise<Response>

/** Requests to the door: bytes go as they are, everything else as JSON. */
export const sender =
  (app: ReturnType<typeof createApi>): Send =>
  async (method, path, body) => {
    if (body === undefined) return app.request(`/api${path}`, { method })
    if (body instanceof Uint8Array) return app.request(`/api${path}`, { method, body: body as Uint8Array<ArrayBuffer> })
    const headers = { 'Content-Type': 'application/json' }
    return app.request(`/api${path}`, { method, body: JSON.stringify(body), headers })
  }
