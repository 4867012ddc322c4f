import { beforeEach, describe, expect, it } from 'vitest'
import type { Dataset, ImportPreview, ImportState, RowsPage } from '../../../shared/contract/dataset.ts'
import { unpackEncoded } from '../../../shared/contract/encoded.ts'
import type { Experiment, ExperimentPlan, Run, VocabularyWords } from '../../../shared/contract/experiment.ts'
import { decodeMetrics, encodeMetrics } from '../../../shared/contract/metrics.ts'
import { createApi } from '../../../electron/api/app.ts'
import type { Services } from '../../../electron/services.ts'
import { checkpointAt, importContent, reviews, specOf, temporaryServices } from './temporary-services.ts'
import { sender } from './send.ts'
import type { Send } from './send.ts'

let services: Services
let app: ReturnType<typeof createApi>
let send: Send
beforeEach(async () => {
  services = await temporaryServices()
  app = createApi(services, { host: 'browser', page: null })
  send = sender(app)
})

async function json<T>(method: string, path: string, body?: unknown, status = 200): Promise<T> {
  const answer = await send(method, path, body)
  const content = (await answer.json()) as T
  expect([answer.status, content]).toEqual([status, content])
  return content
}
describe('the door', () => {
  it('leads through the whole job: upload, preview, import, experiment, run', async () => {
    const preview = await json<ImportPreview>('POST', '/imports?fileName=r.csv', new TextEncoder().encode(reviews), 201)
    const chosen = await json<ImportPreview>('POST', `/imports/${preview.id}/preview`, { name: 'Reviews' })
    expect(await json('GET', `/imports/${preview.id}/preview`)).toEqual(chosen)
    const state = await json<ImportState>('POST', `/imports/${preview.id}/commit`, chosen.options, 202)
    expect(state.state).toBe('running')
    const { id } = await services.imports.finished(preview.id)
    expect(await json('GET', `/imports/${preview.id}`)).toMatchObject({ state: 'done', datasetId: id })
    expect(await json<Dataset[]>('GET', '/datasets')).toMatchObject([{ id, name: 'Reviews' }])
    expect(await json<RowsPage>('GET', `/datasets/${id}/rows?offset=1&limit=2&search=film`)).toMatchObject({
      total: 40,
      rows: [{ id: 1 }, { id: 2 }],
    })
    expect(await json('GET', `/datasets/${id}/refused`)).toEqual([])
    expect(await json('PATCH', `/datasets/${id}`, { name: 'New' })).toMatchObject({ name: 'New' })

    const request = { dataset: id, spec: specOf() }
    const plan = await json<ExperimentPlan>('POST', '/experiments/plan', request)
    expect(plan.models[0].formula).toContain('=')
    const experiment = await json<Experiment>('POST', '/experiments', request, 201)
    expect(experiment.name).toBe('RNN and LSTM on New')
    expect(await json('GET', `/experiments/${experiment.id}`)).toEqual(experiment)
    expect(await json('GET', '/experiments')).toMatchObject([{ id: experiment.id, frozen: false }])
    expect(await json('PATCH', `/experiments/${experiment.id}`, { notes: 'n' })).toMatchObject({ notes: 'n' })
    const words = await json<VocabularyWords>('GET', `/experiments/${experiment.id}/vocabulary`)
    expect(words.words).toHaveLength(experiment.vocabulary.size)
    const part = await send('GET', `/experiments/${experiment.id}/encoded/train`)
    expect(unpackEncoded(await part.arrayBuffer()).rowIds).toHaveLength(experiment.split.train)
    const changed = await json<Experiment>('PUT', `/experiments/${experiment.id}/spec`, specOf({ seed: 9 }))

    const run = `/runs/${changed.runs[0].id}`
    expect(await json('PATCH', run, { status: 'running', device: 'wasm' })).toMatchObject({ status: 'running' })
    const metrics = encodeMetrics({ columns: ['step', 'loss'], values: Float64Array.from([1, 0.9, 2, NaN]) })
    expect(await json('POST', `${run}/metrics`, metrics)).toEqual({ step: 2 })
    const recorded = await (await send('GET', `${run}/metrics`)).arrayBuffer()
    expect([...decodeMetrics(new Uint8Array(recorded)).values]).toEqual([1, 0.9, 2, NaN])
    expect(await json('PUT', `${run}/checkpoints/last?rewind=1`, checkpointAt(1))).toMatchObject({ step: 1 })
    const checkpoint = await (await send('GET', `${run}/checkpoints/last`)).arrayBuffer()
    expect(new Uint8Array(checkpoint)).toEqual(checkpointAt(1))
    const epoch = {
      epoch: 1,
      step: 1,
      trainLoss: 1,
      trainAccuracy: 0.5,
      validationLoss: 1,
      validationAccuracy: 0.6,
      seconds: 2,
    }
    expect(await json<Run>('POST', `${run}/epochs`, epoch)).toMatchObject({ epochs: [epoch] })
    expect(await json('GET', '/experiments')).toMatchObject([
      { frozen: true, runs: [{ bestValidationAccuracy: 0.6 }, { bestValidationAccuracy: null }] },
    ])
    expect(await json('POST', `${run}/restart`)).toMatchObject({ status: 'waiting', epochs: [] })
    expect(await json('DELETE', run)).toMatchObject({ id: changed.runs[0].id })
    expect(await json('POST', `${run}/restore`)).toMatchObject({ status: 'waiting' })
    await json('DELETE', `/experiments/${experiment.id}`)
    await json('POST', `/experiments/${experiment.id}/restore`)
    await json('DELETE', `/datasets/${id}`)
    await json('POST', `/datasets/${id}/restore`)
    expect(await json('DELETE', `/imports/${preview.id}`)).toEqual({ cancelled: true })
  })

  it('keeps settings, and tells about itself', async () => {
    expect(await json('PATCH', '/settings', { theme: 'dark' })).toMatchObject({ theme: 'dark', device: null })
    expect(await json('GET', '/settings')).toMatchObject({ theme: 'dark' })
    expect(await json('GET', '/about')).toMatchObject({
      version: expect.stringMatching(/^\d+\.\d+\.\d+/) as string,
      host: 'browser',
      notices: [],
    })
  })
})

describe('events', () => {
  it('reach a page that listens, and its going stops what it was training', async () => {
    const { id } = await importContent(services, 'r.csv', reviews)
    const { runs } = await services.experiments.create({ dataset: id, spec: specOf() })
    const stop = new AbortController()
    const answer = await app.request('/api/events', { signal: stop.signal })
    expect(answer.headers.get('Content-Type')).toContain('text/event-stream')
    const reader = (answer.body as ReadableStream<Uint8Array>).getReader()
    const decoder = new TextDecoder()
    const readUntil = async (wanted: string) => {
      let text = ''
      while (!text.includes(wanted)) text += decoder.decode((await reader.read()).value, { stream: true })
      return text
    }
    await readUntil('connected')
    services.runs.update(runs[0].id, { status: 'running' })
    expect(await readUntil('"kind":"run"')).toContain(`data: {"kind":"run","id":"${runs[0].id}"`)
    const stopped = new Promise<void>((resolve) =>
      services.events.subscribe((event) => event.kind === 'run' && resolve()),
    )
    await reader.cancel()
    stop.abort()
    await stopped
    expect(services.runs.read(runs[0].id).status).toBe('stopped')
  })
})
