import type { MiddlewareHandler } from 'hono'
import { checkOf } from '../../../electron/api/check.ts'
import type { RouteCheck } from '../../../electron/api/check.ts'
import { errorBody } from '../../../shared/contract/errors.ts'
import { jsonSchema } from './misfits.ts'
import { samples } from './samples.ts'
import type { Sample } from './samples.ts'
import { origin, session } from './world.ts'
import type { Ids, World } from './world.ts'

/** One place and method of the route table, with what its steps ask for. */
export interface Route {
  key: string
  method: string
  path: string
  checks: Partial<Record<RouteCheck['target'], RouteCheck['schema']>>
}

/** The routes of the app itself: whatever somebody adds is here. */
export function routesOf({ api }: World): Route[] {
  const routes = new Map<string, Route>()
  for (const { method, path, handler } of api.routes) {
    if (method === 'ALL' || path.endsWith('*')) continue
    const key = `${method} ${path}`
    const route = routes.get(key) ?? { key, method, path, checks: {} }
    const check = checkOf(handler as MiddlewareHandler)
    if (check) route.checks[check.target] = check.schema
    routes.set(key, route)
  }
  return [...routes.values()]
}

export function sampleOf({ key }: Route, ids: Ids): Sample {
  const sample = samples(ids)[key]
  if (sample) return sample
  throw new Error(
    `The route ${key} has no sample. Add a request that it takes, under '${key}', to test/unit/security/samples.ts ` +
      '(and the id of a thing of that kind to test/unit/security/world.ts, if it is a new kind).',
  )
}

export const paramsIn = (path: string): string[] => [...path.matchAll(/:(\w+)/g)].map(([, name]) => name)

/** The kind of id that a parameter wants, e.g. 'run'; null for a word of a list. */
export function idKind({ checks }: Route, param: string): string | null {
  const pattern = checks.param && jsonSchema(checks.param).properties?.[param]?.pattern
  return pattern ? (/^\^(\w+)-/.exec(pattern)?.[1] ?? null) : null
}

/** The path with its parameters: given ones as they are (already encoded), else the sample's, else a live id. */
export function pathOf(route: Route, sample: Sample, ids: Ids, given: Record<string, string> = {}): string {
  return route.path.replace(/:(\w+)/g, (_all, name: string) => {
    const value = given[name] ?? sample.params?.[name] ?? ids.live[idKind(route, name) ?? '']
    if (value === undefined) throw new Error(`${route.key}: its sample gives no value for ':${name}'`)
    return value
  })
}

export interface Changes {
  method?: string
  params?: Record<string, string>
  query?: Record<string, string> | string
  /** Any text or bytes, sent as they are; null: no body. */
  raw?: BodyInit | null
  headers?: Record<string, string>
  /** Without what a browser with a session sends. */
  bare?: true
}

/** Sends a route its sample with changes. */
export async function send(world: World, route: Route, changes: Changes = {}): Promise<Response> {
  const sample = sampleOf(route, world.ids)
  const isBytes = sample.body instanceof Uint8Array
  const own = sample.body === undefined ? null : isBytes ? sample.body : JSON.stringify(sample.body)
  const body = changes.raw === undefined ? (own as BodyInit | null) : changes.raw
  const given = changes.query ?? sample.query ?? {}
  const query = typeof given === 'string' ? given : new URLSearchParams(given).toString()
  const url = `${origin}${pathOf(route, sample, world.ids, changes.params)}${query ? `?${query}` : ''}`
  const headers = {
    ...(sample.body !== undefined && !isBytes ? { 'content-type': 'application/json' } : {}),
    ...(changes.bare ? {} : session),
    ...changes.headers,
  }
  const method = changes.method ?? route.method
  const init = { method, headers, body: method === 'GET' ? null : body, duplex: 'half' }
  return await world.app.fetch(new Request(url, init as RequestInit))
}

/**
 * Sends what must be refused. Answers what is wrong with the refusal in words, or null: the status must be one of
 * `statuses`, the body the one shape of an error, and nothing in the database may have changed.
 */
export async function refusal(
  world: World,
  route: Route,
  why: string,
  statuses: readonly number[],
  changes: Changes,
): Promise<string | null> {
  const before = world.version()
  const answer = await send(world, route, changes)
  if (answer.body && answer.ok) await answer.body.cancel()
  const found: string[] = []
  if (!statuses.includes(answer.status)) found.push(`status ${answer.status} instead of ${statuses.join(' or ')}`)
  if (!answer.ok) {
    const text = await answer.text()
    if (!errorBody.safeParse(asJson(text)).success) found.push(`not the shape of an error: ${text.slice(0, 200)}`)
    else if (answer.status >= 500) found.push(text.slice(0, 300))
  }
  if (answer.headers.get('X-Content-Type-Options') !== 'nosniff') found.push('its headers are missing')
  if (world.version() !== before) found.push('the database changed')
  return found.length ? `${route.key}, ${why}: ${found.join('; ')}` : null
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
