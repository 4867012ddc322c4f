import { shell } from 'electron'
import type { Session, WebContents } from 'electron'
import { ORIGIN } from './protocol.ts'

/** The page may copy text; everything else a page can ask for (camera, location, devices …) is refused. */
const allowed = new Set(['clipboard-sanitized-write'])

/** Where the papers are that Unroll names. A link leads nowhere else: a text that somebody imported cannot send anybody away. */
const linkHosts = new Set(['arxiv.org', 'doi.org'])

/** Whether an address may be opened in the person's own browser. */
export function mayOpen(address: string): boolean {
  const url = URL.parse(address)
  if (!url || url.protocol !== 'https:') return false
  return linkHosts.has(url.host) && url.username === '' && url.password === ''
}

export function isOwn(url: string): boolean {
  return url === ORIGIN || url.startsWith(`${ORIGIN}/`)
}

/**
 * Keeps a page where it is: it cannot leave for another origin, open windows or hold web views. A link to one of
 * `linkHosts` opens in the person's own browser instead.
 */
export function confine(contents: WebContents): void {
  contents.setWindowOpenHandler(({ url }) => {
    if (mayOpen(url)) void shell.openExternal(url)
    return { action: 'deny' }
  })
  contents.on('will-frame-navigate', (event) => {
    if (!isOwn(event.url)) event.preventDefault()
  })
  contents.on('will-redirect', (event) => {
    if (!isOwn(event.url)) event.preventDefault()
  })
  contents.on('will-attach-webview', (event) => event.preventDefault())
}

export function refusePermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, answer) => answer(allowed.has(permission)))
  session.setPermissionCheckHandler((_contents, permission) => allowed.has(permission))
  session.setDevicePermissionHandler(() => false)
}
