import { EventEmitter } from 'node:events'
import type { Page, Route } from 'playwright-core'
import { fromChromium } from './network.ts'
import { DoubleEvent } from './record.ts'

type OpenHandler = (details: { url: string }) => { action: 'deny' | 'allow' }

class NavigationEvent extends DoubleEvent {
  readonly url: string
  readonly isMainFrame: boolean

  constructor(url: string, isMainFrame: boolean) {
    super()
    this.url = url
    this.isMainFrame = isMainFrame
  }
}

export class WebContents extends EventEmitter {
  /** The tab that shows it now. */
  page: Promise<Page> = new Promise(() => undefined)
  private readonly channel: string
  private openHandler: OpenHandler = () => ({ action: 'allow' })
  /** The address that `loadURL` asks for: only what the page itself starts is announced by will-frame-navigate. */
  loading: string | null = null

  constructor(channel: string) {
    super()
    this.channel = channel
  }

  setWindowOpenHandler(handler: OpenHandler): void {
    this.openHandler = handler
  }

  send(name: string, ...args: unknown[]): void {
    void this.page
      .then((page) =>
        page.evaluate(
          ([channel, wanted, values]) =>
            (window as unknown as Record<string, (name: string, args: unknown[]) => void>)[channel](wanted, values),
          [this.channel, name, args] as const,
        ),
      )
      // As in Electron, what is sent to a page that is gone is lost without a word.
      .catch(() => undefined)
  }

  /** Ends the page's process as a fault would. */
  crash(): void {
    void this.page.then(async (page) => {
      const session = await page.context().newCDPSession(page)
      // A process that dies does not answer.
      session.send('Page.crash').catch(() => undefined)
    })
  }

  /** Announces navigations and new windows of the page to the main process, and does as it says. */
  async attach(page: Page): Promise<void> {
    await page.route('**/*', (route) => this.decide(page, route))
    // The protocol says which address a new window is for; the new window itself still says about:blank.
    const session = await page.context().newCDPSession(page)
    let allowed = true
    session.on('Page.windowOpen', ({ url }) => {
      allowed = this.openHandler({ url: fromChromium(url) }).action === 'allow'
    })
    await session.send('Page.enable')
    page.on('popup', (popup) => {
      if (!allowed) void popup.close()
    })
  }

  private async decide(page: Page, route: Route): Promise<void> {
    const request = route.request()
    const asked = request.url() === this.loading
    if (!request.isNavigationRequest() || asked) return await route.continue()
    const event = new NavigationEvent(fromChromium(request.url()), request.frame() === page.mainFrame())
    this.emit('will-frame-navigate', event)
    if (event.defaultPrevented) await route.abort('aborted')
    else await route.continue()
  }
}
