/** One column of signed bars, a value per row. */
export interface BarColumn {
  title: string
  /** The mark of the model, in its colour. */
  sign?: string
  colour: string
  values: readonly number[]
  /** The value that fills half of the column. */
  scale: number
}

const ROW = 18
const HEAD = 24
const FOOT = 24
/** Room for '+12.34' beside a bar. */
const NUMBER = 40
/** Columns narrower than this have no numbers: the table and the words above have them. */
const NARROW = 130

/** Height of the drawing in pixels for so many rows. */
export const barsHeight = (rows: number): number => HEAD + rows * ROW + FOOT

/** Where everything of a chart of signed bars stands, in pixels. */
export function barLayout(names: readonly string[], columns: readonly BarColumn[], width: number) {
  const nameWidth = Math.min(130, Math.max(50, 14 + 6.4 * Math.max(0, ...names.map(({ length }) => length))))
  const room = Math.max(20, (width - nameWidth) / Math.max(1, columns.length))
  const numbers = room >= NARROW
  const half = Math.max(8, room / 2 - (numbers ? NUMBER : 6))
  const rows = names.map((name, at) => ({ text: shortened(name, nameWidth - 12), y: HEAD + (at + 0.5) * ROW }))
  return {
    nameWidth,
    numbers,
    height: barsHeight(names.length),
    bottom: HEAD + names.length * ROW,
    rows,
    columns: columns.map(({ title, sign, values, scale }, at) => {
      const zero = nameWidth + (at + 0.5) * room
      const bars = values.map((value) => {
        const length = scale > 0 ? Math.min(1, Math.abs(value) / scale) * half : 0
        // What is written as 0.00 stands on the right, whatever its sign.
        const left = value <= -0.005
        const end = left ? zero - length : zero + length
        return { value, left, x: Math.min(zero, end), width: length, textX: left ? end - 4 : end + 4 }
      })
      return { title: shortened(title, room - 20), sign, zero, bars }
    }),
  }
}

const shortened = (text: string, room: number): string => {
  const letters = Math.max(3, Math.floor(room / 6.4))
  return text.length > letters ? `${text.slice(0, letters - 1)}…` : text
}
