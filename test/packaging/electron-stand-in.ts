import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Stands where @electron/fuses looks for the switches in an executable (electron/fuses, src/constants.ts). */
const SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'
/**
 * How Electron comes, '0' off and '1' on, in the order of FuseV1Options: run as Node, cookie encryption, NODE_OPTIONS,
 * inspect arguments, asar integrity, only from asar, own V8 snapshot, privileges of file:.
 */
export const AS_ELECTRON_COMES = '10110001'
/** As Unroll is given to people. Cookies: the window has none. */
export const AS_UNROLL_GOES = '00001100'

/**
 * A folder that electron-builder takes for an unpacked Electron: an executable that is no program but has the wire of
 * fuses, and the licences that must stay beside it.
 */
export function makeStandIn(folder: string): string {
  mkdirSync(join(folder, 'resources'), { recursive: true })
  const executable = join(folder, 'electron')
  writeFileSync(
    executable,
    `stand-in ${SENTINEL}\u0001${String.fromCharCode(AS_ELECTRON_COMES.length)}${AS_ELECTRON_COMES} end`,
  )
  chmodSync(executable, 0o755)
  for (const name of ['LICENSE', 'LICENSES.chromium.html', 'version']) writeFileSync(join(folder, name), `${name}\n`)
  return folder
}

/** The fuses of an executable, as a text of digits. */
export function fusesOf(executable: string): string {
  const text = readFileSync(executable, 'latin1')
  const at = text.indexOf(SENTINEL) + SENTINEL.length
  return text.slice(at + 2, at + 2 + text.charCodeAt(at + 1))
}
