import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { melodiesOf } from '../../renderer/charts/sound/melody.ts'
import { openBenchPage } from '../browser/bench-page.ts'
import type { BenchPage } from '../browser/bench-page.ts'
import type { heard, playAloud } from './sound-page.ts'

let page: BenchPage
beforeAll(async () => {
  page = await openBenchPage('test/e2e/sound-page.ts', { args: ['--autoplay-policy=no-user-gesture-required'] })
})
afterAll(() => page.close())

const [melody] = melodiesOf({
  head: ['Step', 'loss'],
  rows: [
    [1, 4],
    [2, 3],
    [3, null],
    [4, 0],
  ],
})

describe('the sound of a chart', () => {
  it.each([0, 1, 2])(
    'sounds at the pitch of each value in voice %i, from left to right, silent without one',
    async (voice) => {
      const tones = await page.call<Awaited<ReturnType<typeof heard>>>('heard', melody, voice)
      // 4 → 880 Hz, 3 → 220 · 4^(3/4) = 622 Hz, 0 → 220 Hz; whole crossings in 90 ms tell pitches 11 Hz apart.
      for (const [at, hertz] of [880, 622, 0, 220].entries()) expect(Math.abs(tones[at].hertz - hertz)).toBeLessThan(23)
      expect(tones[2]).toEqual({ hertz: 0, left: 0, right: 0 })
      expect(tones[0].left).toBeGreaterThan(10 * tones[0].right)
      expect(tones[3].right).toBeGreaterThan(10 * tones[3].left)
    },
  )

  it('plays one curve after the other, or says that the machine is mute', async () => {
    const { began, problem } = await page.call<Awaited<ReturnType<typeof playAloud>>>('playAloud', [melody, melody])
    if (problem === null) expect(began).toEqual([0, 1])
    else expect(problem).toContain('loudspeaker')
  })
})
