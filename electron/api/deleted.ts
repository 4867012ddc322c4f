import { Hono } from 'hono'
import type { Services } from '../service-types.ts'

/** What was deleted and can be restored, the newest first. */
export const deleted = ({ deleted }: Pick<Services, 'deleted'>) => new Hono().get('/', (c) => c.json(deleted.list()))
