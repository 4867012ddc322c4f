import { defaultText } from '../contract/spec.ts'
import type { TextSpec } from '../contract/spec.ts'

/**
 * Text rules that fit a data set: no more timesteps than its longest text has words, since every step of every batch is
 * computed whether or not a word stands there, and the parameters of the ANN grow with it.
 * @param longest words of the longest text (`report.lengths.max` of a data set).
 */
export function suggestText(longest: number): TextSpec {
  return { ...defaultText, maxLength: Math.max(1, Math.min(defaultText.maxLength, longest)) }
}
