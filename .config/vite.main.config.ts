import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'
import { thirdParty } from './third-party.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

/**
 * The main process: electron/main.ts -> out/main/main.js, as plain ES modules for Electron's Node. The other hosts
 * (browser, terminal) run from their sources. vite.preload.config.ts adds the preload. Its libraries are built in: the
 * package holds no node_modules, so nothing is in it that is not used.
 */
export default defineConfig({
  root,
  plugins: [thirdParty().write],
  ssr: { noExternal: true },
  build: {
    ssr: true,
    outDir: `${root}out/main`,
    emptyOutDir: true,
    target: 'node24',
    rollupOptions: {
      // Threads are started by file name (electron/importing/worker-file.ts).
      input: {
        main: `${root}electron/main.ts`,
        'import-worker': `${root}electron/importing/import-worker.ts`,
        'check-worker': `${root}electron/importing/checks/check-worker.ts`,
        'append-worker': `${root}electron/importing/append-worker.ts`,
        'text-worker': `${root}electron/experiments/text-worker.ts`,
        'row-worker': `${root}electron/editing/thread/row-worker.ts`,
      },
      output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
      external: ['electron'],
    },
  },
})
