import { expect, it } from 'vitest'
import type { Draft } from '../../../../renderer/stores/draft.ts'
import { draftsFrom, draftsToSave } from '../../../../renderer/stores/saved-drafts.ts'
import {
  SPEC_VERSION,
  defaultModel,
  defaultSplit,
  defaultText,
  defaultTraining,
} from '../../../../shared/contract/spec.ts'

const draft = (seed: number): Draft => ({
  dataset: 'dataset-a',
  spec: {
    ...{ version: SPEC_VERSION, text: defaultText, split: defaultSplit, training: defaultTraining },
    ...{ seed, models: [defaultModel('rnn')] },
  },
})

it('drafts come back as they were, also one without models; the newest of many are kept', () => {
  const empty = { ...draft(2), spec: { ...draft(2).spec, models: [] } }
  const drafts = new Map([
    ['experiment-a', draft(1)],
    ['experiment-b', empty],
  ])
  expect(draftsFrom(draftsToSave(drafts))).toEqual(drafts)
  const many = new Map(Array.from({ length: 30 }, (_, n) => [`experiment-${n}`, draft(n)]))
  expect(draftsToSave(many).map(({ experiment }) => experiment)).toEqual(
    Array.from({ length: 20 }, (_, n) => `experiment-${29 - n}`),
  )
})

it('what is no draft of this version is left out', () => {
  expect(
    draftsFrom([
      { experiment: 'experiment-a', draft: '{' },
      { experiment: 'experiment-b', draft: '{"dataset":"x","spec":{"version":99}}' },
    ]).size,
  ).toBe(0)
})
