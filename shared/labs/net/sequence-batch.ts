/** What the output layer is asked: once, after the last step of a sequence, or after every step. */
export type Readout = 'last' | 'every'

/** mean squared error; softmax over K classes; one sigmoid for two classes. */
export type LossKind = 'squared' | 'softmax' | 'sigmoid'

/** What a task feeds a net and asks of it. */
export interface TaskShape {
  /** Numbers per step. */
  features: number
  /** Numbers that the output layer gives. */
  outputs: number
  readout: Readout
  loss: LossKind
}

/**
 * Generated sequences on the host, time first: position n = t·B + b. R rows are read out: R = B, or R = T·B.
 * Unlike batches of text, the input is any vector per step, so that a task may feed real numbers.
 */
export interface SequenceBatch {
  T: number
  B: number
  /** [T·B, features] */
  x: Float32Array
  /** [T·B]: 1 for a step of the sequence, 0 after its end. */
  mask: Float32Array
  /** [R, outputs]: the number, the one-hot class, or 0 and 1. */
  y: Float32Array
  /** [R]: each row's share of the loss; they add up to 1. */
  share: Float32Array
  /** [R]: 1 where the answer counts for the accuracy. */
  scored: Float32Array
}

/** A batch of zeros, all steps masked in; tasks fill it. */
export function emptyBatch({ features, outputs, readout }: TaskShape, T: number, B: number): SequenceBatch {
  const rows = readout === 'last' ? B : T * B
  return {
    ...{ T, B },
    x: new Float32Array(T * B * features),
    mask: new Float32Array(T * B).fill(1),
    y: new Float32Array(rows * outputs),
    share: new Float32Array(rows).fill(1 / rows),
    scored: new Float32Array(rows).fill(1),
  }
}
