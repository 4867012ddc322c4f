import { createHash, timingSafeEqual } from 'node:crypto'
import { Hono } from 'hono'
import type { Context } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import { UnrollError } from '../../shared/contract/errors.ts'
import { answerError } from './errors.ts'
import { apiHeaders } from './headers.ts'

/** Cookies do not know ports: two hosts on one machine need two names. */
const cookieName = (host: string) => `unroll-${host.split(':')[1] ?? '80'}`

/**
 * What the browser host puts before the door. Any page in the browser and any program of any user of the machine can reach
 * 127.0.0.1; only a browser that was given the printed address may enter.
 *
 * - Host must be this machine's own name (another name is a DNS rebinding attack).
 * - Origin, where a browser sends it, must be this host. Sec-Fetch-Site says the same of requests that have no Origin
 *   (an image, a script or a frame of another page); a SameSite cookie does not tell two ports of one machine apart.
 * - The token of the printed address becomes a cookie, which every other request must bring.
 */
export function guard(inner: Hono, token: string): Hono {
  const app = new Hono()
  app.onError(answerError)
  app.use(async (c, next) => {
    await next()
    // Refusals leave under the headers of the API, too: only the page itself brings its own policy.
    for (const [name, value] of Object.entries(apiHeaders)) if (!c.res.headers.has(name)) c.res.headers.set(name, value)
  })
  app.use((c, next) => {
    refuseForeign(c)
    return next()
  })
  app.get('/open', (c) => {
    if (!same(c.req.query('token') ?? '', token)) return unauthorised(c)
    setCookie(c, cookieName(hostOf(c)), token, { httpOnly: true, sameSite: 'Strict', path: '/' })
    // Not a 302: after a redirect from another site a strict cookie would not be sent with the first request.
    return c.html('<!doctype html><meta http-equiv="refresh" content="0;url=/"><title>Unroll</title>')
  })
  app.use(async (c, next) => {
    if (!same(getCookie(c, cookieName(hostOf(c))) ?? '', token)) return unauthorised(c)
    return next()
  })
  app.route('/', inner)
  app.notFound((c) => answerError(new UnrollError('not-found', `There is nothing at ${c.req.path}.`), c))
  return app
}

const hostOf = (c: Context) => c.req.header('host') ?? ''

function refuseForeign(c: Context): void {
  const host = hostOf(c)
  const origin = c.req.header('origin')
  if (!/^(127\.0\.0\.1|localhost)(:\d{1,5})?$/.test(host))
    throw new UnrollError('forbidden-origin', `Unroll answers on 127.0.0.1 only, not as “${host}”.`)
  if (origin !== undefined && origin !== `http://${host}`)
    throw new UnrollError('forbidden-origin', `Pages of ${origin} may not use Unroll.`)
  const site = c.req.header('sec-fetch-site')
  if (site !== undefined && site !== 'same-origin' && site !== 'none' && !isVisit(c))
    throw new UnrollError('forbidden-origin', 'Only the page of Unroll itself may ask Unroll for anything.')
}

/** Somebody followed a link to the page. It may stand anywhere; what it opens still needs the token or the cookie. */
const isVisit = (c: Context) =>
  c.req.method === 'GET' &&
  !c.req.path.startsWith('/api/') &&
  c.req.header('sec-fetch-mode') === 'navigate' &&
  c.req.header('sec-fetch-dest') === 'document'

function unauthorised(c: Context) {
  const message = 'This browser has no session with Unroll. Open the address that Unroll printed when it started.'
  // A person who opens the bare address reads a sentence, not JSON.
  return c.req.path.startsWith('/api/')
    ? answerError(new UnrollError('unauthorised', message), c)
    : c.html(`<!doctype html><meta charset="utf-8"><title>Unroll</title><p>${message}</p>`, 401)
}

/** Compares hashes, in a time that tells nothing of where they differ. */
const same = (a: string, b: string) => timingSafeEqual(digest(a), digest(b))
const digest = (text: string) => createHash('sha256').update(text).digest()
