import { Hono } from 'hono'
import { z } from 'zod'
import { checkpointParam, epochRecord, runParam, runUpdate } from '../../shared/contract/experiment.ts'
import { decodeMetrics, encodeMetrics } from '../../shared/contract/metrics.ts'
import { packEncoded } from '../../shared/contract/encoded.ts'
import { sentencesQuery, verdictParam, verdictQuery } from '../../shared/contract/verdicts.ts'
import { snapshotParam } from '../../shared/contract/snapshots.ts'
import { UnrollError } from '../../shared/contract/errors.ts'
import type { Services } from '../service-types.ts'
import { check } from './check.ts'

const id = check('param', runParam)
const rewindQuery = z.strictObject({ rewind: z.enum(['0', '1']).default('0') })
const binary = { 'Content-Type': 'application/octet-stream' }
export const runs = ({ runs, verdicts }: Pick<Services, 'runs' | 'verdicts'>) =>
  new Hono()
    .get('/:id', id, (c) => c.json(runs.read(c.req.valid('param').id)))
    .patch('/:id', id, check('json', runUpdate), (c) =>
      c.json(runs.update(c.req.valid('param').id, c.req.valid('json'))),
    )
    .delete('/:id', id, (c) => c.json(runs.remove(c.req.valid('param').id)))
    .post('/:id/restore', id, (c) => c.json(runs.restore(c.req.valid('param').id)))
    .post('/:id/restart', id, async (c) => c.json(await runs.restart(c.req.valid('param').id)))
    .post('/:id/epochs', id, check('json', epochRecord), (c) =>
      c.json(runs.addEpoch(c.req.valid('param').id, c.req.valid('json'))),
    )
    .get('/:id/metrics', id, (c) => c.body(encodeMetrics(runs.metrics(c.req.valid('param').id)), 200, binary))
    .post('/:id/metrics', id, async (c) => {
      const { id } = c.req.valid('param')
      const bytes = new Uint8Array(await c.req.arrayBuffer())
      return c.json(runs.appendMetrics(id, readTable(bytes)))
    })
    .get('/:id/checkpoints/:kind', check('param', checkpointParam), async (c) => {
      const { id, kind } = c.req.valid('param')
      return c.body(await runs.checkpoint(id, kind), 200, binary)
    })
    .get('/:id/verdicts', id, async (c) => c.json(await verdicts.judging(c.req.valid('param').id)))
    .get('/:id/verdicts/:first', check('param', verdictParam), check('query', sentencesQuery), async (c) => {
      const { id, first } = c.req.valid('param')
      const part = await verdicts.sentences(id, first, c.req.valid('query').revision, c.req.raw.signal)
      return c.body(packEncoded(part), 200, binary)
    })
    .put('/:id/verdicts/:first', check('param', verdictParam), check('query', verdictQuery), async (c) => {
      const { id, first } = c.req.valid('param')
      verdicts.save(id, first, c.req.valid('query'), new Uint8Array(await c.req.arrayBuffer()))
      return c.json({ first })
    })
    .get('/:id/snapshots', id, (c) => c.json(runs.snapshots(c.req.valid('param').id)))
    .get('/:id/snapshots/:step', check('param', snapshotParam), async (c) => {
      const { id, step } = c.req.valid('param')
      return c.body(await runs.snapshot(id, Number(step)), 200, binary)
    })
    .put('/:id/snapshots/:step', check('param', snapshotParam), async (c) => {
      const { id, step } = c.req.valid('param')
      await runs.saveSnapshot(id, Number(step), new Uint8Array(await c.req.arrayBuffer()))
      return c.json({ step: Number(step) })
    })
    .put('/:id/checkpoints/:kind', check('param', checkpointParam), check('query', rewindQuery), async (c) => {
      const { id, kind } = c.req.valid('param')
      const bytes = new Uint8Array(await c.req.arrayBuffer())
      return c.json(await runs.saveCheckpoint(id, kind, bytes, { rewind: c.req.valid('query').rewind === '1' }))
    })

function readTable(bytes: Uint8Array) {
  try {
    return decodeMetrics(bytes)
  } catch (error) {
    if (error instanceof RangeError || error instanceof SyntaxError)
      throw new UnrollError('bad-request', `The body of the request is not a metric table: ${error.message}.`)
    throw error
  }
}
