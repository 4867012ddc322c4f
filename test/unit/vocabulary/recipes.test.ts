import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { VocabularyRules } from '../../../shared/contract/text-spec.ts'
import { defaultText, noEdits } from '../../../shared/contract/text-spec.ts'
import {
  importContent,
  reviews,
  specOf,
  specRules,
  temporaryFolder,
  temporaryServices,
} from '../electron/temporary-services.ts'

const change = { kind: 'rules' as const, words: [] }
/** Rules that can be told apart. */
const numbered = (n: number): VocabularyRules => specRules({ minCount: n })

describe('recipes', () => {
  it('undo and redo move as in a text editor, over a restart too (any sequence)', async () => {
    const folder = temporaryFolder()
    let services = await temporaryServices(folder)
    const dataset = await importContent(services, 'r.csv', reviews)
    const step = fc.oneof(
      fc.record({ kind: fc.constant('change' as const), rules: fc.integer({ min: 1, max: 50 }) }),
      ...(['undo', 'redo', 'redo', 'restart'] as const).map((kind) => fc.record({ kind: fc.constant(kind) })),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        const { id } = services.recipes.create(dataset.id, 'v', numbered(1))
        // The model: what is done, and what is undone.
        const done = [1]
        let undone: number[] = []
        for (const one of steps) {
          if (one.kind === 'restart') {
            await services.close()
            services = await temporaryServices(folder)
          } else if (one.kind === 'change') {
            services.recipes.change(id, services.recipes.read(id).version, numbered(one.rules), change)
            done.push(one.rules)
            undone = []
          } else if (one.kind === 'undo') {
            services.recipes.undo(id)
            if (done.length > 1) undone.push(done.pop()!)
          } else {
            services.recipes.redo(id)
            if (undone.length) done.push(undone.pop()!)
          }
          const { rules, before, canUndo, canRedo } = services.recipes.read(id)
          expect(rules).toEqual(numbered(done.at(-1)!))
          expect(before?.minCount ?? null).toBe(done.at(-2) ?? null)
          expect([canUndo, canRedo]).toEqual([done.length > 1, undone.length > 0])
        }
      }),
      { numRuns: 25 },
    )
  })

  it('keeps every version, restores one by a step that can be undone, and refuses a change of what is no longer there', async () => {
    const { recipes, ...services } = await temporaryServices()
    const dataset = await importContent({ recipes, ...services }, 'r.csv', reviews)
    const { id } = recipes.create(dataset.id, 'v', numbered(1))
    recipes.change(id, 1, numbered(2), change)
    recipes.undo(id)
    recipes.change(id, 1, numbered(3), change)
    expect(recipes.read(id).versions.map(({ version, parent }) => [version, parent])).toEqual([
      [1, null],
      [2, 1],
      [3, 1],
    ])
    expect(recipes.restoreVersion(id, 2).rules.minCount).toBe(2)
    expect(recipes.undo(id).rules.minCount).toBe(3)
    expect(() => recipes.change(id, 1, numbered(9), change)).toThrow(/another window/)
    expect(() => recipes.restoreVersion(id, 99)).toThrow(/no version 99/)
    recipes.remove(id)
    expect(recipes.list(dataset.id)).toEqual([])
    expect(recipes.restore(id).name).toBe('v')
  })

  it('an experiment is told which version its rules are, whoever made it', async () => {
    const services = await temporaryServices()
    const dataset = await importContent(services, 'r.csv', reviews)
    const edits = { ...noEdits(), drop: ['film', 'number'] }
    const { id } = services.recipes.create(dataset.id, 'My words', specRules())
    services.recipes.change(id, 1, specRules({ edits }), change)
    const text = { ...defaultText, maxLength: 8, edits: { ...edits, drop: ['number', 'film'] } }
    const made = await services.experiments.create({ dataset: dataset.id, spec: specOf({ text }) })
    expect(services.recipes.originOf(made.id).recipe).toEqual({ id, name: 'My words', version: 2 })
    const other = await services.experiments.create({
      dataset: dataset.id,
      spec: specOf({ text: { ...text, minCount: 7 } }),
    })
    expect(services.recipes.originOf(other.id).recipe).toBeNull()
  })
})

describe('the effect of a change', () => {
  it('says what an experiment with these rules then has', async () => {
    const services = await temporaryServices()
    const dataset = await importContent(services, 'r.csv', reviews)
    const rules = specRules({ minCount: 2, numbers: 'one-token', edits: { ...noEdits(), drop: ['film'] } })
    const { split, seed, models } = specOf()
    const effect = await services.recipes.effect({
      ...{ dataset: dataset.id, rules, before: specRules(), split, seed, models, maxLength: 3 },
    })
    for (const [measure, kept] of [
      [effect.after, rules],
      [effect.before, specRules()],
    ] as const) {
      const text = { ...defaultText, ...kept, maxLength: 100 }
      const made = await services.experiments.create({ dataset: dataset.id, spec: specOf({ text }) })
      expect(measure?.words).toBe(made.vocabulary.size - 2)
      expect(measure?.left).toBe(made.vocabulary.dropped)
      expect(measure?.unknown).toEqual(made.vocabulary.unknown)
      const counts = await services.experiments.plan({
        dataset: dataset.id,
        spec: specOf({ text: { ...text, maxLength: 3 } }),
      })
      expect(measure?.models.map(({ parameters }) => parameters)).toEqual(counts.models.map((m) => m.parameters))
    }
    // 'film number 7 was good': every sentence has 'film', which is unknown now, and a number.
    expect(effect.after.covered).toBe(0)
    expect(effect.touched).toMatchObject({ sentences: 40, of: 40 })
    expect(effect.touched?.examples[0].after.map(({ word, unknown }) => (unknown ? '?' : word)).slice(0, 4)).toEqual([
      '?',
      'number',
      '⟨num⟩',
      'was',
    ])
    const words = await services.recipes.words({
      ...{ dataset: dataset.id, rules, split, seed, sort: 'count', descending: true, search: '', show: 'all' },
      ...{ offset: 0, limit: 100 },
    })
    const of = (word: string) => words.words.find((one) => one.word === word)
    expect(of('film')).toMatchObject({ state: 'dropped', id: null, count: 32 })
    expect(of('⟨num⟩')).toMatchObject({ state: 'in', count: 32 })
    expect(of('good')?.byClass.filter((count) => count > 0)).toHaveLength(1)
    expect(effect.plots.coverage.at(-1)?.share).toBe(1)
  })
})
