import { readFile, stat } from 'node:fs/promises'
import { extname, join, normalize, sep } from 'node:path'
import { Hono } from 'hono'
import { UnrollError } from '../../shared/contract/errors.ts'

/**
 * 'wasm-unsafe-eval' lets TensorFlow.js compile its WebAssembly; nothing may evaluate text as a program.
 * Vue writes static style attributes as HTML, hence style-src-attr; <style> elements of unknown origin stay forbidden.
 */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "style-src 'self'",
  "style-src-attr 'unsafe-inline'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** Sent with every answer that is part of the page. The cross-origin pair isolates it, as WebAssembly threads require. */
export const pageHeaders = {
  'Content-Security-Policy': contentSecurityPolicy,
  'X-Content-Type-Options': 'nosniff',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
}

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.wasm': 'application/wasm',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
}

/** Serves the built page. A path without a file ending is a place inside the page: it gets index.html. */
export const page = (folder: string) =>
  new Hono().get('/*', async (c) => {
    const path = safePath(folder, c.req.path)
    const file =
      (path && (await fileAt(path))) || (extname(c.req.path) ? null : await fileAt(join(folder, 'index.html')))
    if (!file) throw new UnrollError('not-found', `The page has no file ${c.req.path}.`)
    // Vite puts a hash of the content into the names under /assets.
    const cache = c.req.path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache'
    return c.body(file.bytes, 200, { ...pageHeaders, 'Content-Type': file.type, 'Cache-Control': cache })
  })

/** The file that a request path names, or null where it would lead out of the folder. */
function safePath(folder: string, requestPath: string): string | null {
  let decoded: string
  try {
    decoded = decodeURIComponent(requestPath)
  } catch {
    return null
  }
  if (decoded.includes('\0') || decoded.includes('\\')) return null
  const root = normalize(folder).replace(/[\\/]+$/, '') + sep
  const path = normalize(join(root, decoded))
  return path.startsWith(root) ? path : null
}

async function fileAt(path: string): Promise<{ bytes: Uint8Array<ArrayBuffer>; type: string } | null> {
  const found = await stat(path).catch(() => null)
  if (!found?.isFile()) return null
  const type = types[extname(path)] ?? 'application/octet-stream'
  return { bytes: new Uint8Array(await readFile(path)), type }
}
