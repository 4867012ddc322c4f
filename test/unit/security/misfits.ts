import { z } from 'zod'
import type { ZodType } from 'zod'

/** The part of JSON Schema that zod writes. */
interface Schema {
  type?: string | string[]
  const?: unknown
  enum?: unknown[]
  anyOf?: Schema[]
  oneOf?: Schema[]
  properties?: Record<string, Schema>
  required?: string[]
  additionalProperties?: boolean | Schema
  items?: Schema
  prefixItems?: Schema[]
  minimum?: number
  maximum?: number
  exclusiveMinimum?: number
  minLength?: number
  maxLength?: number
  minItems?: number
  maxItems?: number
  pattern?: string
}

/** A document that its schema must refuse, and why. */
export interface Misfit {
  why: string
  document: unknown
}

export const jsonSchema = (schema: ZodType, io: 'input' | 'output' = 'input') =>
  z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as Schema

const examples: Record<string, unknown> = {
  null: null,
  boolean: true,
  number: 7,
  string: 'text',
  array: [],
  object: { no: 1 },
}
const largest = 5000

/**
 * Documents that a schema refuses, made from one that fits: in every place a value of each other JSON type, numbers and
 * lengths one beyond their bounds, words outside their list, a field missing and a field too many.
 */
export function misfits(schema: ZodType, sample: unknown): Misfit[] {
  return walk(jsonSchema(schema), sample, '').map(({ why, document }) => ({ why: `body${why}`, document }))
}

function walk(schema: Schema, value: unknown, path: string): Misfit[] {
  const all = branches(schema)
  // A place that takes anything has no misfit.
  if (all.some((branch) => typesOf(branch).length === 0)) return []
  const types = new Set(all.flatMap(typesOf))
  const wrongType = Object.keys(examples)
    .filter((type) => !types.has(type))
    .map((type) => ({ why: `${path}: ${type}`, document: examples[type] }))
  const own = all.filter((branch) => typesOf(branch).includes(typeOf(value)) && discriminates(branch, value))
  return [...wrongType, ...own.flatMap((branch) => inside(branch, value, path, all.length === 1))]
}

function inside(schema: Schema, value: unknown, path: string, only: boolean): Misfit[] {
  if (typeof value === 'number') return only ? numbers(schema, value, path) : []
  if (typeof value === 'string') return strings(schema, path)
  if (Array.isArray(value)) return lists(schema, value, path)
  return value !== null && typeof value === 'object' ? fields(schema, value as Record<string, unknown>, path) : []
}

function numbers({ type, minimum, maximum, exclusiveMinimum }: Schema, value: number, path: string): Misfit[] {
  const found: Misfit[] = []
  if (type === 'integer') found.push({ why: `${path}: a fraction`, document: value + 0.5 })
  if (minimum !== undefined) found.push({ why: `${path}: below ${minimum}`, document: minimum - Math.max(1, -minimum) })
  if (maximum !== undefined) found.push({ why: `${path}: above ${maximum}`, document: maximum * 2 + 1 })
  if (exclusiveMinimum !== undefined) found.push({ why: `${path}: not above`, document: exclusiveMinimum })
  return found
}

function strings({ minLength, maxLength, pattern, enum: words, const: word }: Schema, path: string): Misfit[] {
  const found: Misfit[] = []
  if (words || word !== undefined) found.push({ why: `${path}: unknown word`, document: 'no such word' })
  if (minLength) found.push({ why: `${path}: empty`, document: '' })
  if (maxLength !== undefined) found.push({ why: `${path}: too long`, document: 'x'.repeat(maxLength + 1) })
  if (pattern !== undefined) found.push({ why: `${path}: a path`, document: '../../etc/passwd' })
  return found
}

function lists({ items, prefixItems, minItems, maxItems }: Schema, value: unknown[], path: string): Misfit[] {
  const found: Misfit[] = []
  if (minItems) found.push({ why: `${path}: too few`, document: value.slice(0, minItems - 1) })
  if (prefixItems) found.push({ why: `${path}: too many`, document: [...value, value[0]] })
  if (maxItems !== undefined && maxItems < largest && value.length > 0)
    found.push({ why: `${path}: too many`, document: Array.from({ length: maxItems + 1 }, () => value[0]) })
  value.forEach((item, at) => {
    const schema = prefixItems?.[at] ?? items
    if (!schema || at > 2) return
    for (const { why, document } of walk(schema, item, `${path}[${at}]`))
      found.push({ why, document: value.with(at, document) })
  })
  return found
}

function fields(schema: Schema, value: Record<string, unknown>, path: string): Misfit[] {
  const { properties = {}, required = [], additionalProperties } = schema
  const found: Misfit[] = []
  if (additionalProperties === false) found.push({ why: `${path}: surplus field`, document: { ...value, surplus: 1 } })
  for (const key of required) {
    const { [key]: _left, ...rest } = value
    found.push({ why: `${path}.${key}: missing`, document: rest })
  }
  for (const [key, inner] of Object.entries(value)) {
    const known = properties[key] ?? (typeof additionalProperties === 'object' ? additionalProperties : null)
    if (!known) continue
    for (const { why, document } of walk(known, inner, `${path}.${key}`))
      found.push({ why, document: { ...value, [key]: document } })
  }
  return found
}

const branches = (schema: Schema): Schema[] => (schema.anyOf ?? schema.oneOf)?.flatMap(branches) ?? [schema]

function typesOf({ type, const: word, enum: words }: Schema): string[] {
  if (type !== undefined) return [type].flat().map((name) => (name === 'integer' ? 'number' : name))
  if (word !== undefined) return [typeOf(word)]
  return words ? [...new Set(words.map(typeOf))] : []
}

function typeOf(value: unknown): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'array' : typeof value
}

/** Whether a branch of a union speaks of this value: its constants (kind, lab …) are the value's, and nothing is missing. */
function discriminates({ properties = {}, required = [] }: Schema, value: unknown): boolean {
  if (required.some((key) => !(key in (value as object)))) return false
  return Object.entries(properties).every(([key, { const: word, enum: words }]) => {
    const own = (value as Record<string, unknown>)[key]
    return own === undefined || ((word === undefined || own === word) && (!words || words.includes(own)))
  })
}

/** Queries that a schema refuses: every parameter of a wrong type, beyond its bounds and twice, and one too many. */
export function wrongQueries(schema: ZodType, sample: Record<string, string>): Record<string, string>[] {
  const { properties = {} } = jsonSchema(schema, 'output')
  const wrong = Object.entries(properties).flatMap(([key, property]) => {
    const [branch] = branches(property)
    const values =
      branch.type === 'integer' || branch.type === 'number'
        ? ['text', '1e999', 'NaN', ...(branch.type === 'integer' ? ['1.5'] : []), ...beyond(branch)]
        : strings(branch, '').map(({ document }) => String(document))
    return values.map((value) => ({ ...sample, [key]: value }))
  })
  return [{ ...sample, surplus: '1' }, ...wrong]
}

const beyond = ({ minimum, maximum }: Schema) => [
  ...(minimum !== undefined && minimum > Number.MIN_SAFE_INTEGER ? [String(minimum - 1)] : []),
  ...(maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER ? [String(maximum + 1)] : []),
]
