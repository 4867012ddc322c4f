import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { errorBody } from '../../../shared/contract/errors.ts'
import { encodeMetrics } from '../../../shared/contract/metrics.ts'
import { createApi } from '../../../electron/api/app.ts'
import { openServices } from '../../../electron/services.ts'
import type { Services } from '../../../electron/services.ts'
import { sender } from './send.ts'
import type { Send } from './send.ts'
import { checkpointAt, importContent, reviews, specOf } from './temporary-services.ts'

const someone = '0123456789abcdef'
const epoch = {
  epoch: 1,
  step: 1,
  trainLoss: 1,
  trainAccuracy: 1,
  validationLoss: 1,
  validationAccuracy: 1,
  seconds: 1,
}
const validOptions = {
  ...{ name: 'n', encoding: 'utf-8', delimiter: ',', quoting: true, header: true, textColumn: 0, labelColumn: 1 },
  ...{ partColumn: null, labels: { kind: 'values', classes: ['a', 'b'], map: { a: 0, b: 1 } } },
}
/** Every route with an id: method, path behind the id, a body that fits. */
const routes: [kind: string, method: string, rest: string, body?: unknown][] = [
  ['dataset', 'GET', ''],
  ['dataset', 'PATCH', '', { name: 'n' }],
  ['dataset', 'DELETE', ''],
  ['dataset', 'POST', '/restore'],
  ['dataset', 'GET', '/rows'],
  ['dataset', 'GET', '/refused'],
  ['import', 'GET', ''],
  ['import', 'GET', '/preview'],
  ['import', 'POST', '/preview', {}],
  ['import', 'POST', '/commit', validOptions],
  ['import', 'DELETE', ''],
  ['experiment', 'GET', ''],
  ['experiment', 'PATCH', '', { notes: '' }],
  ['experiment', 'DELETE', ''],
  ['experiment', 'POST', '/restore'],
  ['experiment', 'PUT', '/spec', specOf()],
  ['experiment', 'GET', '/vocabulary'],
  ['experiment', 'GET', '/encoded/train'],
  ['run', 'GET', ''],
  ['run', 'PATCH', '', { notes: '' }],
  ['run', 'DELETE', ''],
  ['run', 'POST', '/restore'],
  ['run', 'POST', '/restart'],
  ['run', 'POST', '/epochs', epoch],
  ['run', 'GET', '/metrics'],
  ['run', 'POST', '/metrics', encodeMetrics({ columns: ['step'], values: Float64Array.of(1) })],
  ['run', 'GET', '/checkpoints/last'],
  ['run', 'PUT', '/checkpoints/best', checkpointAt(1)],
]

let folder: string
let services: Services
let send: Send
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'unroll-test-'))
  services = await openServices({ dataFolder: folder, resources: null })
  send = sender(createApi(services, { host: 'browser', page: null }))
})
afterAll(async () => {
  await services.close()
  rmSync(folder, { recursive: true })
})
async function refusal(method: string, path: string, body?: unknown) {
  const answer = await send(method, path, body)
  return { status: answer.status, ...errorBody.parse(await answer.json()) }
}

describe.each(routes)('the %s route %s …%s', (kind, method, rest, body) => {
  it('answers 404 in the one shape of an error for an unknown id', async () => {
    expect(await refusal(method, `/${kind}s/${kind}-${someone}${rest}`, body)).toMatchObject({
      status: 404,
      code: `${kind}-not-found`,
    })
  })

  it.each(['..%2F..%2Fetc%2Fpasswd', '1', `other-${someone}`, `${someone}`, 'x'.repeat(5000), "'; DROP TABLE runs"])(
    'refuses %.20s as an id',
    async (id) => {
      expect(await refusal(method, `/${kind}s/${encodeURIComponent(id)}${rest}`, body)).toMatchObject({
        status: 400,
        code: 'bad-request',
      })
    },
  )
})

