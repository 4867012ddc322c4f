import { zValidator } from '@hono/zod-validator'
import type { MiddlewareHandler, ValidationTargets } from 'hono'
import type { core, ZodType } from 'zod'
import { UnrollError } from '../../shared/contract/errors.ts'

/** What a checking step of a route asks for, so that a test can make requests that do not fit from the routes themselves. */
export interface RouteCheck {
  target: keyof ValidationTargets
  schema: ZodType
}
const checks = new WeakMap<MiddlewareHandler, RouteCheck>()

/** The check that a handler of the route table (`app.routes`) makes; undefined for every other handler. */
export const checkOf = (handler: MiddlewareHandler): RouteCheck | undefined => checks.get(handler)

/** Checks one part of a request. What does not fit is thrown, so that every refusal has the one shape of an error. */
export const check = <T extends ZodType, Target extends keyof ValidationTargets>(target: Target, schema: T) => {
  const handler = zValidator(target, schema, (result, c) => {
    // Without that header the body is not even looked at, and a document whose fields are all optional would fit.
    if (target === 'json' && !isJson(c.req.header('content-type') ?? ''))
      throw new UnrollError(
        'unsupported-type',
        'The body of the request must be JSON, with Content-Type: application/json.',
      )
    if (!result.success) throw new UnrollError('bad-request', describe(target, result.error))
  })
  checks.set(handler as MiddlewareHandler, { target, schema })
  return handler
}

const isJson = (type: string) => /^application\/json\s*(;|$)/i.test(type)

const places: Record<keyof ValidationTargets, string> = {
  json: 'The body',
  form: 'The form',
  query: 'The query',
  param: 'The address',
  header: 'The header',
  cookie: 'The cookie',
}

function describe(target: keyof ValidationTargets, error: core.$ZodError): string {
  const issues = error.issues.slice(0, 5).map(({ path, message }) => `${path.join('.') || 'value'}: ${message}`)
  const more = error.issues.length > issues.length ? `; and ${error.issues.length - issues.length} more` : ''
  return `${places[target]} of the request does not fit: ${issues.join('; ')}${more}.`
}
