import type { Page } from 'playwright-core'

/** What became of each attempt: the directive of the policy that refused it, 'refused' by an exception, or 'acted'. */
export type Outcomes = Record<string, string>

/** Every attempt that the page's policy must refuse, with the directive that refuses it. */
export const refusedBy: Outcomes = {
  ...{ eval: 'script-src', 'new Function': 'script-src', 'setTimeout of a text': 'script-src' },
  ...{ 'inline script': 'script-src-elem', 'remote script': 'script-src-elem', 'data: script': 'script-src-elem' },
  ...{ 'event attribute': 'script-src-attr', 'javascript: link': 'script-src-elem', 'blob: worker': 'worker-src' },
  ...{ 'remote image': 'img-src', 'remote style': 'style-src-elem', 'inline style': 'style-src-elem' },
  ...{
    'remote font': 'font-src',
    'remote fetch': 'connect-src',
    'remote socket': 'connect-src',
    'remote beacon': 'connect-src',
  },
  ...{ 'remote frame': 'frame-src', 'own frame': 'frame-src', 'data: frame': 'frame-src', object: 'object-src' },
  ...{ media: 'media-src', base: 'base-uri', form: 'form-action' },
}

/** Tries all of it inside the page, in a task of the page's own (what a debugger evaluates is not under the policy). */
export async function tryEverything(page: Page): Promise<Outcomes> {
  return await page.evaluate(async () => {
    const outcomes: Record<string, string> = {}
    const far = 'https://foreign.invalid'
    const add = (name: string, attributes: Record<string, string>, text = '') => {
      const element = document.createElement(name)
      for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value)
      element.textContent = text
      document.body.append(element)
      return element
    }
    const frame = (src: string) => () => void add('iframe', { src })
    const marked = window as unknown as Record<string, unknown>
    const font = () => {
      const face = new FontFace('remote', `url(${far}/a.woff2)`)
      document.fonts.add(face)
      face.load().catch(() => undefined)
    }
    const attempts: Record<string, () => unknown> = {
      eval: () => (0, eval)('window.acted = true'),
      'new Function': () => new Function('window.acted = true')() as unknown,
      'setTimeout of a text': () => setTimeout('window.acted = true'),
      'inline script': () => add('script', {}, 'window.acted = true'),
      'remote script': () => add('script', { src: `${far}/a.js` }),
      'data: script': () => add('script', { src: 'data:text/javascript,window.acted=true' }),
      'event attribute': () => add('button', { onclick: 'window.acted = true' }).click(),
      'javascript: link': () => add('a', { href: 'javascript:void(window.acted = true)' }).click(),
      'blob: worker': () => new Worker(URL.createObjectURL(new Blob(['1'], { type: 'text/javascript' }))),
      'remote image': () => add('img', { src: `${far}/a.png` }),
      'remote style': () => add('link', { rel: 'stylesheet', href: `${far}/a.css` }),
      'inline style': () => add('style', {}, 'body { --acted: 1 }'),
      'remote font': font,
      'remote fetch': () => fetch(`${far}/`).catch(() => undefined),
      'remote socket': () => new WebSocket('wss://foreign.invalid/'),
      'remote beacon': () => navigator.sendBeacon(`${far}/`),
      'remote frame': frame(`${far}/`),
      'own frame': frame('/index.html'),
      'data: frame': frame('data:text/html,<p>'),
      object: () => add('object', { data: '/index.html' }),
      media: () => add('video', { src: `${far}/a.mp4` }),
      base: () => add('base', { href: `${far}/` }),
      form: () => (add('form', { action: `${far}/`, method: 'post' }) as HTMLFormElement).submit(),
    }
    const attempt = (act: () => unknown) =>
      new Promise<string>((resolve) => {
        const settle = (outcome: string) => {
          document.removeEventListener('securitypolicyviolation', hear)
          clearTimeout(limit)
          resolve(outcome)
        }
        const hear = (event: SecurityPolicyViolationEvent) => settle(event.effectiveDirective)
        // A bound on what happens, not a wait: what is refused settles at once.
        const limit = setTimeout(() => settle(marked.acted ? 'acted' : 'not refused by the policy'), 3000)
        document.addEventListener('securitypolicyviolation', hear)
        setTimeout(() => {
          try {
            act()
          } catch {
            // An exception comes with its event.
          }
        })
      })
    for (const [name, act] of Object.entries(attempts)) outcomes[name] = await attempt(act)
    if (marked.acted) outcomes.acted = 'something acted'
    return outcomes
  })
}
