import { basename, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Browser, Page } from 'playwright-core'
import { stream } from '../../shared/engine/training/random.ts'
import { runRow, screenLink } from '../e2e/steps.ts'
import { dropFile } from '../e2e/watched-page.ts'
import * as actions from './actions.ts'
import { faults } from './faults.ts'
import type { Fault } from './faults.ts'
import { startInspectedHost } from './inspected-host.ts'
import { launchFrugalChromium } from './launch-frugal.ts'
import { measurePage } from './measured-page.ts'
import type { Problems } from './problems.ts'
import { watchPage } from './watch-page.ts'

/** What was measured at rest, by name; null where this system does not say. */
export type Measures = Record<string, number | null>

export interface Arm {
  /** One cycle of use; tells what was injected. */
  cycle(number: number): Promise<string>
  measure(): Promise<Measures>
  close(): Promise<void>
}

const seconds = (count: number) => new Promise<void>((resolve) => setTimeout(resolve, count * 1000))

/** One host and one page that stay open from the beginning to the end: what they do not give back piles up. */
export async function openSitting(folder: string, seed: number, problems: Problems): Promise<Arm> {
  const browser: Browser = await launchFrugalChromium(`${folder}-browser`)
  const host = await startInspectedHost(folder)
  const page: Page = await watchPage(browser, host.url, problems)
  await screenLink(page, 'Data').waitFor()
  const pageMemory = await measurePage(browser, page)
  const atRest = page.url()

  const faultOf = (number: number): Fault => {
    const block = Math.floor(number / faults.length)
    const order = stream(seed, 'soak', 'faults', block).shuffle([...faults])
    return order[number % faults.length]
  }
  const during = <T>(fault: Fault, what: string, work: () => Promise<T>) => {
    problems.during(what)
    return problems.expecting(fault.expected, work)
  }

  return {
    async cycle(number) {
      const fault = faultOf(number)
      const name = `soak-${number}`
      const device = fault.device ?? (number % 3 === 2 ? 'GPU (WebGL)' : 'Processor (WebAssembly)')
      await screenLink(page, 'Data').click()
      if (fault.when === 'import') await during(fault, fault.name, () => fault.inject(page))
      problems.during('importing')
      await actions.importFile(page, `${name}.csv`, actions.sentences(seed + number))
      await actions.compareSmallModels(page, device, 4)
      await actions.pressTrain(page)
      await during(fault, `training with ‘${fault.name}’`, async () => {
        if (fault.when === 'training') await fault.inject(page)
        await actions.trainToTheEnd(page)
      })
      problems.during('looking around')
      await actions.lookAround(page, 'the plot is not dull but superb')
      problems.during('saving and opening a file')
      await openSavedCopy(page)
      problems.during('deleting and restoring')
      for (const _ of ['the copy', 'the comparison'])
        await actions.deleteUndoDelete(page, `ANN, RNN and LSTM on ${name}`)
      await actions.deleteAll(page, name)
      await page.goto(atRest)
      await runRow(page, 'LSTM').waitFor()
      await actions.dismissNotices(page)
      return fault.name
    },
    async measure() {
      problems.during('measuring')
      const readings: Measures[] = []
      for (let turn = 0; turn < 3; turn++) {
        await seconds(1) // timers and finalisers have their turn; the least of three is what was kept
        const [{ heap, nodes, listeners, workers, renderer, gpu, browser }, of] = [
          await pageMemory(),
          await host.memory(),
        ]
        readings.push({
          ...{ 'page heap': heap, 'page nodes': nodes, 'page listeners': listeners, 'page workers': workers },
          ...{ 'page process': renderer, 'GPU process': gpu, 'browser process': browser },
          ...{
            'host heap': of.used,
            'host process': of.resident,
            'host descriptors': of.descriptors,
            'host handles': of.handles,
          },
        })
      }
      return { ...leastOf(readings), 'database in use': databaseBytes(folder) }
    },
    async close() {
      await browser.close()
      await host.stop()
    },
  }
}

/** Saves the comparison in view as a file and drops that on the window. */
async function openSavedCopy(page: Page): Promise<void> {
  const bytes = await page.evaluate(async () => {
    const { lastExperiment } = (await (await fetch('/api/settings')).json()) as { lastExperiment: string }
    return [...new Uint8Array(await (await fetch(`/api/experiments/${lastExperiment}/file`)).arrayBuffer())]
  })
  await dropFile(page, basename('copy.unroll'), Buffer.from(bytes), 'application/octet-stream')
  await page.waitForURL(/#\/compare\/experiment-/)
}

/** Bytes of the pages that hold something: what a VACUUM would leave. */
function databaseBytes(folder: string): number {
  const database = new DatabaseSync(join(folder, 'unroll.db'), { readOnly: true })
  try {
    const pragma = (name: string) => Object.values(database.prepare(`PRAGMA ${name}`).get() ?? {})[0] as number
    return (pragma('page_count') - pragma('freelist_count')) * pragma('page_size')
  } finally {
    database.close()
  }
}

function leastOf(readings: readonly Measures[]): Measures {
  return Object.fromEntries(
    Object.keys(readings[0]).map((name) => {
      const values = readings.map((one) => one[name]).filter((value) => value !== null)
      return [name, values.length ? Math.min(...values) : null]
    }),
  )
}
