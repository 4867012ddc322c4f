/** Where things stand in a JSON text, so that a complaint about a field can name its line. */

/** The path of a field, as in zod's issues: ['lessons', 0, 'start']. */
export type Path = readonly PropertyKey[]

const keyOf = (path: Path) => JSON.stringify(path.map(String))

/** Line (from 1) of every field and entry of a text that `JSON.parse` accepts, and a look-up that falls back to what holds it. */
export function linesOf(text: string): (path: Path) => number {
  const lines = new Map<string, number>()
  let at = 0
  let line = 1
  const skip = () => {
    for (; at < text.length && /\s/.test(text[at]); at++) if (text[at] === '\n') line++
  }
  const string = (): string => {
    const start = at++
    while (text[at] !== '"') at += text[at] === '\\' ? 2 : 1
    return JSON.parse(text.slice(start, ++at)) as string
  }
  const value = (path: Path): void => {
    skip()
    if (!lines.has(keyOf(path))) lines.set(keyOf(path), line)
    if (text[at] === '"') string()
    else if (text[at] === '{')
      items('}', (): void => {
        skip()
        const inside = [...path, string()]
        lines.set(keyOf(inside), line)
        skip()
        at++ // the colon
        value(inside)
      })
    else if (text[at] === '[') {
      let index = 0
      items(']', () => value([...path, index++]))
    } else while (at < text.length && !/[\s,\]}]/.test(text[at])) at++
  }
  const items = (end: string, item: () => void) => {
    at++
    for (skip(); text[at] !== end; skip()) {
      if (text[at] === ',') at++
      else item()
    }
    at++
  }
  value([])
  return (path) => {
    for (let length = path.length; length > 0; length--) {
      const found = lines.get(keyOf(path.slice(0, length)))
      if (found !== undefined) return found
    }
    return 1
  }
}

/** The line that a message of JSON.parse speaks of; the last one where it speaks of the end. */
export function lineOfSyntaxError(text: string, message: string): number {
  const line = /\(line (\d+)/.exec(message)
  if (line) return Number(line[1])
  const position = /position (\d+)/.exec(message)
  return text.slice(0, position ? Number(position[1]) : text.length).split('\n').length
}
