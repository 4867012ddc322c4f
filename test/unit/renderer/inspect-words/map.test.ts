import { describe, expect, it } from 'vitest'
import { oddsColour } from '../../../../renderer/views/inspect/embeddings/draw-map.ts'
import { mapAnswers, pathsIn, umap } from '../../../../renderer/views/inspect/embeddings/map-answers.ts'
import {
  fitted,
  neighbourTowards,
  panned,
  placeLabels,
  pointAt,
  tellingWeight,
  toPixel,
  zoomed,
} from '../../../../renderer/views/inspect/embeddings/map-view.ts'
import type { MapPoint } from '../../../../renderer/views/inspect/embeddings/map-view.ts'
import {
  balanced,
  followedWords,
  foundWords,
  oddsWords,
  spreadWords,
  summariseMap,
  trailOf,
  wayLength,
} from '../../../../renderer/views/inspect/embeddings/map-words.ts'
import { matrix, matrixFrom } from '../../../../shared/engine/inspect/matrix.ts'
import { stream } from '../../../../shared/engine/training/random.ts'

const point = (id: number, word: string, x: number, y: number, odds = 0, sentences = 10): MapPoint => ({
  ...{ id, word, x, y, odds, sentences },
})
const size = { width: 400, height: 200 }

describe('the view of the map', () => {
  it('shows all places, as wide as high', () => {
    const view = fitted([{ x: -1, y: 0 }, { x: 3, y: 1 }], size) // prettier-ignore
    expect([view.x, view.y]).toEqual([1, 0.5])
    for (const [x, y] of [
      [-1, 0],
      [3, 1],
    ]) {
      const [px, py] = toPixel(view, size, x, y)
      expect(px >= 0 && px <= 400 && py >= 0 && py <= 200).toBe(true)
    }
    expect(fitted([], size)).toEqual({ x: 0, y: 0, scale: 1 })
  })

  it('zooms about a pixel, and moves by pixels', () => {
    const view = { x: 2, y: -1, scale: 50 }
    const [px, py] = toPixel(view, size, 3, 0.5)
    const near = zoomed(view, size, 3, px, py)
    expect(toPixel(near, size, 3, 0.5)).toEqual([expect.closeTo(px, 9), expect.closeTo(py, 9)])
    expect(near.scale).toBe(150)
    expect(toPixel(panned(view, 10, -20), size, 3, 0.5)).toEqual([px + 10, py - 20])
  })

  it('finds the point under the pointer, and the next one in a direction', () => {
    const points = [point(2, 'a', 0, 0), point(3, 'b', 1, 0.2), point(4, 'c', 3, 0), point(5, 'd', 0, 1)]
    const view = { x: 0, y: 0, scale: 50 }
    expect(pointAt(points, [view, size], [252, 91])?.word).toBe('b')
    expect(pointAt(points, [view, size], [230, 60])).toBeNull()
    expect(neighbourTowards(points, points[0], [1, 0])?.word).toBe('b')
    expect(neighbourTowards(points, points[1], [1, 0])?.word).toBe('c')
    expect(neighbourTowards(points, points[0], [0, 1])?.word).toBe('d')
    expect(neighbourTowards(points, points[0], [-1, 0])).toBeNull()
  })

  it('names never overlap, the first in the list is named first', () => {
    const random = stream(3, 'labels')
    const points = Array.from({ length: 200 }, (_, n) => point(n + 2, `word${n}`, random.normal(), random.normal()))
    const labels = placeLabels(points, [fitted(points, size), size], { most: 50, widthOf: (text) => 6 * text.length })
    expect(labels.length).toBeGreaterThan(5)
    expect(labels[0].text).toBe('word0')
    for (const [n, a] of labels.entries())
      for (const b of labels.slice(n + 1)) {
        const apart = a.x + 6 * a.text.length <= b.x || b.x + 6 * b.text.length <= a.x || Math.abs(a.y - b.y) >= 14
        expect(apart, `${a.text} and ${b.text}`).toBe(true)
      }
  })
})

describe('colours', () => {
  const theme = { models: ['#0000ff', '#ff0000'], muted: '#808080' }
  it('are grey where a word says little, and full at 20 to 1', () => {
    expect([0, 3, -3, 9].map((odds) => oddsColour(odds, theme))).toEqual(['rgb(128 128 128)', 'rgb(0 0 255)', 'rgb(255 0 0)', 'rgb(0 0 255)']) // prettier-ignore
  })
  it('are seen to say nothing where the data set balances its words', () => {
    const sentences = [0, 0, 5, 5]
    expect(balanced([2, 3], { sentences, logOdds: [9, 9, 0.01, -0.02] })).toBe(true)
    expect(balanced([2, 3], { sentences, logOdds: [0, 0, 0.01, -0.5] })).toBe(false)
  })
})

