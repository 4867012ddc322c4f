import { describe, expect, it } from 'vitest'
import type { PreviewRequest } from '../../../shared/contract/dataset.ts'
import { temporaryServices, upload } from './temporary-services.ts'

async function previewOf(content: string | Uint8Array, request: PreviewRequest = {}) {
  const { imports } = await temporaryServices()
  const { id } = await imports.open('file.csv', upload(content))
  return await imports.preview(id, request)
}

const distinctTexts = `text,label\n${Array.from({ length: 1200 }, (_, n) => `film number ${n},${n % 2 ? 'pos' : 'neg'}`).join('\n')}\n`

describe('what a preview says', () => {
  it('of a column of texts taken for labels: that it is no set of classes, with no class guessed', async () => {
    const { options, problem, warnings, detected } = await previewOf(distinctTexts, { labelColumn: 0 })
    expect(options.labels).toEqual({ kind: 'values', classes: ['negative', 'positive'], map: {} })
    expect(problem).toMatchObject({ code: 'labels-unmapped' })
    expect(problem?.message).toContain('The label column holds 1,200 different labels')
    expect(problem?.message).toContain('Choose another label column')
    expect(warnings).toEqual(['1,200 different labels: is this the right label column?'])
    expect(detected.labels).toBe('1,200 different labels, too many to be classes')
  })

  it('of a column of texts whose labels have been given classes by hand: nothing stands in the way', async () => {
    const labels = {
      kind: 'values' as const,
      classes: ['odd', 'even'],
      map: { 'film number 1': 0, 'film number 2': 1 },
    }
    expect((await previewOf(distinctTexts, { labelColumn: 0, labels })).problem).toBeNull()
  })

  it('of a file with one column: that no delimiter divides it', async () => {
    const { problem, detected } = await previewOf('a fine film\na bad film\n')
    expect(problem?.code).toBe('csv-one-column')
    expect(detected.delimiter).toBe('none of the usual delimiters divides the rows')
  })

  it('of bytes that the chosen encoding does not know: what stands in their place', async () => {
    const latin1 = Uint8Array.from('text,label\ncaf\xe9 noir,a\nth\xe9 vert,b\n', (letter) => letter.charCodeAt(0))
    const { warnings } = await previewOf(latin1, { encoding: 'utf-8' })
    expect(warnings).toEqual([expect.stringContaining('no characters in the chosen encoding and are shown as \uFFFD')])
  })
})
