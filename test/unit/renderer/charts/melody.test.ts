import { describe, expect, it } from 'vitest'
import { melodiesOf } from '../../../../renderer/charts/sound/melody.ts'

const pitches = (rows: (number | string | null)[][], head = ['Step', 'a']) =>
  melodiesOf({ head, rows }).map(({ tones }) => tones.map(({ pitch }) => pitch && Math.round(pitch)))

describe('melodiesOf', () => {
  it('lets the pitch rise by equal intervals: least 220 Hz, half way an octave higher, greatest two', () => {
    expect(
      pitches([
        [1, 10],
        [2, 15],
        [3, 20],
      ]),
    ).toEqual([[220, 440, 880]])
  })

  it('rises with the logarithm where the values span a factor of 100 and more', () => {
    expect(
      pitches([
        [1, 0.001],
        [2, 0.1],
        [3, 10],
      ]),
    ).toEqual([[220, 440, 880]])
    // A factor of 99 is heard on a linear scale: 1 + 98/2 = 50 lies half way.
    expect(
      pitches([
        [1, 1],
        [2, 50],
        [3, 99],
      ]),
    ).toEqual([[220, 440, 880]])
  })

  it('keeps a linear scale where a value is zero or less, however large the others are', () => {
    expect(
      pitches([
        [1, 0],
        [2, 500],
        [3, 1000],
      ]),
    ).toEqual([[220, 440, 880]])
  })

  it('puts all curves on one scale', () => {
    expect(
      pitches(
        [
          [1, 0, 5],
          [2, 10, 5],
        ],
        ['Step', 'a', 'b'],
      ),
    ).toEqual([
      [220, 880],
      [440, 440],
    ])
  })

  it('moves from left to right, and is silent where there is no value', () => {
    const [melody] = melodiesOf({
      head: ['Step', 'a'],
      rows: [
        [1, 2],
        [2, null],
        [3, 4],
      ],
    })
    expect(melody.tones.map(({ pan }) => pan)).toEqual([-1, 0, 1])
    expect(melody.tones[1].pitch).toBeNull()
    expect(melody).toMatchObject({ name: 'a', first: 2, last: 4, least: 2, most: 4 })
  })

  it('plays one value, or many equal ones, in the middle', () => {
    expect(pitches([[1, 3]])).toEqual([[440]])
    expect(
      pitches([
        [1, 3],
        [2, 3],
      ]),
    ).toEqual([[440, 440]])
  })

  it('leaves out columns of words and of nothing', () => {
    const rows = [
      ['good', 'pos', null, 1],
      ['bad', 'neg', null, 2],
    ]
    expect(melodiesOf({ head: ['Word', 'class', 'empty', 'count'], rows }).map(({ name }) => name)).toEqual(['count'])
    expect(melodiesOf({ head: ['Word', 'class'], rows: [] })).toEqual([])
  })

  it('hears a long curve through the means of 48 stretches', () => {
    const rows = Array.from({ length: 96 }, (_, at) => [at, at])
    const [melody] = melodiesOf({ head: ['Step', 'a'], rows })
    expect(melody.tones).toHaveLength(48)
    // Means 0.5, 2.5 … 94.5: the first and the last are the ends of the scale.
    expect(melody).toMatchObject({ first: 0.5, last: 94.5 })
    expect(melody.tones[0].pitch).toBeCloseTo(220)
    expect(melody.tones[47].pitch).toBeCloseTo(880)
  })

  it('plays six of many curves, the first and the last among them', () => {
    const head = ['Word', ...Array.from({ length: 21 }, (_, at) => `step ${at}`)]
    const names = melodiesOf({ head, rows: [head.map((_, at) => at)] }).map(({ name }) => name)
    expect(names).toEqual(['step 0', 'step 4', 'step 8', 'step 12', 'step 16', 'step 20'])
  })
})
