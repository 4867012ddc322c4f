import { mkdirSync, rmSync, writeFileSync, statfsSync } from 'node:fs'
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import type { Experiment, ExperimentSummary } from '../../shared/contract/experiment.ts'
import { stream } from '../../shared/engine/training/random.ts'
import { launchChromium } from '../browser/chromium.ts'
import { startHost } from '../e2e/host.ts'
import type { Host } from '../e2e/host.ts'
import { button, controls, patientGpu, screenLink, waitForRun } from '../e2e/steps.ts'
import { dropFile } from '../e2e/watched-page.ts'
import * as actions from './actions.ts'
import { measurePage } from './measured-page.ts'
import type { Problems } from './problems.ts'
import type { Arm, Measures } from './sitting.ts'
import { watchPage } from './watch-page.ts'

const MiB = 1024 * 1024
/** What a page says whose host is gone. */
const unanswered = /net::ERR_|Failed to fetch|does not answer|status of 5\d\d/

/** A disk of its own for the folder, so that it can be filled; false where none may be mounted. */
function mountDisk(folder: string): boolean {
  mkdirSync(folder, { recursive: true })
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256m', 'unroll-soak', folder], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/** The arm whose processes are killed: host, page and GPU process do not live long, and the data folder must. */
export async function openRough(folder: string, seed: number, problems: Problems): Promise<Arm> {
  const ownDisk = mountDisk(folder)
  const data = join(folder, 'data')
  const browser: Browser = await launchChromium({ args: patientGpu })
  let host: Host = await startHost(data)
  let page: Page = await watchPage(browser, host.url, problems)
  await screenLink(page, 'Data').waitFor()

  const openAgain = async () => {
    await page.context().close()
    page = await watchPage(browser, host.url, problems)
    await screenLink(page, 'Data').waitFor()
  }
  const ask = async <Answer>(path: string) =>
    (await (await page.context().request.get(new URL(path, page.url()).href)).json()) as Answer
  const training = async () => {
    await actions.pressTrain(page)
    await waitForRun(page, 'ANN', /step [1-9]|Finished/)
  }
  /** Whatever broke off is found as stopped, and is trained to its end. */
  const goOn = async () => {
    const [{ id }] = await ask<ExperimentSummary[]>('/api/experiments')
    await page.goto(new URL(`#/train/${id}`, page.url()).href)
    await actions.trainToTheEnd(page)
    const { runs } = await ask<Experiment>(`/api/experiments/${id}`)
    for (const { epochs, spec, status } of runs)
      if (status !== 'finished' || epochs.some(({ epoch }, at) => epoch !== at + 1))
        problems.note(`${spec.model.name} is ${status} with epochs ${epochs.map(({ epoch }) => epoch).join()}`)
  }

  const blows: Record<string, () => Promise<void>> = {
    async 'the host is killed'() {
      await training()
      await host.kill()
      host = await startHost(data)
      await openAgain()
    },
    async 'the host is ended and started again'() {
      await training()
      const code = await host.stop()
      if (code !== 0) problems.note(`the host ended with code ${code}: ${host.output()}`)
      host = await startHost(data)
      await openAgain()
    },
    async 'the page crashes'() {
      await training()
      const crashed = page.waitForEvent('crash')
      const session = await page.context().newCDPSession(page)
      session.send('Page.crash').catch(() => {})
      await crashed
      await openAgain()
    },
    async 'the page is loaded again'() {
      await training()
      await page.reload()
      await screenLink(page, 'Data').waitFor()
    },
    async 'the GPU process is killed'() {
      await training()
      const session = await browser.newBrowserCDPSession()
      session.send('Browser.crashGpuProcess').catch(() => {})
      await openAgain()
    },
    async 'the disk is full'() {
      if (!ownDisk) return
      const { bavail, bsize } = statfsSync(folder)
      const ballast = join(folder, 'ballast')
      writeFileSync(ballast, new Uint8Array(Math.max(0, bavail * bsize - MiB / 2)))
      await dropFile(page, 'too-much.csv', Buffer.from(actions.sentences(seed, 40_000)))
      await page
        .getByRole('alert')
        .filter({ hasText: /disk|space|room/i })
        .first()
        .waitFor()
      rmSync(ballast)
    },
  }

  return {
    async cycle(number) {
      const names = Object.keys(blows)
      const order = stream(seed, 'soak', 'blows', Math.floor(number / names.length)).shuffle([...names])
      const blow = order[number % names.length]
      const name = `rough-${number}`
      problems.during(`importing before ‘${blow}’`)
      await screenLink(page, 'Data').click()
      await actions.importFile(page, `${name}.csv`, actions.sentences(seed + number))
      await actions.compareSmallModels(page, 'Processor (WebAssembly)', 40)
      await button(controls(page), /^Train/).waitFor()
      problems.during(blow)
      await problems.expecting(
        [unanswered, /the page crashed/, /status of 507/, /CONTEXT_LOST|GPU process/i],
        async () => {
          await blows[blow]()
          problems.during(`going on after ‘${blow}’`)
          await goOn()
        },
      )
      problems.during('deleting')
      await actions.deleteAll(page, name)
      await actions.dismissNotices(page)
      return ownDisk || blow !== 'the disk is full' ? blow : `${blow} (left out: no disk may be mounted here)`
    },
    async measure(): Promise<Measures> {
      await openAgain()
      const { heap, nodes } = await (await measurePage(browser, page))()
      return { 'fresh page heap': heap, 'fresh page nodes': nodes }
    },
    async close() {
      await browser.close()
      await host.stop()
      if (ownDisk) execFileSync('umount', ['-l', folder])
    },
  }
}