describe.each(routes.filter(([, , , body]) => typeof body === 'object' && !(body instanceof Uint8Array)))(
  'the %s route %s …%s',
  (kind, method, rest, body) => {
    it('refuses unknown fields, wrong types and what is no JSON', async () => {
      const path = `/${kind}s/${kind}-${someone}${rest}`
      const fields = body as Record<string, unknown>
      const wrongTypes = Object.keys(fields).map((key) => ({ ...fields, [key]: { no: 1 } }))
      for (const wrong of [{ ...fields, surplus: 1 }, [], 'text', null, 7, ...wrongTypes])
        expect(await refusal(method, path, wrong)).toMatchObject({ status: 400, code: 'bad-request' })
      const headers = { 'Content-Type': 'application/json' }
      const app = createApi(services, { host: 'browser', page: null })
      const broken = await app.request(`/api${path}`, { method, body: '{', headers })
      expect(errorBody.parse(await broken.json()).code).toBe('bad-request')
    })
  },
)

describe('what does not fit', () => {
  it.each([
    ['GET', '/datasets/dataset-0123456789abcdef/rows?limit=0'],
    ['GET', '/datasets/dataset-0123456789abcdef/rows?limit=1e9'],
    ['GET', '/datasets/dataset-0123456789abcdef/rows?surplus=1'],
    ['GET', '/experiments/experiment-0123456789abcdef/encoded/secret'],
    ['PUT', '/runs/run-0123456789abcdef/checkpoints/worst'],
    ['PUT', '/runs/run-0123456789abcdef/checkpoints/last?rewind=maybe'],
    ['POST', '/imports'],
    ['POST', '/imports?fileName='],
  ])('is refused: %s %s', async (method, path) => {
    expect(await refusal(method, path, method === 'GET' ? undefined : new Uint8Array(3))).toMatchObject({
      status: 400,
      code: 'bad-request',
    })
  })

  it('names the field that does not fit', async () => {
    expect((await refusal('PATCH', '/settings', { theme: 'pink' })).message).toContain('theme')
    const spec = { ...specOf(), split: { train: 0.5, validation: 0.5, test: 0.5, useGiven: true } }
    const { message } = await refusal('POST', '/experiments', { dataset: `dataset-${someone}`, spec })
    expect(message).toContain('must add up to 1')
  })

  it('is refused as a metric table or checkpoint', async () => {
    const { id } = await importContent(services, 'r.csv', reviews)
    const { runs } = await services.experiments.create({ dataset: id, spec: specOf() })
    const run = `/runs/${runs[0].id}`
    for (const [method, path] of [
      ['POST', `${run}/metrics`],
      ['PUT', `${run}/checkpoints/last`],
    ])
      for (const body of [new Uint8Array(0), new TextEncoder().encode('UMETxxxxxxxx'), new Uint8Array(100)])
        expect(await refusal(method, path, body)).toMatchObject({ code: 'bad-request' })
  })

  it('is refused when it is larger than a document can be', async () => {
    expect(await refusal('PATCH', '/settings', { theme: 'x'.repeat(5 * 1024 * 1024) })).toMatchObject({
      status: 413,
      code: 'file-too-large',
    })
  })

  it('is answered 404 where there is no route', async () => {
    for (const path of ['/nothing', '/datasets/x/y/z', '/'])
      expect(await refusal('GET', path)).toMatchObject({ status: 404, code: 'not-found' })
    expect(await refusal('POST', '/about')).toMatchObject({ status: 405, code: 'method-not-allowed' })
  })

  it('is refused as a file: empty, or a picture', async () => {
    expect(await refusal('POST', '/imports?fileName=e.csv', new Uint8Array(0))).toMatchObject({
      status: 422,
      code: 'file-empty',
    })
    const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
    const answer = await refusal('POST', '/imports?fileName=e.csv', png)
    expect(answer).toMatchObject({ status: 422, code: 'file-binary' })
    expect(answer.message).toContain('a PNG picture')
  })
})
