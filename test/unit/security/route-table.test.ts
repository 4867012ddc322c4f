// Made from the route table of the app itself: a route that somebody adds is tested without anybody remembering to.
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import { misfits, wrongQueries } from './misfits.ts'
import { idKind, paramsIn, refusal, routesOf, sampleOf, send } from './requests.ts'
import type { Changes, Route } from './requests.ts'
import { samples } from './samples.ts'
import { makeSeed, openWorld, session } from './world.ts'

const seed = await makeSeed()
const world = await openWorld(seed)
const routes = routesOf(world)
let before = ''

afterAll(async () => {
  await world.close()
  seed.remove()
})

type Case = [why: string, statuses: number[], changes: Changes]

/** Everything that went wrong at one route, so that one run shows all of it. */
async function expectRefusals(route: Route, cases: Case[]) {
  const found: (string | null)[] = []
  for (const [why, statuses, changes] of cases) found.push(await refusal(world, route, why, statuses, changes))
  expect(found.filter((problem) => problem !== null)).toEqual([])
}

/** A test that a route has when `has` is true; other routes simply lack it, which is not the same as a skipped test. */
const itFor = (has: unknown) => (has ? it : (_name: string, _test: () => Promise<void>) => undefined)

/** Methods of a path. '/experiments/plan' is also a '/experiments/:id', if one with an id that is none. */
const methodsOf = ({ path }: Route) =>
  routes
    .filter((other) => new RegExp(`^${other.path.replace(/:\w+/g, '[^/]+')}$`).test(path))
    .map(({ method }) => method)

const outside = [
  ...['..%2F..%2Fetc%2Fpasswd', '%2e%2e%2f%2e%2e%2fetc%2fpasswd', '..%5C..%5Cwindows', '..%252F..%252Fetc%252Fpasswd'],
  ...['%2Fetc%2Fpasswd', 'C:%5Cunroll.db', '....%2F%2F', '%c0%ae%c0%ae%c0%af', '%E0%80%AE', '%', '%zz', '%00', '~'],
  ...['unroll.db', '.', '%2e', '%20', '*', '__proto__', 'constructor', "'%20OR%201=1--", 'x'.repeat(6000)],
  ...['%EF%BC%8E%EF%BC%8E%EF%BC%8F', '%F0%9F%92%A3', '%0d%0aSet-Cookie:x', '%3Cscript%3E', '-1', '1e9'],
]

describe('the route table', () => {
  it('is not empty, and every route of it has a sample', () => {
    expect(routes.length).toBeGreaterThan(30)
    const without = routes.flatMap((route) => {
      try {
        return sampleOf(route, world.ids) && []
      } catch (error) {
        return [(error as Error).message]
      }
    })
    expect(without).toEqual([])
  })

  it('names no parameter that goes unchecked, and no id without a thing of its kind', () => {
    const unchecked = routes.flatMap((route) =>
      paramsIn(route.path)
        .filter((param) => !route.checks.param || (param === 'id' && !(idKind(route, param) ?? '' in world.ids.live)))
        .map((param) => `${route.key}: ':${param}' needs check('param', …) and an id in world.ts`),
    )
    expect(unchecked).toEqual([])
  })
})

// A route without a sample fails above, once, in words.
const tested = routes.filter(({ key }) => key in samples(world.ids))

