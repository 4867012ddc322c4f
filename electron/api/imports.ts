import { Hono } from 'hono'
import { z } from 'zod'
import { importOptions, importParam, mendRequest, previewRequest } from '../../shared/contract/dataset.ts'
import { UnrollError } from '../../shared/contract/errors.ts'
import type { Services } from '../service-types.ts'
import { check } from './check.ts'

const id = check('param', importParam)
/** A bare name, to show; it is never joined to a path. */
const uploadQuery = z.strictObject({ fileName: z.string().trim().min(1).max(255) })

export const imports = ({ imports }: Pick<Services, 'imports'>) =>
  new Hono()
    .post('/', check('query', uploadQuery), async (c) => {
      const { fileName } = c.req.valid('query')
      const body = c.req.raw.body
      if (!body) throw new UnrollError('file-empty', `“${fileName}” is empty: there is nothing to import.`)
      return c.json(await imports.open(fileName, body), 201)
    })
    /** One more file of the same data set. */
    .post('/:id/files', id, check('query', uploadQuery), async (c) => {
      const { fileName } = c.req.valid('query')
      const body = c.req.raw.body
      if (!body) throw new UnrollError('file-empty', `“${fileName}” is empty: there is nothing to import.`)
      return c.json(await imports.add(c.req.valid('param').id, fileName, body), 201)
    })
    .get('/:id', id, (c) => c.json(imports.state(c.req.valid('param').id)))
    .get('/:id/preview', id, (c) => c.json(imports.lastPreview(c.req.valid('param').id)))
    .post('/:id/preview', id, check('json', previewRequest), async (c) =>
      c.json(await imports.preview(c.req.valid('param').id, c.req.valid('json'))),
    )
    .post('/:id/checks', id, check('json', importOptions), async (c) =>
      c.json(await imports.check(c.req.valid('param').id, c.req.valid('json')), 202),
    )
    .get('/:id/checks', id, (c) => c.json({ checks: imports.checks(c.req.valid('param').id) }))
    .delete('/:id/checks', id, async (c) => {
      await imports.stopChecks(c.req.valid('param').id)
      return c.json({ stopped: true })
    })
    .post('/:id/mend', id, check('json', mendRequest), async (c) => {
      const { options, row } = c.req.valid('json')
      return c.json(await imports.mend(c.req.valid('param').id, options, row))
    })
    .post('/:id/commit', id, check('json', importOptions), (c) =>
      c.json(imports.commit(c.req.valid('param').id, c.req.valid('json')), 202),
    )
    .delete('/:id', id, async (c) => {
      await imports.cancel(c.req.valid('param').id)
      return c.json({ cancelled: true })
    })