describe('the map in words', () => {
  const points = [point(2, 'the', 0, 0, 0.01, 900), point(3, 'Good', 1, 1, 2, 30), point(4, 'goods', 1, 2, 3, 1), point(5, 'bad', -1, 0, -2, 40)] // prettier-ignore
  it('a search puts what is meant first', () => {
    expect(foundWords(points, 'GOOD').map(({ word }) => word)).toEqual(['Good', 'goods'])
    expect(foundWords(points, 'a').map(({ word }) => word)).toEqual(['bad'])
    expect(foundWords(points, ' ')).toEqual([])
  })
  it('the most telling words of either side', () => {
    expect(summariseMap(points, 'pos')).toBe(
      '4 words. Most telling for “pos”: “Good”, “goods”, “the”; against it: “bad”.',
    )
    expect(followedWords(points, null, 1)).toEqual([3, 5])
    expect(followedWords(points, 2, 1)).toEqual([3, 5, 2])
    expect(followedWords(points, 99, 1)).toEqual([3, 5])
    expect(tellingWeight({ odds: -2, sentences: 0 })).toBe(0)
  })
  it('how much the picture shows, and odds', () => {
    const places = { table: 'embedding', oneHot: false, dimensions: 32, ids: [2, 3], x: [], y: [], norms: [] }
    expect(spreadWords({ ...places, explained: [0.31, 0.1] })).toMatch(/^The two axes show 41 % of the spread of 2 words in 32 dimensions \(31 % and 10 %\)\. Most of it is missing/) // prettier-ignore
    expect(spreadWords({ ...places, explained: null })).toBe('')
    expect(oddsWords(Math.log(3), 'pos')).toBe('its odds are 3 times higher in “pos” than elsewhere')
    expect(oddsWords(0, 'pos')).toBe('says nothing about “pos”')
  })
})

describe('paths over training', () => {
  it('lie in the plane of the last snapshot', () => {
    // Rows 0 and 1 are marks. At the end the three words lie on the first axis; before, all were at the middle.
    const tables = [[[0, 0], [0, 0], [0, 0]], [[-2, 0], [0, 0], [2, 0]]].map((rows) => matrixFrom(rows)) // prettier-ignore
    const found = pathsIn(tables)
    const paths = { ...found, steps: [0, 10], epochs: [1, 1] }
    expect(found.explained[0]).toBeCloseTo(1, 12)
    expect(trailOf(paths, 4, 1).map((x) => Math.round(x * 1e9) / 1e9)).toEqual([0, 0, 2, 0])
    expect(wayLength(trailOf(paths, 2, 1))).toBeCloseTo(2, 12)
    expect(trailOf(paths, 99, 1)).toEqual([])
    expect(wayLength([0, 0, 3, 4, 3, 5])).toBe(6)
  })
})

describe('UMAP', () => {
  const random = stream(5, 'groups')
  // Two groups far apart in ten dimensions.
  const words = matrix(
    60,
    10,
    Float64Array.from({ length: 600 }, (_, at) => random.normal() + (at < 300 ? 0 : 30)),
  )
  async function finish(seed: number) {
    const work = umap(words, 8, seed)
    let yields = 0
    for (let step = await work.next(); ; step = await work.next()) {
      if (step.done) return { places: step.value, yields }
      yields++
    }
  }

  it('keeps groups together, can be interrupted, and gives the same picture for the same seed', async () => {
    const { places, yields } = await finish(1)
    expect(yields).toBeGreaterThan(100)
    expect((await finish(1)).places).toEqual(places)
    expect((await finish(2)).places).not.toEqual(places)
    const middle = (from: number) => {
      let [x, y] = [0, 0]
      for (let n = from; n < from + 30; n++) [x, y] = [x + places[2 * n] / 30, y + places[2 * n + 1] / 30]
      return [x, y]
    }
    const [a, b] = [middle(0), middle(30)]
    for (let n = 0; n < 60; n++) {
      const [own, other] = n < 30 ? [a, b] : [b, a]
      const far = ([x, y]: number[]) => Math.hypot(places[2 * n] - x, places[2 * n + 1] - y)
      expect(far(own)).toBeLessThan(far(other))
    }
  })

  it('stands beside what is asked on the Words screen', () => {
    expect(Object.keys(mapAnswers).sort()).toEqual(['alone', 'answers', 'map', 'neighbours', 'odds', 'paths', 'reading', 'salience']) // prettier-ignore
  })
})
