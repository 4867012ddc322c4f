/** Rows as CSV text (RFC 4180, but with \n): a field is quoted where it must be. The text ends with a line feed. */
export function toCsv(rows: Iterable<readonly string[]>): string {
  let text = ''
  for (const row of rows) text += row.map(quote).join(',') + '\n'
  return text
}

function quote(field: string): string {
  return /[",\r\n]|^\s|\s$/.test(field) ? `"${field.replaceAll('"', '""')}"` : field
}
