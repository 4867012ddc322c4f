import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'

type Handler = (request: Request) => Response | Promise<Response>
interface CustomScheme {
  scheme: string
  privileges?: Record<string, boolean>
}

const privileged = new Map<string, Record<string, boolean>>()
const handlers = new Map<string, Handler>()
let origin: string | null = null

/** Stands for `unroll://app`: a name under localhost is a secure context, as the privileged scheme is. */
export async function startOrigin(): Promise<void> {
  const answer = (request: Request) => {
    const handler = handlers.get('unroll')
    if (!handler) return new Response('no handler for unroll:', { status: 404 })
    const { pathname, search } = new URL(request.url)
    const { method, body, signal } = request
    const headers = new Headers(request.headers)
    // As Chromium would name the page's origin if the scheme were real.
    if (headers.get('origin') === origin) headers.set('origin', 'unroll://app')
    return handler(
      new Request(`unroll://app${pathname}${search}`, {
        method,
        headers,
        body,
        signal,
        ...(body && { duplex: 'half' }),
      }),
    )
  }
  const server = createServer((incoming, outgoing) => void getRequestListener(answer)(incoming, outgoing))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  server.unref()
  origin = `http://app.unroll.localhost:${(server.address() as AddressInfo).port}`
}

/** unroll://app/x → the address that Chromium can open. Other addresses stay what they are. */
export function toChromium(url: string): string {
  if (!url.startsWith('unroll:')) return url
  const { standard, secure } = privileged.get('unroll') ?? {}
  if (!standard || !secure) throw new Error('unroll: was not registered as a standard and secure scheme')
  if (!url.startsWith('unroll://app/')) throw new Error(`the double knows only unroll://app/, not ${url}`)
  return url.replace('unroll://app', origin ?? '')
}

/** The address as the main process would see it. */
export function fromChromium(url: string): string {
  return origin !== null && url.startsWith(`${origin}/`) ? url.replace(origin, 'unroll://app') : url
}

export const protocol = {
  registerSchemesAsPrivileged(schemes: CustomScheme[]): void {
    if (origin !== null) throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready')
    for (const { scheme, privileges } of schemes) privileged.set(scheme, privileges ?? {})
  },
  handle(scheme: string, handler: Handler): void {
    if (origin === null) throw new Error('protocol.handle can be called only after app is ready')
    if (handlers.has(scheme)) throw new Error(`Failed to register protocol: ${scheme}`)
    handlers.set(scheme, handler)
  },
}

type RequestHandler = (contents: null, permission: string, answer: (granted: boolean) => void) => void
type CheckHandler = (contents: null, permission: string) => boolean

let onRequest: RequestHandler | null = null
let onCheck: CheckHandler | null = null

export const session = {
  defaultSession: {
    setPermissionRequestHandler: (handler: RequestHandler) => void (onRequest = handler),
    setPermissionCheckHandler: (handler: CheckHandler) => void (onCheck = handler),
    setDevicePermissionHandler: (_handler: () => boolean) => {},
  },
}

/** What the main process answers when the page asks for a permission. Electron grants where nobody refuses. */
export function askPermission(permission: string): boolean {
  let granted = onRequest === null
  onRequest?.(null, permission, (answer) => (granted = answer))
  return granted && (onCheck?.(null, permission) ?? true)
}
