import { afterEach, describe, expect, it } from 'vitest'
import { readNumber } from '../../../renderer/components/number-text.ts'
import { percent } from '../../../renderer/components/numbers.ts'
import { formatNumber } from '../../../renderer/charts/format.ts'
import { say, speak } from '../../../renderer/messages.ts'

afterEach(() => speak('en', []))

describe('a number typed in German', () => {
  it.each([
    ['0,5', 0.5],
    ['-1,25', -1.25],
    ['5e-3', 0.005],
    ['0.005', 0.005],
    ['1.000', 1000],
    ['1.234.567,5', 1_234_567.5],
    ['2,5e-3', 0.0025],
  ])('%s is %d', (typed, value) => {
    speak('de', [])
    expect(readNumber(typed, {})).toEqual({ ok: true, value })
  })

  it('is complained of in German', () => {
    speak('de', [])
    expect(readNumber('viel', {})).toEqual({ ok: false, complaint: '„viel“ ist keine Zahl.' })
  })
})

it('words and numbers follow the language at once', () => {
  const shown = () => [say.shell.settings, formatNumber(1234.5, 5), percent(0.5173)]
  expect(shown()).toEqual(['Settings', '1,234.5', '51.7\u00a0%'])
  speak('system', ['de-CH'])
  expect(shown()).toEqual(['Einstellungen', '1.234,5', '51,7\u00a0%'])
})
