import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Dataset, PreviewRequest } from '../../../shared/contract/dataset.ts'
import type { CreateExperiment } from '../../../shared/contract/experiment.ts'
import { defaultModel, defaultSplit, defaultText, defaultTraining } from '../../../shared/contract/spec.ts'
import type { VocabularyRules } from '../../../shared/contract/text-spec.ts'
import { encodeSafetensors } from '../../../shared/engine/training/safetensors.ts'
import { openServices } from '../../../electron/services.ts'
import type { Services } from '../../../electron/services.ts'

/** A folder that is gone after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'unroll-test-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Services on an empty data folder (or the one given), closed after the test. */
export async function temporaryServices(dataFolder = temporaryFolder()): Promise<Services> {
  const services = await openServices({ dataFolder, resources: null })
  onTestFinished(() => services.close())
  return services
}

/** The bytes of a text or of numbers, in pieces of `size` as a browser might send them. */
export async function* upload(content: string | Uint8Array, size = 1000): AsyncGenerator<Uint8Array> {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content
  for (let at = 0; at < bytes.length; at += size) yield bytes.slice(at, at + size)
}

/** Opens, previews and imports in one go. */
export async function importContent(
  { imports }: Services,
  fileName: string,
  content: string | Uint8Array,
  request: PreviewRequest = {},
): Promise<Dataset> {
  const { id } = await imports.open(fileName, upload(content))
  const { options } = await imports.preview(id, request)
  imports.commit(id, options)
  return imports.finished(id)
}

/** Forty distinct reviews, half of them positive. */
export const reviews = `text,label\n${Array.from(
  { length: 40 },
  (_, n) => `film number ${n} was ${n % 2 ? 'good' : 'bad'},${n % 2 ? 'positive' : 'negative'}`,
).join('\n')}\n`

export const specOf = (changes: Partial<CreateExperiment['spec']> = {}): CreateExperiment['spec'] => ({
  version: 1,
  text: { ...defaultText, maxLength: 8 },
  split: defaultSplit,
  training: defaultTraining,
  seed: 7,
  models: [defaultModel('rnn'), defaultModel('lstm')],
  ...changes,
})

/** Those of its rules that decide the vocabulary. */
export function specRules(changes: Partial<VocabularyRules> = {}): VocabularyRules {
  const { maxLength: _, padding: __, truncation: ___, ...rules } = defaultText
  return { ...rules, ...changes }
}

/** A small checkpoint whose values all are `step`. */
export const checkpointAt = (step: number, values = 4): Uint8Array<ArrayBuffer> =>
  encodeSafetensors(
    { w: { dtype: 'F32', shape: [values], data: new Float32Array(values).fill(step) } },
    { step: String(step) },
  )
