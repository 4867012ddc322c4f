import { zValidator } from '@hono/zod-validator'
import type { ValidationTargets } from 'hono'
import type { core, ZodType } from 'zod'
import { UnrollError } from '../../shared/contract/errors.ts'

/** Checks one part of a request. What does not fit is thrown, so that every refusal has the one shape of an error. */
export const check = <T extends ZodType, Target extends keyof ValidationTargets>(target: Target, schema: T) =>
  zValidator(target, schema, (result) => {
    if (!result.success) throw new UnrollError('bad-request', describe(target, result.error))
  })

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
