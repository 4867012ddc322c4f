import { Hono } from 'hono'
import { createExperiment, encodedParam, experimentParam, updateExperiment } from '../../shared/contract/experiment.ts'
import { experimentFileName, experimentFileQuery } from '../../shared/contract/experiment-file.ts'
import { packEncoded } from '../../shared/contract/encoded.ts'
import type { Services } from '../service-types.ts'
import { check } from './check.ts'

const id = check('param', experimentParam)

export const experiments = ({ experiments, files }: Pick<Services, 'experiments' | 'files'>) =>
  new Hono()
    .get('/', (c) => c.json(experiments.list()))
    .post('/', check('json', createExperiment), async (c) => c.json(await experiments.create(c.req.valid('json')), 201))
    .post('/plan', check('json', createExperiment), async (c) => c.json(await experiments.plan(c.req.valid('json'))))
    .post('/file', check('query', experimentFileQuery), async (c) => {
      const bytes = new Uint8Array(await c.req.arrayBuffer())
      return c.json(await files.open(c.req.valid('query').fileName, bytes), 201)
    })
    .get('/:id', id, (c) => c.json(experiments.read(c.req.valid('param').id)))
    .patch('/:id', id, check('json', updateExperiment), (c) =>
      c.json(experiments.update(c.req.valid('param').id, c.req.valid('json'))),
    )
    .delete('/:id', id, (c) => c.json(experiments.remove(c.req.valid('param').id)))
    .post('/:id/restore', id, (c) => c.json(experiments.restore(c.req.valid('param').id)))
    .put('/:id/spec', id, check('json', createExperiment.shape.spec), async (c) =>
      c.json(await experiments.replaceSpec(c.req.valid('param').id, c.req.valid('json'))),
    )
    .get('/:id/file', id, async (c) => {
      const { id } = c.req.valid('param')
      const name = encodeURIComponent(experimentFileName(experiments.read(id).name))
      return c.body(await files.save(id), 200, {
        'Content-Type': 'application/octet-stream',
        'Content-Disposition': `attachment; filename*=UTF-8''${name}`,
      })
    })
    .get('/:id/vocabulary', id, (c) => c.json(experiments.vocabulary(c.req.valid('param').id)))
    .get('/:id/encoded/:part', check('param', encodedParam), async (c) => {
      const { id, part } = c.req.valid('param')
      const bytes = packEncoded(await experiments.encoded(id, part))
      return c.body(bytes, 200, { 'Content-Type': 'application/octet-stream' })
    })
