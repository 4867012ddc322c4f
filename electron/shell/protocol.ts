import { protocol } from 'electron'

/** The page's origin in Electron. A scheme of its own: no port is open, and no other program can reach the door. */
export const ORIGIN = 'unroll://app'

/** Must run before the application is ready. `stream` lets the server-sent events of /api/events flow. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: 'unroll',
      privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true },
    },
  ])
}

/** Gives every request of the page to the one door (electron/api). */
export function answerScheme(door: (request: Request) => Response | Promise<Response>): void {
  protocol.handle('unroll', (request) =>
    request.url.startsWith(`${ORIGIN}/`)
      ? door(request)
      : new Response('There is only unroll://app/.', { status: 404 }),
  )
}
