import { BLOCKS_END, SPACE, characterKinds, plainBlocks } from '../../shared/text/character-kinds.ts'
import { textKey } from '../../shared/text/split.ts'
import { words } from '../../shared/text/tokenise.ts'
import { scanBinary } from './scan/binary.ts'

/** The memory of assembly/index.ts: its tables come first. */
const [FOLDED_AT, ESCAPES_AT] = [BLOCKS_END, 3 * BLOCKS_END]
const TABLES_END = ESCAPES_AT + 128 * 8
const PAGE = 64 * 1024
/** Zero bytes behind a text, and room for what is written sixteen bytes at a time. */
const MARGIN = 64

const module = new WebAssembly.Module(Buffer.from(scanBinary, 'base64'))
const tables = tablesOf()

interface ScanExports {
  scan(text: number, length: number, key: number, json: number, result: number): number
  hash(key: number, length: number, result: number): void
}

/**
 * Looks at texts that lie in bytes (UTF-8): the number of words, 64 bits of the text's key (see `textKey`) in two halves, and
 * the text as JSON, all in one pass of WebAssembly, at hundreds of times the speed of the segmenter. Texts with other
 * characters than those of `plainBlocks` go the long way and get the same numbers.
 */
export class TextScanner {
  words = 0
  low = 0
  high = 0
  /** The texts so far as JSON, up to `jsonLength`; whoever takes them sets that back. A scan may replace the buffer. */
  json = Buffer.alloc(0)
  jsonLength = 0
  readonly #memory = new WebAssembly.Memory({ initial: 1 })
  readonly #wasm: ScanExports
  #text = Buffer.alloc(0)
  #key = Buffer.alloc(0)
  #result = new Uint32Array(4)

  constructor() {
    const instance = new WebAssembly.Instance(module, { env: { memory: this.#memory } })
    this.#wasm = instance.exports as unknown as ScanExports
    new Uint8Array(this.#memory.buffer).set(tables)
    this.#layOut(PAGE, 8 * PAGE)
  }

  /** @param bytes valid UTF-8 */
  scan(bytes: Buffer, from: number, to: number): void {
    const length = to - from
    // Six bytes at most for one (\u0001), the quotes, and what else a row has.
    const needed = this.jsonLength + length * 6 + MARGIN
    if (length + MARGIN > this.#text.length || needed > this.json.length)
      this.#layOut(Math.max(this.#text.length, 2 * length + MARGIN), Math.max(this.json.length, needed * 2))
    const [text, key, result] = [this.#text, this.#key, this.#result]
    bytes.copy(text, 0, from, to)
    text.fill(0, length, length + MARGIN)
    const json = this.json.byteOffset + this.jsonLength
    if (this.#wasm.scan(text.byteOffset, length, key.byteOffset, json, result.byteOffset) === 0)
      this.#slowly(bytes.toString('utf8', from, to))
    else {
      this.jsonLength += result[0]
      this.words = result[1]
    }
    this.low = this.#result[2]
    this.high = this.#result[3]
  }

  /** Makes room for texts and JSON of so many bytes; the JSON that is there stays. */
  #layOut(textRoom: number, jsonRoom: number): void {
    const written = Buffer.from(this.json.subarray(0, this.jsonLength))
    const keyAt = TABLES_END + textRoom
    const keyRoom = 3 * textRoom
    const resultAt = Math.ceil((keyAt + keyRoom) / 16) * 16
    const pages = Math.ceil((resultAt + 16 + jsonRoom) / PAGE) - this.#memory.buffer.byteLength / PAGE
    if (pages > 0) this.#memory.grow(pages)
    const { buffer } = this.#memory
    this.#text = Buffer.from(buffer, TABLES_END, textRoom)
    this.#key = Buffer.from(buffer, keyAt, keyRoom)
    this.#result = new Uint32Array(buffer, resultAt, 4)
    this.json = Buffer.from(buffer, resultAt + 16, jsonRoom)
    written.copy(this.json)
  }

  #slowly(text: string): void {
    this.jsonLength += this.json.write(JSON.stringify(text), this.jsonLength)
    const key = textKey(text)
    const length = Buffer.byteLength(key)
    if (length + MARGIN > this.#key.length) this.#layOut(length + MARGIN, this.json.length)
    this.#key.write(key)
    this.#wasm.hash(this.#key.byteOffset, length, this.#result.byteOffset)
    this.words = words(text, { lowercase: false, punctuation: 'drop' }).length
  }
}

/**
 * Kind and folded form of every code unit of the blocks, and what JSON writes instead of a character; what folding makes more
 * than one character is left to the long way.
 */
function tablesOf(): Uint8Array {
  const bytes = Buffer.alloc(TABLES_END)
  for (const [from, to] of plainBlocks)
    for (let code = from; code <= to; code++) {
      const key = textKey(String.fromCharCode(code))
      const space = characterKinds[code] === SPACE
      if (!space && key.length !== 1) continue
      bytes[code] = characterKinds[code]
      if (!space) bytes.writeUInt16LE(key.charCodeAt(0), FOLDED_AT + 2 * code)
    }
  for (let code = 0; code < 128; code++) {
    const character = String.fromCharCode(code)
    const written = JSON.stringify(character).slice(1, -1)
    if (written !== character) bytes[ESCAPES_AT + 8 * code] = bytes.write(written, ESCAPES_AT + 8 * code + 1)
  }
  return bytes
}
