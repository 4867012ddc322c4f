import type { Page } from 'playwright-core'
import * as steps from '../e2e/steps.ts'
import { dropFile } from '../e2e/watched-page.ts'
import type { DeviceName } from './actions.ts'
import { crashTrainer, loseContexts } from './worker-faults.ts'

/** Something that goes wrong in one sitting, and that the page must outlive. */
export interface Fault {
  name: string
  /** Where it happens; a fault of one device has models trained on that. */
  when: 'import' | 'training'
  device?: DeviceName
  /** Complaints that belong to it. */
  expected: RegExp[]
  inject(page: Page): Promise<void>
}

const refused = /status of 4\d\d/
const untilTraining = (page: Page) =>
  steps
    .controls(page)
    .page()
    .getByRole('listitem')
    .filter({ hasText: /Training, epoch|step [1-9]/ })
    .first()
    .waitFor({ timeout: 120_000 })

async function dropBroken(page: Page, name: string, content: Uint8Array, said: RegExp) {
  await dropFile(page, name, Buffer.from(content))
  await page.getByRole('alert').filter({ hasText: said }).first().waitFor()
}

export const faults: readonly Fault[] = [
  {
    name: 'none',
    when: 'training',
    expected: [],
    inject: async () => {},
  },
  {
    name: 'an empty file',
    when: 'import',
    expected: [refused],
    inject: (page) => dropBroken(page, 'empty.csv', new Uint8Array(), /empty/i),
  },
  {
    name: 'a file that is no text',
    when: 'import',
    expected: [refused],
    inject: (page) =>
      dropBroken(
        page,
        'binary.csv',
        Uint8Array.from({ length: 4096 }, (_, n) => (n * 7919) % 256),
        /./,
      ),
  },
  {
    name: 'a cancelled import',
    when: 'import',
    expected: [],
    async inject(page) {
      await dropFile(page, 'unwanted.csv', Buffer.from('text,label\na,x\nb,y\n'))
      await page.waitForURL(/#\/import\/import-/)
      await page.getByRole('button', { name: /^Cancel the import of/ }).click()
      await page.waitForURL(/#\/data/)
    },
  },
  {
    name: 'the trainer breaks down',
    when: 'training',
    expected: [/injected/],
    async inject(page) {
      await untilTraining(page)
      await crashTrainer(page)
    },
  },
  {
    name: 'the GPU is taken away',
    when: 'training',
    device: 'GPU (WebGL)',
    expected: [/CONTEXT_LOST|context lost|loseContext/i],
    async inject(page) {
      await untilTraining(page)
      if ((await loseContexts(page)) === 0) throw new Error('no worker held a WebGL context that could be lost')
    },
  },
  {
    name: 'requests are cut off',
    when: 'training',
    expected: [/net::ERR_CONNECTION_ABORTED|net::ERR_FAILED/],
    async inject(page) {
      let left = 3
      const cut = '**/api/runs/*/metrics'
      await page.route(cut, async (route) => {
        if (route.request().method() !== 'POST' || left-- <= 0) return await route.fallback()
        await route.abort('connectionaborted')
      })
      await untilTraining(page)
      await page.unroute(cut)
    },
  },
]
