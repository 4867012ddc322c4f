import type { FileRole } from '../../shared/contract/dataset.ts'
import { partOf } from './parts.ts'

/** Folders and endings that say nothing of the label. */
const meaningless =
  /^(data|dataset|texts?|reviews?|files?|all|raw|csv|tsv|txt|jsonl?|ndjson|json|gz|gzip|parquet|dat)$/i

/**
 * Label and part that the names of a file and its folders tell: `aclImdb/train/pos/0_9.txt` is train and pos,
 * `rt-polarity.neg` is neg, `sst2-test.tsv` is test. What differs between the files is preferred to what all share.
 */
export function fileRoles(names: readonly string[]): FileRole[] {
  const wordsOf = (text: string) => text.split(/[/\\._\s-]+/).filter((word) => word !== '' && !/^\d+$/.test(word))
  const words = names.map(wordsOf)
  const shared = (word: string) => words.every((others) => others.includes(word))
  const tells = (word: string) =>
    partOf(word) === undefined && !meaningless.test(word) && !(names.length > 1 && shared(word))
  // Where files lie in folders that differ, the folders are the labels: pos/a.txt, neg/b.txt.
  const folders = names.map((name) => wordsOf(name.split(/[/\\]/).slice(0, -1).join('/')).findLast(tells))
  const byFolder = new Set(folders).size > 1 && !folders.includes(undefined)
  return names.map((name, index) => {
    const part = words[index].map((word) => partOf(word)).find((found) => found !== undefined) ?? null
    const label = byFolder ? folders[index] : words[index].findLast(tells)
    return { name, part, label: (label ?? '').slice(0, 80) }
  })
}
