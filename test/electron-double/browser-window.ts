import { EventEmitter } from 'node:events'
import type { Page } from 'playwright-core'
import { app } from './app.ts'
import { browserContext } from './browser.ts'
import { toChromium } from './network.ts'
import { preloadScript } from './preload-world.ts'
import { DoubleEvent, record } from './record.ts'
import { WebContents } from './web-contents.ts'
import { openWindows } from './window-list.ts'

interface Options {
  x?: number
  y?: number
  width: number
  height: number
  show: boolean
  title: string
  webPreferences: { preload: string; sandbox: boolean; contextIsolation: boolean; nodeIntegration: boolean }
}

let count = 0

/** A tab of the headless Chromium that behaves as a window: it can be hidden, minimised, focused and asked to close. */
export class BrowserWindow extends EventEmitter {
  readonly webContents: WebContents
  readonly options: Options
  /** Resolves when the tab is gone. */
  readonly gone: Promise<void>
  closing = false
  state = { visible: false, focused: false, minimised: false, maximised: false }
  private readonly channel = `electron-double-${++count}`
  private page: Promise<Page>
  private leave: () => void = () => undefined

  constructor(options: Options) {
    super()
    const { sandbox, contextIsolation, nodeIntegration } = options.webPreferences
    if (!sandbox || !contextIsolation || nodeIntegration) throw new Error('the double opens only locked-down windows')
    this.options = options
    this.state.visible = options.show
    this.gone = new Promise((resolve) => (this.leave = resolve))
    this.webContents = new WebContents(this.channel)
    this.page = this.openTab()
    openWindows.add(this)
    app.emit('web-contents-created', new DoubleEvent(), this.webContents)
  }

  /** A tab with the preload in it, attached to the window's contents. */
  private openTab(): Promise<Page> {
    const { width, height, webPreferences } = this.options
    const opening = browserContext()
      .newPage()
      .then(async (page) => {
        page.once('close', () => void (this.page === opening && this.ended()))
        page.once('crash', () => void this.crashed(page))
        await page.setViewportSize({ width, height })
        await page.addInitScript({ content: await preloadScript(webPreferences.preload, this.channel) })
        await this.webContents.attach(page)
        return page
      })
    this.webContents.page = opening
    return opening
  }

  private ended(): void {
    openWindows.delete(this)
    this.emit('closed')
    this.leave()
    if (openWindows.size === 0) app.emit('window-all-closed')
  }

  /** Playwright cannot load anything into a tab that crashed; the window gets another one. */
  private async crashed(page: Page): Promise<void> {
    this.page = this.openTab()
    await page.close()
    this.webContents.emit('render-process-gone', new DoubleEvent(), { reason: 'crashed', exitCode: 5 })
  }

  async loadURL(url: string): Promise<void> {
    const page = await this.page
    this.webContents.loading = toChromium(url)
    await page.goto(this.webContents.loading, { waitUntil: 'commit' })
    await page.waitForLoadState('domcontentloaded')
    this.emit('ready-to-show')
  }

  /** Asks first: a listener of 'close' may object. */
  close(): void {
    const event = new DoubleEvent()
    this.emit('close', event)
    if (!event.defaultPrevented) this.destroy()
  }

  destroy(): void {
    if (this.closing) return
    this.closing = true
    void this.page.then((page) => page.close())
  }

  show = () => void Object.assign(this.state, { visible: true })
  focus = () => void Object.assign(this.state, { focused: true })
  minimize = () => void Object.assign(this.state, { minimised: true, focused: false })
  restore = () => void Object.assign(this.state, { minimised: false })
  maximize = () => void Object.assign(this.state, { maximised: true })
  isMinimized = () => this.state.minimised
  isFocused = () => this.state.focused
  setProgressBar = (share: number) => record('window.setProgressBar', share)
  isMaximized = () => this.state.maximised
  getNormalBounds = () => {
    const { x = 0, y = 0, width, height } = this.options
    return { x, y, width, height }
  }
}
