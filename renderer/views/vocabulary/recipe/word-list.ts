/** Words as typed into one field: separated by spaces, commas or line ends, each once. */
export const listOf = (typed: string): string[] =>
  [...new Set(typed.split(/[\s,;]+/).map((word) => word.slice(0, 100)))].filter((word) => word !== '').slice(0, 5000)
