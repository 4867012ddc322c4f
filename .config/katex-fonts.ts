import type { Plugin } from 'vite'

/**
 * KaTeX's style sheet names each font in three formats. Every browser that Unroll runs in reads the first, WOFF2: the other two
 * would add a megabyte to the page that nothing ever loads.
 */
export const katexFonts = (): Plugin => ({
  name: 'katex-fonts',
  enforce: 'pre',
  transform(code, id) {
    if (!/katex[^/]*\.css/.test(id)) return null
    return { code: code.replace(/,\s*url\([^)]+\.(?:woff|ttf)\)\s*format\([^)]+\)/g, ''), map: null }
  },
})
