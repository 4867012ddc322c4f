import { Hono } from 'hono'
import { datasetParam, renameRequest, rowsQuery } from '../../shared/contract/dataset.ts'
import type { Services } from '../service-types.ts'
import { check } from './check.ts'

const id = check('param', datasetParam)

export const datasets = ({ datasets }: Pick<Services, 'datasets'>) =>
  new Hono()
    .get('/', (c) => c.json(datasets.list()))
    .get('/:id', id, (c) => c.json(datasets.read(c.req.valid('param').id)))
    .patch('/:id', id, check('json', renameRequest), (c) =>
      c.json(datasets.rename(c.req.valid('param').id, c.req.valid('json').name)),
    )
    .delete('/:id', id, (c) => c.json(datasets.remove(c.req.valid('param').id)))
    .post('/:id/restore', id, (c) => c.json(datasets.restore(c.req.valid('param').id)))
    .get('/:id/rows', id, check('query', rowsQuery), (c) =>
      c.json(datasets.rows(c.req.valid('param').id, c.req.valid('query'))),
    )
    .get('/:id/refused', id, (c) => c.json(datasets.refused(c.req.valid('param').id)))
