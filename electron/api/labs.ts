import { Hono } from 'hono'
import { z } from 'zod'
import { UnrollError } from '../../shared/contract/errors.ts'
import { labDocument } from '../../shared/labs/document.ts'
import { labNames } from '../../shared/labs/spec.ts'
import type { Services } from '../service-types.ts'
import { check } from './check.ts'

const lab = check('param', z.strictObject({ lab: z.enum(labNames) }))

/** The last result of each laboratory. */
export const labs = ({ labs }: Pick<Services, 'labs'>) =>
  new Hono()
    .get('/:lab', lab, (c) => c.json({ document: labs.read(c.req.valid('param').lab) }))
    .put('/:lab', lab, check('json', labDocument), (c) => {
      const document = c.req.valid('json')
      if (document.spec.lab !== c.req.valid('param').lab)
        throw new UnrollError('bad-request', `The result is of the laboratory ${document.spec.lab}.`)
      labs.write(document)
      return c.json({ kept: true })
    })
    .delete('/:lab', lab, (c) => {
      labs.remove(c.req.valid('param').lab)
      return c.json({ kept: false })
    })
