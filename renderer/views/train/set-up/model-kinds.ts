import { say } from '../../../messages.ts'

/** What each kind of model does with a sentence, in one sentence. */
export const cellIdeas: Record<string, string> = {
  get 'ann-mean'() {
    return say.train.averagesTheWordsAndIsTherefore
  },
  get ann() {
    return say.train.givesEveryPositionOfTheSentence
  },
  get rnn() {
    return say.train.readsWordByWordWithThe
  },
  get lstm() {
    return say.train.readsWordByWordTooWith
  },
  get gru() {
    return say.train.readsWordByWordWithTwo
  },
}
