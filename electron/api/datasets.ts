import { Hono } from 'hono'
import { datasetParam, mendRefused, renameRequest } from '../../shared/contract/dataset.ts'
import { editRequest, rowsQuery, stepRequest } from '../../shared/contract/edits.ts'
import type { Services } from '../service-types.ts'
import { check } from './check.ts'

const id = check('param', datasetParam)

export const datasets = ({ datasets, edits }: Pick<Services, 'datasets' | 'edits'>) =>
  new Hono()
    .get('/', (c) => c.json(datasets.list()))
    .get('/:id', id, (c) => c.json(datasets.read(c.req.valid('param').id)))
    .patch('/:id', id, check('json', renameRequest), (c) =>
      c.json(datasets.rename(c.req.valid('param').id, c.req.valid('json').name)),
    )
    .delete('/:id', id, (c) => c.json(datasets.remove(c.req.valid('param').id)))
    .post('/:id/restore', id, (c) => c.json(datasets.restore(c.req.valid('param').id)))
    .get('/:id/rows', id, check('query', rowsQuery), async (c) =>
      c.json(await edits.rows(c.req.valid('param').id, c.req.valid('query'), c.req.raw.signal)),
    )
    .get('/:id/edits', id, (c) => c.json(edits.log(c.req.valid('param').id)))
    .post('/:id/edits', id, check('json', editRequest), async (c) =>
      c.json(await edits.edit(c.req.valid('param').id, c.req.valid('json'))),
    )
    .post('/:id/edits/undo', id, check('json', stepRequest), async (c) =>
      c.json(await edits.undo(c.req.valid('param').id, c.req.valid('json').to)),
    )
    .post('/:id/edits/redo', id, check('json', stepRequest), async (c) =>
      c.json(await edits.redo(c.req.valid('param').id, c.req.valid('json').to)),
    )
    .get('/:id/refused', id, (c) => c.json(edits.refused(c.req.valid('param').id)))
    .post('/:id/refused/mend', id, check('json', mendRefused), (c) => {
      const { refused, raw } = c.req.valid('json')
      return c.json(edits.mend(c.req.valid('param').id, refused, raw))
    })
