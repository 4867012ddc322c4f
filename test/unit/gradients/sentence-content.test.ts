import { describe, expect, it } from 'vitest'
import {
  placeNames,
  perWordOf,
  ratiosOf,
  memoryContent,
  ratioContent,
} from '../../../renderer/views/inspect/gradients/sentence-content.ts'
import type { SentenceGradients } from '../../../renderer/views/inspect/gradients/gradient-questions.ts'

const trained: SentenceGradients = {
  ...{ factor: 1, probabilities: [0.2, 0.8], loss: 0.2, h: [1, 2, 8], c: null, words: [0, 1, 2], kept: null },
  toEnd: { h: [0.25, 0.5, 1], c: null },
  bounds: { sigma: 2, rho: 1.5, gamma: 1, upper: [1, 2, 4], linear: [1, 1.5, 2.25], ofSentence: [3, 1.8, 1] },
}
const view = { trained, now: trained, words: ['not', 'good', 'not'], colour: '#123456' }
const theme = { ...{ text: '', muted: '#777777', grid: '', surface: '', font: '' }, models: ['a', 'b', 'c', 'd', 'e'] }

describe('the charts of a sentence', () => {
  it('divide each gradient by that one word later', () => {
    // By hand: 1/2 and 2/8, whose geometric mean is √(1/8).
    expect(ratiosOf(trained)).toEqual([0.5, 0.25])
    expect(perWordOf(trained)).toBeCloseTo(Math.sqrt(1 / 8), 12)
    expect(perWordOf({ h: [3] })).toBeNull()
    expect(perWordOf({ h: [0, 1, 2] })).toBeCloseTo(0.5, 12)
  })

  it('tell the same word at two places apart', () => {
    expect(placeNames(['not', 'good', 'not'])).toEqual(['not', 'good', 'not (2)'])
  })

  it('lay every bound at or above what is measured, the longest distance first', () => {
    const { lines } = memoryContent(view, theme)
    const y = (id: string) => lines.find((line) => line.id === id)!.points.map((point) => point.y)
    expect(y('upper')).toEqual([4, 2, 1])
    expect(y('linear')).toEqual([2.25, 1.5, 1])
    expect(y('jacobian').every((value, at) => value <= y('own')[at] && y('own')[at] <= y('upper')[at])).toBe(true)
  })

  it('give every measured line a colour and a mark of its own, whatever the colour of the model', () => {
    const gated: SentenceGradients = {
      ...trained,
      kept: [0.1, 0.5, 1],
      toEnd: { h: [1, 1, 1], c: [1, 1, 1] },
      bounds: null,
    }
    for (const colour of theme.models) {
      const { lines } = memoryContent({ ...view, trained: gated, now: gated, colour }, theme)
      expect(new Set(lines.map((line) => line.colour)).size, colour).toBe(3)
      expect(new Set(lines.map(({ mark }) => mark)).size, colour).toBe(3)
    }
  })

  it('show the trained model beside the rescaled one', () => {
    const now = { ...trained, factor: 2, h: [4, 4, 4] }
    const { lines } = ratioContent({ ...view, now })
    expect(lines.map(({ label }) => label)).toEqual(['kept per step, U × 2', 'kept per step, as trained'])
    expect(lines.map(({ points }) => points.map(({ y }) => y))).toEqual([
      [1, 1],
      [0.5, 0.25],
    ])
  })
})
