import { Hono } from 'hono'
import { createExperiment, encodedParam, experimentParam, updateExperiment } from '../../shared/contract/experiment.ts'
import { packEncoded } from '../../shared/contract/encoded.ts'
import type { Services } from '../service-types.ts'
import { check } from './check.ts'

const id = check('param', experimentParam)

export const experiments = ({ experiments }: Pick<Services, 'experiments'>) =>
  new Hono()
    .get('/', (c) => c.json(experiments.list()))
    .post('/', check('json', createExperiment), async (c) => c.json(await experiments.create(c.req.valid('json')), 201))
    .post('/plan', check('json', createExperiment), async (c) => c.json(await experiments.plan(c.req.valid('json'))))
    .get('/:id', id, (c) => c.json(experiments.read(c.req.valid('param').id)))
    .patch('/:id', id, check('json', updateExperiment), (c) =>
      c.json(experiments.update(c.req.valid('param').id, c.req.valid('json'))),
    )
    .delete('/:id', id, (c) => c.json(experiments.remove(c.req.valid('param').id)))
    .post('/:id/restore', id, (c) => c.json(experiments.restore(c.req.valid('param').id)))
    .put('/:id/spec', id, check('json', createExperiment.shape.spec), async (c) =>
      c.json(await experiments.replaceSpec(c.req.valid('param').id, c.req.valid('json'))),
    )
    .get('/:id/vocabulary', id, (c) => c.json(experiments.vocabulary(c.req.valid('param').id)))
    .get('/:id/encoded/:part', check('param', encodedParam), async (c) => {
      const { id, part } = c.req.valid('param')
      const bytes = packEncoded(await experiments.encoded(id, part))
      return c.body(bytes, 200, { 'Content-Type': 'application/octet-stream' })
    })
