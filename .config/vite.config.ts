import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'
import { katexFonts } from './katex-fonts.ts'
import { thirdParty } from './third-party.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

const licences = thirdParty()

/** The page: renderer/ -> out/renderer. Served by electron/api under both hosts. */
export default defineConfig({
  root: `${root}renderer`,
  base: '/',
  publicDir: false,
  plugins: [vue(), katexFonts(), licences.write],
  worker: { format: 'es', plugins: () => [licences.look] },
  build: {
    outDir: `${root}out/renderer`,
    emptyOutDir: true,
    target: 'chrome140',
    sourcemap: false,
    // Small files are written into the code, but fonts: the page's policy takes fonts from its own address only.
    assetsInlineLimit: (file) => (file.endsWith('.woff2') ? false : undefined),
    chunkSizeWarningLimit: 2500,
    reportCompressedSize: false,
  },
})
