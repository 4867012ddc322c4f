import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const modules = fileURLToPath(new URL('../../node_modules', import.meta.url))

/** The unpacked Chromium, and the environment it needs on this machine. */
export interface ChromiumFiles {
  executable: string
  env: Record<string, string>
}

/**
 * Unpacks the Chromium of `@sparticuz/chromium` into node_modules/.cache, once per version, and says where it is.
 *
 * The package unpacks straight to its final name, so two processes that start together, or one that is killed half way,
 * leave a broken browser behind. Here it is unpacked beside and renamed: whoever comes first wins, nobody sees half a file.
 */
export async function chromiumFiles(): Promise<ChromiumFiles> {
  const { version } = JSON.parse(readFileSync(join(modules, '@sparticuz/chromium/package.json'), 'utf8')) as {
    version: string
  }
  const folder = join(modules, '.cache', `chromium-${version}`)
  if (!existsSync(join(folder, 'chromium'))) await unpack(folder)
  const executable = join(folder, 'chromium')
  return { executable, env: { ...libraries(executable, folder), ...fonts(folder) } }
}

async function unpack(folder: string): Promise<void> {
  mkdirSync(join(modules, '.cache'), { recursive: true })
  const beside = mkdtempSync(`${folder}-`)
  const { default: chromium, inflate } = await import('@sparticuz/chromium')
  // The package's only say about where it unpacks is os.tmpdir(), which it asks before its first pause.
  const before = process.env.TMPDIR
  process.env.TMPDIR = beside
  const unpacking = Promise.all([
    chromium.executablePath(),
    inflate(join(modules, '@sparticuz/chromium/bin/al2023.tar.br')),
  ])
  if (before === undefined) delete process.env.TMPDIR
  else process.env.TMPDIR = before
  await unpacking
  try {
    renameSync(beside, folder)
  } catch (error) {
    rmSync(beside, { recursive: true, force: true })
    if (!existsSync(join(folder, 'chromium'))) throw error // else another process was faster: its copy is as good
  }
}

/** The package brings NSS along for machines that lack it; machines that have it keep their own. */
function libraries(executable: string, folder: string): Record<string, string> {
  try {
    const listed = execFileSync('ldd', [executable], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
    if (!listed.includes('not found')) return {}
  } catch {
    // No ldd (a C library of another kind): offer what we have.
  }
  return { LD_LIBRARY_PATH: [join(folder, 'al2023/lib'), process.env.LD_LIBRARY_PATH].filter(Boolean).join(':') }
}

/** A machine without fontconfig shows text only with the package's own font. */
function fonts(folder: string): Record<string, string> {
  if (process.env.FONTCONFIG_PATH || existsSync('/etc/fonts/fonts.conf')) return {}
  const home = join(folder, 'fonts')
  writeFileSync(
    join(home, 'fonts.conf'),
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">` +
      `<fontconfig><dir>${home}</dir><cachedir>${join(home, 'cache')}</cachedir></fontconfig>\n`,
  )
  return { FONTCONFIG_PATH: home }
}
