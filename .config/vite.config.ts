import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'

const root = fileURLToPath(new URL('..', import.meta.url))

/** The page: renderer/ -> out/renderer. Served by electron/api under both hosts. */
export default defineConfig({
  root: `${root}renderer`,
  base: '/',
  publicDir: false,
  plugins: [vue()],
  worker: { format: 'es' },
  build: {
    outDir: `${root}out/renderer`,
    emptyOutDir: true,
    target: 'chrome140',
    sourcemap: false,
    chunkSizeWarningLimit: 2500,
    reportCompressedSize: false,
  },
})
