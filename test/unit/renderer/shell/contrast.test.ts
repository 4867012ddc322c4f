import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const css = readFileSync(new URL('../../../../renderer/styles/tokens.css', import.meta.url), 'utf8')

/** The colours of a theme: those of the light one, overlaid with its own. */
function coloursOf(theme: 'light' | 'dark'): Map<string, string> {
  const colours = new Map<string, string>()
  const blocks = ['light', ...(theme === 'dark' ? ['dark'] : [])]
  for (const block of blocks) {
    const body = css.slice(css.indexOf(`[data-theme='${block}']`))
    for (const [, name, value] of body.slice(0, body.indexOf('}')).matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})/g))
      colours.set(name, value)
  }
  return colours
}

/** Relative luminance and contrast of WCAG 2.2. */
function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const share = parseInt(hex.slice(at, at + 2), 16) / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}
function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x)
  return (light + 0.05) / (dark + 0.05)
}

describe.each(['light', 'dark'] as const)('the %s theme', (theme) => {
  const colours = coloursOf(theme)
  const pairs = (names: string[], surfaces: string[]) =>
    names.flatMap((name) => surfaces.map((surface) => [name, surface] as const))
  const of = (name: string) => {
    const colour = colours.get(name)
    if (!colour) throw new Error(`tokens.css has no colour --${name}`)
    return colour
  }
  const surfaces = ['canvas', 'surface', 'surface-raised', 'surface-sunken', 'side']

  it.each([
    ...pairs(['ink', 'ink-muted', 'ink-faint', 'accent-ink'], surfaces),
    ['ink-on-accent', 'accent'],
    ['ink-on-accent', 'accent-hover'],
    ['ink', 'accent-soft'],
    ...['good', 'note', 'warning', 'danger'].flatMap((tone) => [
      [tone, 'surface'],
      ['ink', `${tone}-soft`],
    ]),
    ['chart-text', 'surface'],
  ] as [string, string][])('text in --%s on --%s has a contrast of at least 4.5', (text, surface) => {
    expect(contrast(of(text), of(surface))).toBeGreaterThanOrEqual(4.5)
  })

  it.each([
    ...pairs(
      Array.from({ length: 8 }, (_, i) => `model-${i + 1}`),
      ['surface'],
    ),
    ...pairs(
      Array.from({ length: 6 }, (_, i) => `class-${i + 1}`),
      ['surface'],
    ),
    ...pairs(['focus', 'line-control', 'chart-axis'], ['surface']),
  ])('the mark --%s on --%s has a contrast of at least 3', (mark, surface) => {
    expect(contrast(of(mark), of(surface))).toBeGreaterThanOrEqual(3)
  })
})
