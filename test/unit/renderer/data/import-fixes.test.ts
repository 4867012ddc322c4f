import { describe, expect, it } from 'vitest'
import { givenIn, withFix } from '../../../../renderer/views/data/import-fixes.ts'
import type { ImportPreview, PreviewRequest } from '../../../../shared/contract/dataset.ts'

const labels = { kind: 'threshold', classes: ['negative', 'positive'], atLeast: 4 } as const

describe('corrections of an import', () => {
  it('add up', () => {
    expect(withFix({ header: false }, { encoding: 'windows-1252' })).toEqual({
      header: false,
      encoding: 'windows-1252',
    })
  })

  it('undo choices that were made under the old delimiter, but keep the name', () => {
    const given: PreviewRequest = {
      name: 'Mine',
      textColumn: 2,
      labelColumn: 0,
      labels: { ...labels, classes: ['a', 'b'] },
    }
    expect(withFix(given, { delimiter: ';' })).toEqual({ name: 'Mine', delimiter: ';' })
  })

  it('undo the classes when the label column changes, but not when the text column does', () => {
    const given: PreviewRequest = { labels: { ...labels, classes: ['a', 'b'] } }
    expect(withFix(given, { labelColumn: 3 })).toEqual({ labelColumn: 3 })
    expect(withFix(given, { textColumn: 3 })).toEqual({ ...given, textColumn: 3 })
  })

  it('keep what comes in the same change', () => {
    expect(withFix({}, { textColumn: 1, labelColumn: 0 })).toEqual({ textColumn: 1, labelColumn: 0 })
  })

  it('are known again after a reload: whatever was not detected', () => {
    const preview = {
      options: { name: 'x', encoding: 'utf-8', delimiter: ';', quoting: true, header: true, textColumn: 0 },
      detected: {
        name: 'from the file',
        encoding: 'a mark',
        quoting: 'quotes',
        header: 'names',
        textColumn: 'longest',
      },
    } as unknown as ImportPreview
    expect(givenIn(preview)).toEqual({ delimiter: ';' })
  })
})
