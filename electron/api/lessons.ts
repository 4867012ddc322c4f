import { Hono } from 'hono'
import { lessonsState } from '../../shared/contract/lessons.ts'
import type { Services } from '../service-types.ts'
import { check } from './check.ts'

/** What a learner solved and changed, and the lesson sets that were opened. */
export const lessons = ({ lessons }: Pick<Services, 'lessons'>) =>
  new Hono()
    .get('/', (c) => c.json(lessons.read()))
    .put('/', check('json', lessonsState), (c) => {
      lessons.write(c.req.valid('json'))
      return c.json({ kept: true })
    })
