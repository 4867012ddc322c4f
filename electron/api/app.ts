import { Hono } from 'hono'
import type { About } from '../../shared/contract/settings.ts'
import { UnrollError } from '../../shared/contract/errors.ts'
import type { Services } from '../service-types.ts'
import { answerError, isBug } from './errors.ts'
import { bodyLimits } from './body-limits.ts'
import { datasets } from './datasets.ts'
import { deleted } from './deleted.ts'
import { events } from './events.ts'
import { experiments } from './experiments.ts'
import { apiHeaders } from './headers.ts'
import { imports } from './imports.ts'
import { labs } from './labs.ts'
import { lessons } from './lessons.ts'
import { log } from './log.ts'
import { methodsFor } from './methods.ts'
import { page } from './page.ts'
import { runs } from './runs.ts'
import { settings } from './settings.ts'
import { vocabularies } from './vocabularies.ts'

export interface ApiOptions {
  host: About['host']
  /** Folder of the built page; null: only the API is served. */
  page: string | null
}

const routesOf = (services: Services, host: About['host']) =>
  new Hono()
    .get('/about', (c) => c.json(services.about(host)))
    .route('/settings', settings(services))
    .route('/events', events(services))
    .route('/datasets', datasets(services))
    .route('/imports', imports(services))
    .route('/experiments', experiments(services))
    .route('/runs', runs(services))
    .route('/labs', labs(services))
    .route('/log', log(services))
    .route('/lessons', lessons(services))
    .route('/deleted', deleted(services))
    .route('/vocabularies', vocabularies(services))

/** The type of the door, for the page: `hc<Api>(location.origin + '/api')`. */
export type Api = ReturnType<typeof routesOf>

/** The one door of ARCHITECTURE.md: the API under /api, and the page. Knows nothing of its host. */
export function createApi(services: Services, { host, page: folder }: ApiOptions): Hono {
  const app = new Hono()
  app.onError((error, c) => {
    if (isBug(error)) services.log.write('error', `${c.req.method} ${c.req.path}: ${error.stack ?? error.message}`)
    return answerError(error, c)
  })
  app.use('/api/*', bodyLimits, async (c, next) => {
    await next()
    // What the API says is of this moment, and never a page, a frame or a script.
    for (const [name, value] of Object.entries(apiHeaders)) c.res.headers.set(name, value)
  })
  // An edit of a million rows holds the database for seconds: who writes waits here, where nothing else waits with it.
  app.use('/api/*', async (c, next) => {
    if (c.req.method !== 'GET') await services.writing.free()
    await next()
  })
  app.route('/api', routesOf(services, host))
  app.all('/api/*', (c) => {
    const methods = methodsFor(c.req.path, app.routes)
    if (methods.length > 0) {
      c.header('Allow', methods.join(', '))
      throw new UnrollError('method-not-allowed', `${c.req.path} takes ${methods.join(' and ')}, not ${c.req.method}.`)
    }
    throw new UnrollError('not-found', `There is no ${c.req.method} ${c.req.path}.`)
  })
  if (folder) app.route('/', page(folder))
  app.notFound((c) => answerError(new UnrollError('not-found', `There is nothing at ${c.req.path}.`), c))
  return app
}
