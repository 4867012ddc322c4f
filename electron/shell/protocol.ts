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

/** Gives every request of the page to the one door (electron/api), and none of another page's. */
export function answerScheme(door: (request: Request) => Response | Promise<Response>): void {
  protocol.handle('unroll', (request) => {
    if (!request.url.startsWith(`${ORIGIN}/`)) return new Response('There is only unroll://app/.', { status: 404 })
    // No other page is ever shown; should one be after all, it is a stranger here.
    if ((request.headers.get('origin') ?? ORIGIN) !== ORIGIN)
      return new Response('Only Unroll itself.', { status: 403 })
    return door(request)
  })
}
