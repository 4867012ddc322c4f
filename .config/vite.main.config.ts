import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'

const root = fileURLToPath(new URL('..', import.meta.url))

/**
 * The main process: electron/ -> out/main, as plain ES modules for Electron's Node.
 * preload.ts becomes CommonJS, since a sandboxed preload cannot be a module.
 */
export default defineConfig({
  root,
  build: {
    ssr: true,
    outDir: `${root}out/main`,
    emptyOutDir: true,
    target: 'node24',
    rollupOptions: {
      input: { main: `${root}electron/main.ts`, serve: `${root}electron/serve.ts`, cli: `${root}electron/cli.ts` },
      external: ['electron'],
    },
  },
})
