/** A few labelled sentences, small enough to follow every number by hand. */
export interface LittleSet {
  /** File name in resources/samples, without its ending. */
  name: string
  sentences: { text: string; label: '0' | '1' }[]
}

/** The three worked examples of the article that the learn screen recomputes, sentence for sentence. */
export const articleSets: readonly LittleSet[] = [
  {
    name: 'movie-was-good',
    sentences: [
      { text: 'Movie was good', label: '1' },
      { text: 'Movie was bad', label: '0' },
      { text: 'Movie was not good', label: '0' },
    ],
  },
  {
    // The article gives these sentences no labels: 1 and 0 in turn are this project's choice.
    name: 'cat-mat-rat',
    sentences: [
      { text: 'cat mat rat', label: '1' },
      { text: 'rat rat mat', label: '0' },
      { text: 'mat mat cat', label: '1' },
    ],
  },
  {
    name: 'hi-my-name',
    sentences: [
      { text: 'Hi my name is Anil', label: '1' },
      { text: 'I like coding', label: '0' },
      { text: 'I like Indian cricket', label: '1' },
    ],
  },
]
