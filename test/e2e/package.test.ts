import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchSharedChromium, startApplication } from '../electron-double/launch.ts'
import { extract } from '../packaging/asar.ts'
import type { PackedFile } from '../packaging/asar.ts'
import { AS_ELECTRON_COMES, AS_UNROLL_GOES, fusesOf } from '../packaging/electron-stand-in.ts'
import { pack, root } from '../packaging/pack.ts'
import type { Package } from '../packaging/pack.ts'
import { BUDGET_BYTES, problemsOf } from '../packaging/problems.ts'
import * as steps from './steps.ts'

let packed: Package
beforeAll(async () => {
  packed = await pack()
})
afterAll(() => packed.remove())

const file = (path: string, content = ''): PackedFile => ({ path, bytes: Buffer.from(content), whole: true })

describe('the package', () => {
  it('holds everything that is needed and nothing else, within its budget', () => {
    expect(problemsOf(packed.files, root)).toEqual([])
  })

  it.each<[what: string, extra: PackedFile]>([
    ['a source', file('electron/main.ts')],
    ['a component', file('renderer/app.vue')],
    ['a test', file('test/unit/icon.test.js')],
    ['a library', file('node_modules/hono/package.json')],
    ['a source map', file('out/renderer/assets/index-abcd1234.js.map')],
    ['a pointer at one', file('out/renderer/assets/a.js', '//# sourceMappingURL=a.js.map')],
    ['a native module', file('out/main/fsevents.node')],
    ['a picture for the readme', file('resources/screenshot.png')],
    ['an import that is not built in', file('out/main/a.js', 'import { z } from "zod";')],
    ['a thread that was not built', file('out/main/a.js', 'new Worker(workerFile("absent"))')],
    ['a part of the page that is missing', file('out/renderer/assets/a.js', 'import("./index-AbSeNt12.js")')],
    ['a file that was changed after packing', { ...file('out/main/a.js'), whole: false }],
    ['too much', { ...file('out/main/a.js'), bytes: Buffer.alloc(BUDGET_BYTES) }],
  ])('would be refused with %s', (_what, extra) => {
    expect(problemsOf([...packed.files, extra], root).length).toBeGreaterThan(0)
  })

  it.each(['out/main/preload.cjs', 'out/renderer/index.html', 'resources/samples/order-reviews.csv', 'LICENSE'])(
    'would be refused without %s',
    (path) => {
      const without = packed.files.filter((one) => one.path !== path)
      expect(problemsOf(without, root)).toContainEqual(`${path}: missing`)
    },
  )

  it('has its fuses set, and the licences of Electron and Chromium beside it', () => {
    expect(AS_ELECTRON_COMES).not.toBe(AS_UNROLL_GOES)
    expect(fusesOf(packed.executable)).toBe(AS_UNROLL_GOES)
    for (const name of ['LICENSE.electron.txt', 'LICENSES.chromium.html'])
      expect(existsSync(join(packed.folder, name)), name).toBe(true)
  })

  it('asks no server for updates: none is configured', () => {
    expect(existsSync(join(packed.folder, 'resources', 'app-update.yml'))).toBe(false)
    const main = packed.files.find(({ path }) => path === 'out/main/main.js')?.bytes.toString() ?? ''
    expect(main).not.toMatch(/electron-updater|autoUpdater/)
  })
})

describe('what is in the package', () => {
  it('runs by itself, far from the project: window, sample data, an import with a file from the command line', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'unroll-packed-'))
    const chromium = await launchSharedChromium()
    try {
      extract(packed.files, join(folder, 'app'))
      const reviews = join(folder, 'four-reviews.csv')
      writeFileSync(
        reviews,
        'text,label\n"a warm film",positive\n"a dull film",negative\n"warm",positive\n"dull",negative\n',
      )
      const application = startApplication(chromium.address, join(folder, 'data'), [reviews], {
        package: join(folder, 'app'),
      })
      try {
        const page = await chromium.page(application)
        await page.waitForURL(/#\/import\/import-/)
        await page.getByText('a warm film').first().waitFor()
        await page.getByRole('button', { name: 'Import', exact: true }).click()
        await page
          .getByText(/4 (rows|kept|reviews)/)
          .first()
          .waitFor()
        await steps.screenLink(page, 'Train').click()
        await page
          .getByRole('button', { name: /^Train/ })
          .first()
          .waitFor()
        expect(await page.evaluate(async () => (await fetch('/third-party-notices.txt')).status)).toBe(200)
        await application.control('closeWindow')
        expect(await application.ended, application.output()).toBe(0)
      } finally {
        await application.kill()
      }
    } finally {
      await chromium.close()
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
    }
  })
})
