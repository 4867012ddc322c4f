import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { readDocument } from '../../../shared/labs/document.ts'
import type { LabDocument } from '../../../shared/labs/document.ts'
import { labNames } from '../../../shared/labs/spec.ts'
import type { LabName } from '../../../shared/labs/spec.ts'
import { compare } from '../../parity/compare/command.ts'
import { lab } from '../../parity/labs/command.ts'
import { root } from '../host.ts'

/** The 10,662 film reviews that lie beside the project where there are any. */
export const movieReviews = join(root, '..', 'shared', 'data', 'movie-review-sentences.csv')

/** Names of the comparisons that are trained for the pictures. */
export const trainedNames = { order: 'Order reviews', movies: 'Movie reviews' } as const

/**
 * Trains all five models on the reviews in which order decides, and three on real film reviews where those are there.
 * @param cwd its folder `data` becomes the data folder.
 * @returns which comparisons there are now. @throws {Error} with the terminal's words when training failed.
 */
export async function trainComparisons(cwd: string): Promise<(keyof typeof trainedNames)[]> {
  const sizes = ['--hidden', '24', '--embedding', '24']
  const train = async (file: string, options: string[]) => {
    const { code, err } = await compare([file, ...sizes, ...options], cwd)
    if (code !== 0) throw new Error(`${file} could not be trained: ${err}`)
  }
  const models = 'ann-mean,ann,rnn,lstm,gru'
  const order = ['--models', models, '--epochs', '10', '--name', trainedNames.order]
  await train(join(root, 'resources', 'samples', 'order-reviews.csv'), order)
  if (!existsSync(movieReviews)) return ['order']
  const few = ['--models', 'ann-mean,rnn,lstm', '--epochs', '3', '--max-length', '30', '--max-words', '3000']
  await train(movieReviews, [...few, '--name', trainedNames.movies])
  return ['order', 'movies']
}

/** A finished result of a laboratory: the saved one where there is one, else one with few seeds. */
export async function labResult(name: LabName, cwd: string): Promise<LabDocument> {
  const saved = join(root, 'resources', 'labs', `${name}.json`)
  if (existsSync(saved)) return readDocument(readFileSync(saved, 'utf8'))
  const file = join(cwd, `${name}.json`)
  const { code, err } = await lab([name, '--seeds', '2', '--save', file], cwd)
  if (code !== 0) throw new Error(`the laboratory ${name} could not be run: ${err}`)
  return readDocument(readFileSync(file, 'utf8'))
}

/** Puts a finished result into every laboratory, as if it had been run here. */
export async function fillLaboratories(page: Page, cwd: string): Promise<void> {
  for (const name of labNames) {
    const document = await labResult(name, cwd)
    const status = await page.evaluate(
      async ([lab, body]) => {
        const headers = { 'content-type': 'application/json' }
        return (await fetch(`/api/labs/${lab}`, { method: 'PUT', headers, body })).status
      },
      [name, JSON.stringify(document)] as const,
    )
    if (status !== 200) throw new Error(`the result of the laboratory ${name} was refused with status ${status}`)
  }
}
