import { Hono } from 'hono'
import { settingsUpdate } from '../../shared/contract/settings.ts'
import type { Services } from '../service-types.ts'
import { check } from './check.ts'

export const settings = ({ settings }: Pick<Services, 'settings'>) =>
  new Hono()
    .get('/', (c) => c.json(settings.read()))
    .patch('/', check('json', settingsUpdate), (c) => c.json(settings.update(c.req.valid('json'))))
