import { TextScanner } from '../importing/text-scan.ts'

const scanner = new TextScanner()

/** Words of a text (UTF-8) as the report of an import counts them. */
export function wordsIn(bytes: Buffer): number {
  scanner.jsonLength = 0
  scanner.scan(bytes, 0, bytes.length)
  return scanner.words
}