describe.each(tested.map((route) => [route.key, route] as const))('%s', (_key, route) => {
  const params = paramsIn(route.path)
  const sample = () => sampleOf(route, world.ids)
  beforeEach(() => void (before = world.state()))
  afterEach(() => expect(world.state(), 'the data folder changed').toBe(before))

  it('takes its sample', async () => {
    const fresh = await openWorld(seed)
    try {
      const answer = await send(fresh, route)
      const text = answer.headers.get('content-type')?.includes('event-stream') ? '' : await answer.clone().text()
      expect(answer.status, text).toBeGreaterThanOrEqual(200)
      expect(answer.status, text).toBeLessThan(300)
      await answer.body?.cancel()
    } finally {
      await fresh.close()
    }
  })

  itFor(params.length > 0)('refuses parameters that lead elsewhere', async () => {
    await expectRefusals(
      route,
      params.flatMap((param) => outside.map((value): Case => [value, [400, 404, 405], { params: { [param]: value } }])),
    )
  })

  itFor(params.some((param) => idKind(route, param)))('refuses ids of other kinds, unknown and deleted', async () => {
    const { live, deleted } = world.ids
    await expectRefusals(
      route,
      params.flatMap((param) => {
        const kind = idKind(route, param)
        if (!kind) return []
        const others = Object.entries(live).filter(([other]) => other !== kind)
        const wrong = [live[kind].toUpperCase(), `${live[kind]}%00`, `${live[kind]}%20`, `${live[kind]}.json`, kind]
        const hidden: Case[] =
          sample().hiddenToo && kind !== 'import' ? [] : [['deleted', [404], { params: { [param]: deleted[kind] } }]]
        return [
          ...others.map(([other, id]): Case => [other, [400], { params: { [param]: id } }]),
          ...wrong.map((id): Case => [id, [400], { params: { [param]: id } }]),
          ['unknown', [404], { params: { [param]: `${kind}-0123456789abcdef` } }],
          ...hidden,
        ]
      }),
    )
  })

  itFor(route.checks.query)('refuses queries that do not fit', async () => {
    const schema = route.checks.query
    if (!schema) return
    const query = sample().query ?? {}
    const doubled = Object.keys(query).map((key) => `${new URLSearchParams(query)}&${key}=1`)
    await expectRefusals(
      route,
      [...wrongQueries(schema, query), ...doubled].map((wrong) => [JSON.stringify(wrong), [400], { query: wrong }]),
    )
  })

  itFor(route.checks.json)('refuses bodies that do not fit', async () => {
    const schema = route.checks.json
    if (!schema) return
    const { body, hiddenToo, loose = [] } = sample()
    const text = JSON.stringify(body)
    const types = [
      '',
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'text/json',
    ]
    const malformed = ['', '{', text.slice(0, -1), `${text}x`, `${text}${text}`, text.replaceAll('"', "'"), 'NaN', '\0']
    const deep = ['['.repeat(2e4), '{"a":'.repeat(2e4), `${'['.repeat(2e4)}${']'.repeat(2e4)}`]
    const wrong = misfits(schema, body)
    // Less than that and the generator has lost its way in the schema.
    expect(wrong.length).toBeGreaterThan(5)
    const idsInside = [...text.matchAll(/"(\w+)":"((\w+)-[0-9a-z]{16})"/g)].filter(([, key]) => !loose.includes(key))
    await expectRefusals(route, [
      ...types.map((type): Case => [`as '${type}'`, [415], { headers: { 'content-type': type } }]),
      ...[...malformed, ...deep].map((raw): Case => [raw.slice(0, 40), [400], { raw }]),
      ['broken UTF-8', [400], { raw: new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]) }],
      ['__proto__', [400], { raw: `{"__proto__":{"admin":true},${text.slice(1)}` }],
      ['constructor', [400], { raw: `{"constructor":{"prototype":{}},${text.slice(1)}` }],
      ...wrong.map(({ why, document }): Case => [why, [400], { raw: JSON.stringify(document) }]),
      ...idsInside.flatMap(([, , id, kind]): Case[] => [
        ['unknown id', [404], { raw: text.replace(id, `${kind}-0123456789abcdef`) }],
        ...(hiddenToo ? [] : [['deleted id', [404], { raw: text.replace(id, world.ids.deleted[kind]) }] as Case]),
        ['other id', [400], { raw: text.replace(id, kind === 'run' ? world.ids.live.dataset : world.ids.live.run) }],
      ]),
    ])
  })

  it('refuses bytes that are not what it takes, and bodies that are too large', async () => {
    const { body, wrongBodies = [] } = sample()
    if (body instanceof Uint8Array)
      expect(wrongBodies.length, 'the sample of a route that takes bytes needs wrongBodies').toBeGreaterThan(2)
    const huge = { 'content-length': String(3 * 1024 ** 3) }
    const endless = () =>
      new ReadableStream<Uint8Array>({ pull: (controller) => controller.enqueue(new Uint8Array(256 * 1024).fill(32)) })
    await expectRefusals(route, [
      ...wrongBodies.map((raw, at): Case => [`bytes ${at}`, [400, 422], { raw }]),
      ...(route.method === 'GET' ? [] : [['announced', [413], { raw: 'x', headers: huge }] as Case]),
      ...(route.checks.json ? [['endless', [413], { raw: endless() }] as Case] : []),
    ])
  })

  it('lets in nobody but the page of this host', async () => {
    const [cookieName, cookie] = ['unroll-4711', session.cookie]
    const as = (headers: Record<string, string>): Changes => ({ headers })
    await expectRefusals(route, [
      ['no Host', [403], { bare: true, headers: { cookie } }],
      ...[
        'evil.example',
        'evil.example:4711',
        '127.0.0.1.evil.example:4711',
        'localhost.evil.example',
        '[::1]:4711',
      ].map((host): Case => [`Host ${host}`, [403], as({ host })]),
      ...[
        'https://evil.example',
        'null',
        'http://127.0.0.1:4712',
        'https://127.0.0.1:4711',
        'http://localhost:4711',
      ].map((origin): Case => [`Origin ${origin}`, [403], as({ origin })]),
      ...['cross-site', 'same-site', 'nonsense'].map((site): Case => [
        `Sec-Fetch-Site ${site}`,
        [403],
        as({ 'sec-fetch-site': site, 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' }),
      ]),
      ['no cookie', [401], as({ cookie: '' })],
      ...['guess', '', 'undefined', `${cookieName}`].map((guess): Case => [
        `token '${guess}'`,
        [401],
        as({ cookie: `${cookieName}=${guess}` }),
      ]),
      ['the cookie of another port', [401], as({ cookie: cookie.replace('4711', '4712') })],
      ['the token in the query', [401], { ...as({ cookie: '' }), query: `token=${cookie.split('=')[1]}` }],
    ])
  })

  it('refuses every other method', async () => {
    const known = methodsOf(route)
    const others = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'BREW'].filter((name) => !known.includes(name))
    await expectRefusals(
      route,
      others.map((method) => [method, [405], { method }]),
    )
    expect((await send(world, route, { method: 'BREW' })).headers.get('Allow')?.split(', ').sort()).toEqual(
      known.sort(),
    )
  })
})
