import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'

const root = fileURLToPath(new URL('..', import.meta.url))

/**
 * The main process: electron/main.ts -> out/main/main.js, as plain ES modules for Electron's Node. The other hosts
 * (browser, terminal) run from their sources. vite.preload.config.ts adds the preload.
 */
export default defineConfig({
  root,
  build: {
    ssr: true,
    outDir: `${root}out/main`,
    emptyOutDir: true,
    target: 'node24',
    rollupOptions: {
      input: { main: `${root}electron/main.ts` },
      external: ['electron'],
    },
  },
})
