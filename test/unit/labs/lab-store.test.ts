import { expect, it } from 'vitest'
import { createApi } from '../../../electron/api/app.ts'
import { defaultLab } from '../../../shared/labs/defaults.ts'
import type { LabDocument } from '../../../shared/labs/document.ts'
import { LAB_VERSION } from '../../../shared/labs/spec.ts'
import { sender } from '../electron/send.ts'
import { temporaryFolder, temporaryServices } from '../electron/temporary-services.ts'

const document: LabDocument = {
  ...{ kind: 'unroll-laboratory', version: LAB_VERSION, program: '1.0.0', device: 'wasm', names: { a: 'A' } },
  spec: defaultLab('distance', 5),
  points: [{ measure: 'accuracy', series: 'rnn', seed: 5, x: 10, y: null }],
}

it('the last result of a laboratory is kept, whole, and is there after a restart', async () => {
  const folder = temporaryFolder()
  const services = await temporaryServices(folder)
  const send = sender(createApi(services, { host: 'browser', page: null }))
  expect(await (await send('GET', '/labs/distance')).json()).toEqual({ document: null })
  expect((await send('PUT', '/labs/distance', document)).status).toBe(200)
  await services.close()

  const again = await temporaryServices(folder)
  const ask = sender(createApi(again, { host: 'browser', page: null }))
  expect(await (await ask('GET', '/labs/distance')).json()).toEqual({ document })
  expect(await (await ask('GET', '/labs/order')).json()).toEqual({ document: null })
  await ask('DELETE', '/labs/distance')
  expect(await (await ask('GET', '/labs/distance')).json()).toEqual({ document: null })
})

it('refuses a laboratory that does not exist, a result of another, and what is no result', async () => {
  const send = sender(createApi(await temporaryServices(), { host: 'browser', page: null }))
  for (const [path, body] of [
    ['/labs/chemistry', document],
    ['/labs/order', document],
    ['/labs/distance', { ...document, points: 'many' }],
    ['/labs/distance', { ...document, spec: { ...document.spec, seeds: 0 } }],
  ] as const) {
    const response = await send('PUT', path, body)
    expect([path, response.status]).toEqual([path, 400])
    expect(await response.json()).toMatchObject({ code: 'bad-request' })
  }
})
