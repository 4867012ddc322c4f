import type { LabelMapping } from '../../../shared/contract/dataset.ts'
import { say } from '../../messages.ts'

export type LabelValue = { value: string; count: number }
export type ValuesMapping = Extract<LabelMapping, { kind: 'values' }>
export type BinsMapping = Extract<LabelMapping, { kind: 'bins' }>
export type ThresholdMapping = Extract<LabelMapping, { kind: 'threshold' }>

import { binOf, equalWidthEdges, quantileEdges } from '../../../shared/text/checks/number-bins.ts'

/** The numbers among the labels with their counts, rising; equal numbers written differently ('4', '4.0') are one. */
export function numbersOf(values: readonly LabelValue[]): { number: number; count: number }[] {
  const counts = new Map<number, number>()
  for (const { value, count } of values) {
    const number = value.trim() === '' ? NaN : Number(value)
    if (Number.isFinite(number)) counts.set(number, (counts.get(number) ?? 0) + count)
  }
  return [...counts].map(([number, count]) => ({ number, count })).sort((a, b) => a.number - b.number)
}

/** A threshold makes sense when every label is a number and there are at least two of them. */
export function canBeThreshold(values: readonly LabelValue[]): boolean {
  const numbers = numbersOf(values)
  return numbers.length >= 2 && values.every(({ value }) => value.trim() === '' || Number.isFinite(Number(value)))
}

/** Rows on either side of a threshold: below it, and at or above it. */
export function sides(values: readonly LabelValue[], atLeast: number): { below: number; above: number } {
  let below = 0
  let above = 0
  for (const { number, count } of numbersOf(values)) {
    if (number >= atLeast) above += count
    else below += count
  }
  return { below, above }
}

/** Rows per class, and rows left out, under a mapping. */
export function classCounts(
  values: readonly LabelValue[],
  mapping: LabelMapping,
): { counts: number[]; leftOut: number } {
  if (mapping.kind === 'threshold') {
    const { below, above } = sides(values, mapping.atLeast)
    return { counts: [below, above], leftOut: values.reduce((sum, { count }) => sum + count, 0) - below - above }
  }
  const counts = mapping.classes.map(() => 0)
  let leftOut = 0
  if (mapping.kind === 'bins') {
    for (const { number, count } of numbersOf(values)) counts[binOf(number, mapping.edges)] += count
    const binned = counts.reduce((sum, rows) => sum + rows, 0)
    return { counts, leftOut: values.reduce((sum, { count }) => sum + count, 0) - binned }
  }
  for (const { value, count } of values) {
    const index = mapping.map[value] ?? null
    if (index === null || index >= counts.length) leftOut += count
    else counts[index] += count
  }
  return { counts, leftOut }
}

/** A threshold for labels that were mapped one by one: the cut that divides the rows most evenly. */
export function toThreshold(values: readonly LabelValue[], names?: readonly string[]): ThresholdMapping {
  const cuts = numbersOf(values).slice(1)
  const uneven = (atLeast: number) => {
    const { below, above } = sides(values, atLeast)
    return Math.abs(below - above)
  }
  const best = cuts.reduce((a, b) => (uneven(b.number) < uneven(a.number) ? b : a), cuts[0])
  const classes: [string, string] = names?.length === 2 ? [names[0], names[1]] : ['negative', 'positive']
  return { kind: 'threshold', classes, atLeast: best.number }
}

/** Each value mapped by itself, as the threshold had it. So a value in the middle can then be left out. */
export function toValues(values: readonly LabelValue[], mapping: ThresholdMapping | BinsMapping): ValuesMapping {
  const { classes } = mapping
  const edges = mapping.kind === 'bins' ? mapping.edges : [mapping.atLeast]
  const map: ValuesMapping['map'] = {}
  for (const { value } of values) {
    const number = value.trim() === '' ? NaN : Number(value)
    map[value] = Number.isFinite(number) ? binOf(number, edges) : null
  }
  return { kind: 'values', classes: [...classes], map }
}

const binNames: Record<number, readonly string[]> = {
  2: ['low', 'high'],
  3: ['low', 'middle', 'high'],
  4: ['lowest', 'low', 'high', 'highest'],
  5: ['lowest', 'low', 'middle', 'high', 'highest'],
}

/** Classes between rising edges, named from low to high; names that are given stay while their number does. */
export function toBins(edges: readonly number[], names: readonly string[] = []): BinsMapping {
  const bins = edges.length + 1
  const fresh = binNames[bins] ?? Array.from({ length: bins }, (_, n) => say.data.classWord(n + 1))
  return { kind: 'bins', edges: [...edges], classes: names.length === bins ? [...names] : [...fresh] }
}

/** Edges for so many classes, of about equally many rows each or equally wide. */
export const binEdges = (values: readonly LabelValue[], bins: number, by: 'rows' | 'width') =>
  by === 'rows' ? quantileEdges(numbersOf(values), bins) : equalWidthEdges(numbersOf(values), bins)

/** The chosen classes become the first of them; their labels go with them. */
export function mergeClasses(mapping: ValuesMapping, chosen: readonly number[]): ValuesMapping {
  const [into, ...others] = [...chosen].sort((a, b) => a - b)
  const merged = {
    ...mapping,
    map: Object.fromEntries(
      Object.entries(mapping.map).map(([value, index]) => [
        value,
        index !== null && others.includes(index) ? into : index,
      ]),
    ),
  }
  return others.reverse().reduce(removeClass, merged)
}

export const mapValue = (mapping: ValuesMapping, value: string, index: number | null): ValuesMapping => ({
  ...mapping,
  map: { ...mapping.map, [value]: index },
})

export function renameClass<M extends LabelMapping>(mapping: M, index: number, name: string): M {
  return { ...mapping, classes: mapping.classes.map((old, at) => (at === index ? name : old)) }
}

/** Adds a class, named after the value when one is given, and maps that value to it. */
export function addClass(mapping: ValuesMapping, value?: string): ValuesMapping {
  const name = unusedName(mapping.classes, value?.trim() || say.data.classWord2(mapping.classes.length + 1))
  const grown = { ...mapping, classes: [...mapping.classes, name] }
  return value === undefined ? grown : mapValue(grown, value, mapping.classes.length)
}

/** Removes a class: its values are left out, and the classes behind it move up. */
export function removeClass(mapping: ValuesMapping, gone: number): ValuesMapping {
  const moved = (index: number | null) => (index === null || index === gone ? null : index > gone ? index - 1 : index)
  return {
    ...mapping,
    classes: mapping.classes.filter((_, at) => at !== gone),
    map: Object.fromEntries(Object.entries(mapping.map).map(([value, index]) => [value, moved(index)])),
  }
}

/** What keeps a mapping from being used, in words; null when nothing does. */
export function complaintAbout(values: readonly LabelValue[], mapping: LabelMapping): string | null {
  const names = mapping.classes.map((name) => name.trim())
  if (names.some((name) => name === '')) return say.data.giveEveryClassAName
  const twice = names.find((name, at) => names.indexOf(name) !== at)
  if (twice) return say.data.twoClassesAreCalledGiveEach(twice)
  const filled = classCounts(values, mapping).counts.filter((rows) => rows > 0).length
  if (filled < 2) return say.data.atLeastTwoClassesNeedRows
  return null
}

function unusedName(taken: readonly string[], wanted: string): string {
  let name = wanted
  for (let n = 2; taken.includes(name); n++) name = `${wanted} ${n}`
  return name
}
