import { dot } from '../matrix.ts'
import type { Vector } from '../matrix.ts'

/**
 * An equation with its numbers plugged in, as a tree: it can be set as TeX, and worked out. What a page shows and what it
 * claims the result to be are thereby one thing.
 */
export type Expression =
  /** `name`: what the number is, in TeX; stands under it. */
  | { is: 'number'; value: number; name?: string }
  | { is: 'sum'; of: readonly Expression[] }
  | { is: 'difference'; left: Expression; right: Expression }
  | { is: 'product'; of: readonly Expression[] }
  | { is: 'quotient'; above: Expression; below: Expression }
  | { is: 'square'; of: Expression }
  | { is: 'apply'; f: FunctionName; of: Expression }
  /** Σ left · right: written out where it is short, else by its largest terms. */
  | { is: 'dot'; left: Vector; right: Vector }

export type FunctionName = 'sigmoid' | 'tanh' | 'relu' | 'exp' | 'ln' | 'step'

export const number = (value: number, name?: string): Expression => ({ is: 'number', value, ...(name && { name }) })
export const sum = (...of: Expression[]): Expression => (of.length === 1 ? of[0] : { is: 'sum', of })
export const product = (...of: Expression[]): Expression => (of.length === 1 ? of[0] : { is: 'product', of })
export const apply = (f: FunctionName, of: Expression): Expression => ({ is: 'apply', f, of })
export const difference = (left: Expression, right: Expression): Expression => ({ is: 'difference', left, right })

const functions: Record<FunctionName, { tex: string; f: (x: number) => number }> = {
  sigmoid: { tex: '\\sigma', f: (x) => 1 / (1 + Math.exp(-x)) },
  tanh: { tex: '\\tanh', f: Math.tanh },
  relu: { tex: '\\operatorname{relu}', f: (x) => Math.max(0, x) },
  exp: { tex: '\\exp', f: Math.exp },
  ln: { tex: '\\ln', f: Math.log },
  /** The slope of relu, from its value. */
  step: { tex: '\\operatorname{relu}\\mathrlap{\\,\\prime}\\phantom{\\prime}\\,', f: (x) => (x > 0 ? 1 : 0) },
}

export function evaluate(expression: Expression): number {
  switch (expression.is) {
    case 'number':
      return expression.value
    case 'sum':
      return expression.of.reduce((total, one) => total + evaluate(one), 0)
    case 'difference':
      return evaluate(expression.left) - evaluate(expression.right)
    case 'product':
      return expression.of.reduce((total, one) => total * evaluate(one), 1)
    case 'quotient':
      return evaluate(expression.above) / evaluate(expression.below)
    case 'square':
      return evaluate(expression.of) ** 2
    case 'apply':
      return functions[expression.f].f(evaluate(expression.of))
    case 'dot':
      return dot(expression.left, expression.right)
  }
}

/** Four decimals, or a power of ten where those would say nothing. */
export function texNumber(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? '\\text{not a number}' : value > 0 ? '\\infty' : '-\\infty'
  const size = Math.abs(value)
  if (value === 0 || Number.isInteger(value)) return String(value === 0 ? 0 : value)
  if (size >= 1e-3 && size < 1e5) return value.toFixed(4)
  const [digits, exponent] = value.toExponential(2).split('e')
  return `${digits}{\\cdot}10^{${Number(exponent)}}`
}

/** Terms of a dot product that are written out; the rest is added up. */
const longest = 3

/** The expression in TeX with its numbers. */
export function toTex(expression: Expression): string {
  switch (expression.is) {
    case 'number': {
      const { value, name } = expression
      return name ? `\\underbrace{${texNumber(value)}}_{${name}}` : texNumber(value)
    }
    case 'sum':
      return expression.of.map((one, n) => (n === 0 ? toTex(one) : `+ ${inParentheses(one, isNegative)}`)).join(' ')
    case 'difference':
      return `${toTex(expression.left)} - ${inParentheses(expression.right, (one) => isNegative(one) || isSum(one))}`
    case 'product':
      return expression.of
        .map((one, n) => inParentheses(one, (it) => isSum(it) || (n > 0 && isNegative(it))))
        .join(' \\cdot ')
    case 'quotient':
      return `\\frac{${toTex(expression.above)}}{${toTex(expression.below)}}`
    case 'square':
      return `${inParentheses(expression.of, (one) => one.is !== 'number' || isNegative(one) || !!one.name)}^2`
    case 'apply':
      return `${functions[expression.f].tex}\\left(${toTex(expression.of)}\\right)`
    case 'dot':
      return dotTex(expression)
  }
}

const isSum = ({ is }: Expression) => is === 'sum' || is === 'difference' || is === 'dot'
const isNegative = (one: Expression) => one.is === 'number' && one.value < 0
const inParentheses = (one: Expression, needed: (one: Expression) => boolean) =>
  needed(one) ? `\\left(${toTex(one)}\\right)` : toTex(one)

/** One product of a dot product. */
export interface DotTerm {
  index: number
  left: number
  right: number
  product: number
}

/** The terms of a dot product, the largest first. */
export function dotTerms(left: Vector, right: Vector): DotTerm[] {
  const terms = Array.from(left, (value, index) => ({
    index,
    left: value,
    right: right[index],
    product: value * right[index],
  }))
  return terms.sort((a, b) => Math.abs(b.product) - Math.abs(a.product) || a.index - b.index)
}

function dotTex({ left, right }: { left: Vector; right: Vector }): string {
  const all = dotTerms(left, right)
  const few = all.length <= longest + 1 ? all.toSorted((a, b) => a.index - b.index) : all.slice(0, longest)
  const written = few.map(
    ({ left: a, right: b }, n) =>
      `${n === 0 ? '' : '+ '}${n > 0 && a < 0 ? `(${texNumber(a)})` : texNumber(a)} \\cdot ${b < 0 ? `(${texNumber(b)})` : texNumber(b)}`,
  )
  const rest = all.slice(few.length)
  if (rest.length > 0) {
    const others = texNumber(rest.reduce((total, one) => total + one.product, 0))
    written.push(
      `+ \\underbrace{${others.startsWith('-') ? `(${others})` : others}}_{\\text{${rest.length} smaller terms}}`,
    )
  }
  return written.join(' ') || '0'
}
