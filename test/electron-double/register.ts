// node --import ./test/electron-double/register.ts electron/main.ts
// Makes `import … from 'electron'` give the double: the main process runs unchanged, on Node and a real Chromium.
import { registerHooks } from 'node:module'

registerHooks({
  resolve(specifier, context, next) {
    if (specifier !== 'electron') return next(specifier, context)
    return { url: new URL('./electron.ts', import.meta.url).href, shortCircuit: true }
  },
})
