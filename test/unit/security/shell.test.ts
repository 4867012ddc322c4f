import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { EventEmitter } from 'node:events'
import { beforeEach, describe, expect, it, vi } from 'vitest'

const opened: string[] = []
let handler: (request: Request) => Response | Promise<Response> = () => new Response()
const windows: { options: { webPreferences: Record<string, unknown> } }[] = []

vi.mock('electron', () => ({
  shell: { openExternal: (url: string) => Promise.resolve(void opened.push(url)) },
  protocol: {
    registerSchemesAsPrivileged: () => undefined,
    handle: (_scheme: string, handle: typeof handler) => void (handler = handle),
  },
  dialog: { showErrorBox: () => undefined },
  nativeTheme: { shouldUseDarkColors: false },
  screen: { getAllDisplays: () => [] },
  BrowserWindow: class {
    readonly options: { webPreferences: Record<string, unknown> }
    constructor(options: { webPreferences: Record<string, unknown> }) {
      this.options = options
      windows.push(this)
    }
    once = () => undefined
    on = () => undefined
    webContents = { on: () => undefined }
    loadURL = () => Promise.resolve()
  },
}))

const { confine, isOwn, mayOpen, refusePermissions } = await import('../../../electron/shell/security.ts')
const { answerScheme } = await import('../../../electron/shell/protocol.ts')
const { openWindow } = await import('../../../electron/shell/window.ts')

const foreign = [
  ...[
    'https://foreign.invalid/',
    'http://arxiv.org/abs/1',
    'https://arxiv.org.foreign.invalid/',
    'https://arxiv.org:8443/',
  ],
  ...[
    'https://user@arxiv.org/',
    'https://foreign.invalid/https://arxiv.org/',
    'file:///etc/passwd',
    'javascript:alert(1)',
  ],
  ...['smb://arxiv.org/share', 'ms-msdt:/id', 'data:text/html,x', 'unroll://app/', '//arxiv.org/', 'arxiv.org', ''],
]

describe('links', () => {
  it('lead only to the places that Unroll names', () => {
    expect(foreign.filter(mayOpen)).toEqual([])
    expect(mayOpen('https://arxiv.org/abs/1211.5063')).toBe(true)
    expect(mayOpen('https://doi.org/10.1162/neco.1997.9.8.1735')).toBe(true)
  })
})

describe('a page', () => {
  class Contents extends EventEmitter {
    open: (details: { url: string }) => { action: string } = () => ({ action: 'allow' })
    setWindowOpenHandler(open: typeof this.open) {
      this.open = open
    }
  }
  let contents: Contents
  beforeEach(() => {
    contents = new Contents()
    confine(contents as unknown as Parameters<typeof confine>[0])
    opened.length = 0
  })
  const prevented = (name: string, url?: string) => {
    const event = { url, prevented: false, preventDefault: () => void (event.prevented = true) }
    contents.emit(name, event)
    return event.prevented
  }

  it('opens no window, whatever it asks for', () => {
    for (const url of [...foreign, 'https://doi.org/10.1/x']) expect(contents.open({ url })).toEqual({ action: 'deny' })
    expect(opened).toEqual(['https://doi.org/10.1/x'])
  })

  it('goes nowhere else, in no frame and by no redirect, and holds no web view', () => {
    const others = [
      ...foreign.filter((url) => url !== 'unroll://app/'),
      'unroll://application/',
      'unroll://app.foreign/',
      'unroll:app',
    ]
    for (const name of ['will-frame-navigate', 'will-redirect']) {
      expect(others.filter((url) => !prevented(name, url))).toEqual([])
      expect(prevented(name, 'unroll://app/index.html')).toBe(false)
    }
    expect(prevented('will-attach-webview')).toBe(true)
    expect(others.filter(isOwn)).toEqual([])
  })

  it('may copy text, and nothing else that a page can ask for', () => {
    type Ask = (contents: null, permission: string, answer: (granted: boolean) => void) => void
    let ask: Ask = () => undefined
    let check: (contents: null, permission: string) => boolean = () => true
    let device: () => boolean = () => true
    refusePermissions({
      setPermissionRequestHandler: (given: Ask) => void (ask = given),
      setPermissionCheckHandler: (given: typeof check) => void (check = given),
      setDevicePermissionHandler: (given: typeof device) => void (device = given),
    } as unknown as Parameters<typeof refusePermissions>[0])
    const asked = [
      ...[
        'media',
        'geolocation',
        'notifications',
        'midi',
        'midiSysex',
        'pointerLock',
        'fullscreen',
        'openExternal',
        'hid',
      ],
      ...[
        'serial',
        'usb',
        'clipboard-read',
        'display-capture',
        'fileSystem',
        'idle-detection',
        'window-management',
        'made-up',
      ],
    ]
    const granted = asked.filter((permission) => {
      let answer = true
      ask(null, permission, (given) => (answer = given))
      return answer || check(null, permission)
    })
    expect(granted).toEqual([])
    expect([check(null, 'clipboard-sanitized-write'), device()]).toEqual([true, false])
  })
})

describe('the scheme', () => {
  it('answers the page of this application only', async () => {
    answerScheme(() => new Response('in'))
    const status = async (url: string, headers: Record<string, string> = {}) =>
      (await handler(new Request(url, { headers }))).status
    expect(await status('unroll://app/api/about')).toBe(200)
    expect(await status('unroll://app/api/about', { origin: 'unroll://app' })).toBe(200)
    for (const origin of ['https://foreign.invalid', 'null', 'file://', 'unroll://other', 'unroll://app.foreign'])
      expect(await status('unroll://app/api/about', { origin }), origin).toBe(403)
    for (const url of ['unroll://other/api/about', 'unroll://app.foreign/']) expect(await status(url)).toBe(404)
  })
})

describe('the window', () => {
  it('is sandboxed, isolated and without Node', () => {
    openWindow({ bounds: { width: 800, height: 600 }, maximised: false, recentFiles: [] }, '/main')
    expect(windows[0].options.webPreferences).toMatchObject({
      ...{ sandbox: true, contextIsolation: true, nodeIntegration: false, webSecurity: true },
      ...{ webviewTag: false, navigateOnDragDrop: false },
    })
  })
})

describe('the sources of the main process', () => {
  const folder = fileURLToPath(new URL('../../../electron/', import.meta.url))
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'))
  const naming = (pattern: RegExp) => sources.filter((name) => pattern.test(readFileSync(join(folder, name), 'utf8')))

  it('hear no message from the page, and run no text in it', () => {
    expect(sources.length).toBeGreaterThan(80)
    expect(naming(/\bipcMain\b|ipcRenderer\.(send|invoke|postMessage)|executeJavaScript|\.debugger\b/)).toEqual([])
  })

  it('loosen nothing that Electron closes, and load nothing from elsewhere', () => {
    expect(naming(/allowRunningInsecureContent|experimentalFeatures|enableBlinkFeatures|webSecurity: false/)).toEqual(
      [],
    )
    expect(
      naming(/nodeIntegration(InWorker|InSubFrames)?: true|sandbox: false|contextIsolation: false|bypassCSP/),
    ).toEqual([])
    expect(naming(/\.loadFile\(|setAsDefaultProtocolClient|appendSwitch\(/)).toEqual([])
    expect(naming(/\.loadURL\((?!`\$\{ORIGIN\}\/`\))/)).toEqual([])
  })
})
