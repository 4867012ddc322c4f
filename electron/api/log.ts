import { Hono } from 'hono'
import { logRequest } from '../../shared/contract/log.ts'
import type { Log } from '../../shared/contract/log.ts'
import type { Services } from '../service-types.ts'
import { check } from './check.ts'

export const log = ({ log }: Pick<Services, 'log'>) =>
  new Hono()
    .get('/', (c) => c.json({ path: log.path, entries: log.read() } satisfies Log))
    .post('/', check('json', logRequest), (c) => {
      const { level, text } = c.req.valid('json')
      log.write(level, `Page: ${text}`)
      return c.json({ written: true }, 201)
    })
