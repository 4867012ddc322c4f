/** A sentence of the test part with its class. */
export interface Example {
  text: string
  label: number
}

const words = (text: string) => text.toLowerCase().match(/[\p{L}\p{N}’']+/gu) ?? []

/**
 * Pairs of sentences with the same words in another order and different labels ("not good, bad" / "not bad, good"):
 * a model that is blind to order must give both the same answer. Shortest pairs first.
 */
export function orderPairs(examples: readonly Example[], limit: number): [Example, Example][] {
  const groups = new Map<string, Example[]>()
  for (const example of examples) {
    const list = words(example.text)
    if (list.length < 2) continue
    const key = list.sort().join(' ')
    groups.set(key, [...(groups.get(key) ?? []), example])
  }
  const pairs: [Example, Example][] = []
  for (const group of groups.values()) {
    const other = group.find(({ label }) => label !== group[0].label)
    if (other) pairs.push([group[0], other])
  }
  return pairs.sort(([a], [b]) => a.text.length - b.text.length).slice(0, limit)
}

/** Up to `limit` short sentences to press: order pairs first, then one of each class in turn. */
export function pickExamples(examples: readonly Example[], classes: number, limit = 6): Example[] {
  const picked = orderPairs(examples, Math.floor(limit / 2)).flat()
  const rest = examples
    .filter(({ text }) => text.length <= 90 && words(text).length >= 3 && !picked.some((one) => one.text === text))
    .sort((a, b) => a.text.length - b.text.length)
  // From the longer half: the shortest sentences are seldom telling.
  const pool = rest.slice(Math.floor(rest.length / 2))
  for (let turn = 0; picked.length < limit && turn < limit * classes; turn++) {
    const at = pool.findIndex(({ label }) => label === turn % classes)
    if (at >= 0) picked.push(...pool.splice(at, 1))
  }
  return picked
}
