import { useAsked } from './asking/use-asked.ts'
import type { AskedFor, Batch } from './asking/use-asked.ts'
import type { ModelQuestions } from './asking/model-questions.ts'
import type { Asking } from './asking/open-asking.ts'
import type { Move } from './edit-words.ts'
import type { Sentence } from './sentence.ts'
import type { ShownModel } from './shown-models.ts'

type Answers = ModelQuestions['answers']['answer']

/** What the models say of several wordings. */
export function useAnswers(
  asking: Asking<ModelQuestions>,
  models: () => readonly ShownModel[],
  sentences: () => readonly Sentence[] | null,
): AskedFor<readonly Sentence[], Answers> {
  type Ask = ModelQuestions['answers']['ask']
  return useAsked(asking, 'answers', (): Batch<readonly Sentence[], Ask> | null => {
    const about = sentences()
    if (!about) return null
    const ids = about.map((sentence) => sentence.ids)
    return { about, questions: models().map(({ id, ref }) => ({ key: id, ask: { model: ref, sentences: ids } })) }
  })
}

/** From one wording to another of those that were asked about, model by model. */
export function movesOf(
  models: readonly ShownModel[],
  answers: ReadonlyMap<string, Answers>,
  { from, to, classIndex }: { from: number; to: number; classIndex: number },
): Move[] {
  return models.flatMap(({ id, name, index, look }) => {
    const [before, after] = [answers.get(id)?.[from]?.[classIndex], answers.get(id)?.[to]?.[classIndex]]
    return before === undefined ? [] : [{ id, name, index, colour: look.colour, before, after: after ?? null }]
  })
}
