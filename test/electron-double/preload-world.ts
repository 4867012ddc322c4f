import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

/** The preload as one CommonJS text: the built file, or (the main process runs from its sources) built here, in memory. */
async function preloadText(path: string): Promise<string> {
  if (existsSync(path)) return readFileSync(path, 'utf8')
  const configFile = fileURLToPath(new URL('../../.config/vite.preload.config.ts', import.meta.url))
  const built = await build({ configFile, logLevel: 'error', build: { write: false } })
  const [result] = Array.isArray(built) ? built : [built]
  const chunk = 'output' in result ? result.output.find((part) => part.type === 'chunk') : undefined
  if (!chunk || chunk.type !== 'chunk') throw new Error('the preload could not be built')
  return chunk.code
}

/**
 * A script for the page that runs the preload with what a sandboxed preload has: `require('electron')` and nothing else.
 * `channel` is the name under which the double delivers messages into the page.
 */
export async function preloadScript(path: string, channel: string): Promise<string> {
  return `(() => {
  if (window !== window.top) return
  const listeners = new Map()
  const on = (name, listener) => void listeners.set(name, [...(listeners.get(name) ?? []), listener])
  const off = (name, listener) => void listeners.set(name, (listeners.get(name) ?? []).filter((other) => other !== listener))
  Object.defineProperty(window, ${JSON.stringify(channel)}, {
    value: (name, args) => { for (const listener of listeners.get(name) ?? []) listener({}, ...args) },
  })
  const electron = {
    ipcRenderer: { on, off },
    contextBridge: {
      exposeInMainWorld(name, api) {
        Object.defineProperty(window, name, { value: Object.freeze({ ...api }), enumerable: true })
      },
    },
  }
  const require = (name) => {
    if (name !== 'electron') throw new Error('a sandboxed preload cannot require ' + name)
    return electron
  }
  const module = { exports: {} }
  ;((require, module, exports) => {
${await preloadText(path)}
  })(require, module, module.exports)
})()`
}
