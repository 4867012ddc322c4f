// The thread that reads every word of large data sets: vocabularies, splits, encoded parts.
import { connectDatabase } from '../storage/database.ts'
import { editStore } from '../storage/edit-store.ts'
import { answerCalls, startOfThread } from '../thread-calls.ts'
import type { TextCalls } from './text-thread.ts'
import { textWork } from './text-work.ts'

const { folder } = startOfThread<{ folder: string }>()
const database = connectDatabase(folder)
// A million rows take hundreds of megabytes each: what stands on the screen, and what it is compared with.
const work = textWork(editStore(database), { tables: 1, readings: 2, analyses: 2 })

answerCalls<TextCalls>(
  {
    derive: ({ rows, spec }) => work.derive(rows, spec),
    encode: async ({ rows, text, saved, part }, { handOver }) => {
      const encoded = await work.encode(rows, text, saved, part)
      for (const { buffer } of [encoded.ids, encoded.offsets, encoded.labels, encoded.rowIds])
        if (buffer instanceof ArrayBuffer) handOver(buffer)
      return encoded
    },
    effect: ({ rows, request }, { signal }) => work.effect(rows, request, signal),
    words: ({ rows, request }, { signal }) => work.words(rows, request, signal),
  },
  () => database.close(),
)
