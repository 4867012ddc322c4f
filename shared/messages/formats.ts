/** Words that depend on a number; which forms a language has, `Intl.PluralRules` says. `other` is always there. */
export type PluralForms = { other: string } & Partial<Record<Intl.LDMLPluralRule, string>>

/** Numbers, dates and lists as people write them in one language. */
export interface Formats {
  /** BCP 47. */
  readonly locale: string
  /** 10662 → '10,662' or '10.662'. */
  whole(value: number): string
  /** Up to `digits` decimals: 0.5 → '0.5' or '0,5'. */
  decimal(value: number, digits?: number): string
  /** Exactly `digits` decimals, as `toFixed` gives them. */
  fixed(value: number, digits: number): string
  /** A number that was turned into digits in the program's own way ('-1234.50'), with the decimal mark of the language. */
  digits(text: string): string
  plural(value: number, forms: PluralForms): string
  /** 'ANN, RNN and LSTM'. */
  list(items: readonly string[]): string
  /** 'ANN, RNN or LSTM'. */
  choice(items: readonly string[]): string
  date(at: string | Date, options: Intl.DateTimeFormatOptions): string
  /** The name of a language by its code. */
  language(code: string): string
}

/** Each made once and only when wanted: to make a formatter takes longer than to use it a hundred times. */
export function formatsOf(locale: string): Formats {
  const numbers = new Map<string, Intl.NumberFormat>()
  const dates = new Map<string, Intl.DateTimeFormat>()
  const number = (least: number, most: number) =>
    kept(
      numbers,
      `${least}-${most}`,
      () => new Intl.NumberFormat(locale, { minimumFractionDigits: least, maximumFractionDigits: most }),
    )
  const rules = new Intl.PluralRules(locale)
  const names = new Intl.DisplayNames(locale, { type: 'language' })
  const lists = { and: new Intl.ListFormat(locale), or: new Intl.ListFormat(locale, { type: 'disjunction' }) }
  const mark = number(1, 1).format(0.5).slice(1, -1)
  return {
    locale,
    whole: (value) => number(0, 0).format(value),
    decimal: (value, digits = 6) => number(0, digits).format(value),
    fixed: (value, digits) => value.toFixed(digits).replace('.', mark),
    digits: (text) => text.replace('.', mark),
    plural: (value, forms) => forms[rules.select(value)] ?? forms.other,
    list: (items) => lists.and.format(items),
    choice: (items) => lists.or.format(items),
    date: (at, options) =>
      kept(dates, JSON.stringify(options), () => new Intl.DateTimeFormat(locale, options)).format(new Date(at)),
    language: (code) => names.of(code) ?? code,
  }
}

function kept<T>(made: Map<string, T>, key: string, make: () => T): T {
  const known = made.get(key)
  if (known) return known
  const one = make()
  made.set(key, one)
  return one
}
