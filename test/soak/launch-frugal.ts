import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser } from 'playwright-core'
import { launchChromium } from '../browser/chromium.ts'
import { patientGpu } from '../e2e/steps.ts'

/** A Chromium that keeps nothing for its watcher, where it comes from the registry (Linux); else the usual one. */
export function launchFrugalChromium(folder: string): Promise<Browser> {
  const between = fileURLToPath(new URL('frugal-chromium.ts', import.meta.url))
  return launchChromium({
    args: patientGpu,
    behind(executable) {
      const script = join(folder, 'frugal-chromium.sh')
      mkdirSync(folder, { recursive: true })
      writeFileSync(script, `#!/bin/sh\nexec '${process.execPath}' '${between}' '${executable}' "$@"\n`)
      chmodSync(script, 0o755)
      return script
    },
  })
}
