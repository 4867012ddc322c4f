/** Questions that a worker answers, by name: what is asked and what comes back. Both must survive `postMessage`. */
export type Catalogue<Q> = { [Kind in keyof Q]: { ask: unknown; answer: unknown } }

/** Work on an answer: gives back the share done (0 to 1) whenever it can be interrupted, and the answer in the end. */
export type Work<A> = AsyncGenerator<number, A, void>

export type Handlers<Q extends Catalogue<Q>> = { [Kind in keyof Q]: (ask: Q[Kind]['ask']) => Work<Q[Kind]['answer']> }

/** Page → worker. */
export type Asked = { id: number; kind: string; ask: unknown } | { id: number; cancel: true }

/** Worker → page. Of each question one 'answer' or 'failed' comes last; of a cancelled one nothing more. */
export type Told =
  | { id: number; kind: 'progress'; share: number }
  | { id: number; kind: 'answer'; answer: unknown }
  | { id: number; kind: 'failed'; message: string }
