/**
 * Makes text from files safe for a terminal: control characters (escape sequences begin with one) become visible marks
 * (␛ for ESC), characters that reorder or hide text (bidirectional controls, byte order mark) become ‹U+202E›.
 */
export function plainText(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, (character) => {
    const code = character.codePointAt(0) ?? 0
    if (code === 0x200d) return character // joins the parts of an emoji
    if (code < 0x20) return String.fromCodePoint(0x2400 + code)
    if (code === 0x7f) return '␡'
    return `‹U+${code.toString(16).toUpperCase().padStart(4, '0')}›`
  })
}
