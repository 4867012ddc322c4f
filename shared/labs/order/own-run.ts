import type { EncodedPart } from '../../contract/encoded.ts'
import type { RunSpec } from '../../contract/spec.ts'

/** A trained run with all that it takes to ask it. */
export interface OwnRun {
  name: string
  spec: RunSpec
  dims: { vocabularySize: number; classes: number }
  /** A safetensors file. */
  checkpoint: Uint8Array
  test: EncodedPart
  /** words[id] of its vocabulary. */
  words: string[]
}
