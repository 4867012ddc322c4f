import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'

const root = fileURLToPath(new URL('..', import.meta.url))

/** electron/preload.ts -> out/main/preload.cjs: a sandboxed preload is one CommonJS file that may require only 'electron'. */
export default defineConfig({
  root,
  build: {
    ssr: true,
    outDir: `${root}out/main`,
    emptyOutDir: false,
    target: 'chrome140',
    rollupOptions: {
      input: `${root}electron/preload.ts`,
      external: ['electron'],
      output: { format: 'cjs', entryFileNames: 'preload.cjs' },
    },
  },
})
