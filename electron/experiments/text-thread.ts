import type { Part } from '../../shared/contract/dataset.ts'
import type { EncodedPart } from '../../shared/contract/encoded.ts'
import type { EffectRequest, VocabularyEffect, WordsAnswer, WordsRequest } from '../../shared/contract/recipe.ts'
import type { ExperimentSpec, TextSpec } from '../../shared/contract/spec.ts'
import { THREAD_ROWS } from '../editing/thread/row-thread.ts'
import { workerFile } from '../importing/worker-file.ts'
import type { EditStore } from '../storage/edit-store.ts'
import type { Derived } from '../storage/experiment-store.ts'
import { callThread } from '../thread-calls.ts'
import { textWork } from './text-work.ts'
import type { RowsAt, TextWork } from './text-work.ts'

type Saved = { assignment: Uint8Array; words: string[] }

/** `TextWork` as calls of a thread. */
export type TextCalls = {
  derive: { takes: { rows: RowsAt; spec: ExperimentSpec }; tells: never; answers: Derived }
  encode: { takes: { rows: RowsAt; text: TextSpec; saved: Saved; part: Part }; tells: never; answers: EncodedPart }
  effect: { takes: { rows: RowsAt; request: EffectRequest }; tells: never; answers: VocabularyEffect }
  words: { takes: { rows: RowsAt; request: WordsRequest }; tells: never; answers: WordsAnswer }
}

/** A million rows have up to a million distinct words, as strings and with what is known of them; MB. */
const limits = { maxYoungGenerationSizeMb: 64, maxOldGenerationSizeMb: 4096 }

/** Work on texts: here for small data sets, in a thread for large ones, so that the host always has time for the page. */
export function textThread(edits: EditStore, folder: string): TextWork & { close(): Promise<void> } {
  const here = textWork(edits, { tables: 2, readings: 4, analyses: 6 })
  const thread = callThread<TextCalls>(workerFile('text-worker'), { folder }, limits)
  const isSmall = ({ dataset }: RowsAt) => edits.rows.end(dataset) < THREAD_ROWS
  return {
    derive: (rows, spec) => (isSmall(rows) ? here.derive(rows, spec) : thread.call('derive', { rows, spec })),
    encode: (rows, text, saved, part) =>
      isSmall(rows) ? here.encode(rows, text, saved, part) : thread.call('encode', { rows, text, saved, part }),
    effect: (rows, request, signal) =>
      isSmall(rows) ? here.effect(rows, request, signal) : thread.call('effect', { rows, request }, { signal }),
    words: (rows, request, signal) =>
      isSmall(rows) ? here.words(rows, request, signal) : thread.call('words', { rows, request }, { signal }),
    close: () => thread.close({ atOnce: true }),
  }
}
