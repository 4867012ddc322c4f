import { describe, expect, it } from 'vitest'
import { diagnoseRecurrence } from '../../../shared/engine/gradients/diagnose-recurrence.ts'
import { diagnoseUnits } from '../../../shared/engine/gradients/diagnose-units.ts'
import { diagnoses } from '../../../shared/messages/de/diagnoses.ts'
import { formats } from '../../../shared/messages/languages.ts'

describe('the recurrence in words', () => {
  const facts = { cell: 'rnn' as const, words: 9, kept: null }

  it('only what was measured is a warning, never a bound', () => {
    for (const sigma of [0.3, 1.5, 30])
      for (const rho of [0.2, 1.2, 20]) {
        const findings = diagnoseRecurrence({ ...facts, first: 0.5, bounds: { sigma, rho, gamma: 1 } })
        expect(findings.map(({ level }) => level)).toEqual(['good', 'note'])
      }
    expect(diagnoseRecurrence({ ...facts, first: 1e-6, bounds: null })[0].level).toBe('warning')
  })

  it('a largest singular value below 1/γ proves that the gradient vanishes; above, nothing is proved', () => {
    const text = (sigma: number, rho: number, gamma: number) =>
      diagnoseRecurrence({ ...facts, first: 0.5, bounds: { sigma, rho, gamma } })[1].text
    expect(text(0.9, 0.5, 1)).toContain('must vanish')
    // A sigmoid's slope is at most ¼, so the limit is 4.
    expect(text(3.9, 0.5, 0.25)).toContain('must vanish')
    expect(text(1.1, 0.5, 1)).toContain('proves neither')
    expect(text(2, 1.5, 1)).toMatch(/can explode, but need not/)
  })

  it('tells what the gates keep, and says nothing of a single word', () => {
    expect(diagnoseRecurrence({ ...facts, cell: 'lstm', first: 0.5, bounds: null, kept: 0.12 })[0].text).toContain(
      '12 %',
    )
    expect(diagnoseRecurrence({ ...facts, words: 1, first: 1, bounds: null })).toEqual([])
  })
})

describe('the units in words', () => {
  const unit = (n: number, verdict: 'alive' | 'dead' | 'saturated' | 'constant') => ({
    ...{ unit: n, min: -1, max: 1, mean: 0, flat: 0, verdict },
  })
  it('counts and names those that do not work', () => {
    const health = [unit(0, 'alive'), unit(1, 'saturated'), ...[2, 3, 4, 5, 6, 7, 8, 9].map((n) => unit(n, 'alive'))]
    const [finding] = diagnoseUnits(health, [], 50)
    expect(finding).toMatchObject({ level: 'note', title: '1 of 10 units sit at an end nearly always' })
    expect(finding.text).toContain('unit 2.')
    const many = diagnoseUnits([unit(0, 'dead'), unit(1, 'dead'), unit(2, 'alive')], [], 50)
    expect(many[0].level).toBe('warning')
    expect(diagnoseUnits([unit(0, 'alive')], [], 50)[0].level).toBe('good')
    expect(diagnoseUnits([], [], 0)).toEqual([])
  })

  it('says how many of the keeping gates are open', () => {
    const gate = (open: number) => ({ gate: 'f' as const, unit: 0, shut: 0, open })
    const title = (...open: number[]) => diagnoseUnits([unit(0, 'alive')], open.map(gate), 50)[1].title
    expect(title(0.9, 0.1)).toBe('50 % of the forget gates are mostly open')
    expect(title(0.1)).toBe('No forget gate is open most of the time')
  })
})

it('is worded in another language with its texts and numbers', () => {
  const speech = { say: { diagnoses }, format: formats.de }
  const facts = { cell: 'lstm' as const, words: 2, first: 0.5, bounds: null, kept: 0.125 }
  const [{ title, text }] = diagnoseRecurrence(facts, speech)
  expect(title).toBe('Das erste Wort reicht noch bis ans Ende')
  expect(text).toContain('Über 1 Schritt ändert')
  expect(text).toContain('das 0,5-Fache')
})
