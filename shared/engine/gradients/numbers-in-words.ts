const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹'

/** Two digits: '0.58', '12', or as a power of ten where that is shorter to read: '2·10⁻⁶', '3.4·10⁵'. */
export function inWords(x: number): string {
  if (x === 0) return '0'
  const magnitude = Math.abs(x)
  if (magnitude >= 0.01 && magnitude < 10_000) return String(Number(x.toPrecision(2)))
  const [digits, power] = x.toExponential(1).split('e')
  const exponent = power
    .replace('+', '')
    .replace('-', '⁻')
    .replace(/\d/g, (digit) => superscripts[Number(digit)])
  const factor = String(Number(digits))
  return factor === '1' ? `10${exponent}` : `${factor}·10${exponent}`
}

/** A share from 0 to 1 in per cent: '58 %', '0.4 %', '4·10⁻²² %'. */
export function inPercent(share: number): string {
  const percent = 100 * share
  if (percent !== 0 && percent < 0.001) return `${inWords(percent)} %`
  return `${Number(percent.toPrecision(share < 0.1 ? 1 : 2))} %`
}
