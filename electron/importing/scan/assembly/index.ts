// The fast look at a text, see ../../text-scan.ts. Kinds of characters as in shared/text/character-kinds.ts.
const SLOW: u32 = 0
const OTHER: u32 = 1
const SPACE: u32 = 2
const LETTER: u32 = 3
const DIGIT: u32 = 4
const JOINER: u32 = 5
const IN_WORD: u32 = 6
const IN_BOTH: u32 = 7
const IN_NUMBER: u32 = 8
const BLOCKS_END: u32 = 0x2028

/** Where the tables begin that text-scan.ts has put at the start of the memory. */
const KINDS: usize = 0
const FOLDED: usize = KINDS + <usize>BLOCKS_END
/** Eight bytes for each of 128: how many bytes JSON writes instead (0: the character itself), then those. */
const ESCAPES: usize = FOLDED + 2 * <usize>BLOCKS_END

/**
 * Reads a text (valid UTF-8, at least 16 zero bytes behind it) and writes its JSON and its key.
 * @param result four u32: bytes of JSON, number of words, and the two halves of the key's hash
 * @returns 1, or 0 where only the segmenter knows: then nothing that was written counts
 */
export function scan(text: usize, length: usize, key: usize, json: usize, result: usize): i32 {
  const end = text + length
  let at = text
  let keyEnd = key
  let jsonEnd = json
  let count: u32 = 0
  let before = OTHER // the kind of the character before
  let inWord = false // a segment goes on that holds a letter or digit
  let pending = false // white space that another word must follow to count
  store<u8>(jsonEnd++, 34)
  while (at < end) {
    let code: u32 = load<u8>(at++)
    if (code < 128) {
      const escape = ESCAPES + ((<usize>code) << 3)
      const written = <usize>load<u8>(escape)
      if (written == 0) store<u8>(jsonEnd++, <u8>code)
      else {
        store<u64>(jsonEnd, load<u64>(escape) >> 8)
        jsonEnd += written
      }
    } else if (code < 0xe0) {
      store<u16>(jsonEnd, load<u16>(at - 1))
      code = ((code & 31) << 6) | ((<u32>load<u8>(at)) & 63)
      jsonEnd += 2
      at += 1
    } else if (code < 0xf0) {
      store<u32>(jsonEnd, load<u32>(at - 1))
      code = ((code & 15) << 12) | (((<u32>load<u8>(at)) & 63) << 6) | ((<u32>load<u8>(at, 1)) & 63)
      jsonEnd += 3
      at += 2
    } else return 0
    const kind: u32 = code < BLOCKS_END ? <u32>load<u8>(KINDS + code) : SLOW
    if (kind == SLOW) return 0
    if (kind == SPACE) {
      pending = keyEnd > key
      before = SPACE
      inWord = false
      continue
    }
    if (pending) {
      store<u8>(keyEnd++, 32)
      pending = false
    }
    const unit: u32 = load<u16>(FOLDED + ((<usize>code) << 1))
    if (unit < 128) store<u8>(keyEnd++, <u8>unit)
    else if (unit < 0x800) {
      store<u8>(keyEnd, <u8>(0xc0 | (unit >> 6)))
      store<u8>(keyEnd, <u8>(0x80 | (unit & 63)), 1)
      keyEnd += 2
    } else {
      store<u8>(keyEnd, <u8>(0xe0 | (unit >> 12)))
      store<u8>(keyEnd, <u8>(0x80 | ((unit >> 6) & 63)), 1)
      store<u8>(keyEnd, <u8>(0x80 | (unit & 63)), 2)
      keyEnd += 3
    }
    if (kind == LETTER || kind == DIGIT) {
      if (!inWord || !(before == LETTER || before == DIGIT || before == JOINER)) {
        count++
        inWord = true
      }
      before = kind
      if (kind == LETTER) {
        // The rest of a word in the letters of English, which is most of most texts, sixteen at a time.
        let run: usize
        do {
          const bytes = v128.load(at)
          const small = v128.or(bytes, i8x16.splat(0x20))
          const letters = i8x16.lt_u(i8x16.sub(small, i8x16.splat(97)), i8x16.splat(26))
          run = <usize>ctz<u32>(~i8x16.bitmask(letters) | 0x10000)
          v128.store(jsonEnd, bytes)
          v128.store(keyEnd, small)
          at += run
          jsonEnd += run
          keyEnd += run
        } while (run == 16)
      }
    } else if (kind == JOINER) {
      if (!(before == LETTER || before == DIGIT || before == JOINER)) inWord = false
      // The segmenter takes two of them, but not one, for a word.
      if (before == JOINER && !inWord) {
        count++
        inWord = true
      }
      before = JOINER
    } else {
      const next = at < end ? kindAt(at) : OTHER
      if (next == SLOW) return 0
      const joins =
        (before == LETTER && next == LETTER && (kind == IN_WORD || kind == IN_BOTH)) ||
        (before == DIGIT && next == DIGIT && (kind == IN_NUMBER || kind == IN_BOTH))
      // A mark that joins is passed over: the character before is still the one in front of it.
      if (!joins) {
        before = OTHER
        inWord = false
      }
    }
  }
  store<u8>(jsonEnd++, 34)
  store<u32>(result, <u32>(jsonEnd - json))
  store<u32>(result, count, 4)
  hash(key, keyEnd - key, result)
  return 1
}

/** The kind of the character that begins here. */
function kindAt(at: usize): u32 {
  const first: u32 = load<u8>(at)
  if (first < 128) return load<u8>(KINDS + first)
  const second: u32 = (<u32>load<u8>(at, 1)) & 63
  if (first < 0xe0) return load<u8>(KINDS + (((first & 31) << 6) | second))
  if (first >= 0xf0) return SLOW
  const code = ((first & 15) << 12) | (second << 6) | ((<u32>load<u8>(at, 2)) & 63)
  return code < BLOCKS_END ? <u32>load<u8>(KINDS + code) : SLOW
}

/**
 * 64 bits of a key's bytes: MurmurHash3's 32 bits twice (Appleby 2011, public domain), with constants and seeds of their own,
 * four bytes at a time. `key` has room for three bytes beyond `length`, which are made zero.
 */
export function hash(key: usize, length: usize, result: usize): void {
  store<u16>(key + length, 0)
  store<u8>(key + length, 0, 2)
  let low: u32 = 0x811c9dc5 ^ (<u32>length)
  let high: u32 = 0x9747b28c ^ (<u32>length)
  for (let at: usize = 0; at < length; at += 4) {
    const word = load<u32>(key + at)
    low ^= rotl<u32>(word * 0xcc9e2d51, 15) * 0x1b873593
    low = rotl<u32>(low, 13) * 5 + 0xe6546b64
    high ^= rotl<u32>(word * 0x239b961b, 16) * 0xab0e9789
    high = rotl<u32>(high, 19) * 5 + 0x561ccd1b
  }
  store<u32>(result, finish(low), 8)
  store<u32>(result, finish(high), 12)
}

function finish(half: u32): u32 {
  let mixed = (half ^ (half >>> 16)) * 0x85ebca6b
  mixed = (mixed ^ (mixed >>> 13)) * 0xc2b2ae35
  return mixed ^ (mixed >>> 16)
}
