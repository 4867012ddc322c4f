import { chromium } from 'playwright-core'
import type { Browser } from 'playwright-core'
import { chromiumFiles } from './chromium-files.ts'

const flags = [
  '--no-sandbox', // containers and root have no user namespaces
  '--disable-dev-shm-usage', // small /dev/shm in containers
  '--use-angle=swiftshader', // WebGL 2 on the processor
  '--enable-unsafe-swiftshader',
  '--ignore-gpu-blocklist',
  // The page is painted by the processor directly, as on every machine without a GPU. With WebGL imitated, Chromium would paint
  // it through the same imitation, and models that train on WebGL waited many seconds behind the charts.
  '--disable-gpu-rasterization',
  '--disable-gpu-compositing',
  '--disable-accelerated-2d-canvas',
  '--disable-background-networking',
  '--disable-background-timer-throttling',
]

/**
 * Starts a real headless Chromium with WebGL 2 (in software). Close it with `browser.close()`.
 *
 * Linux: the Chromium that comes from the registry with `@sparticuz/chromium`. Elsewhere: an installed Google Chrome.
 * `UNROLL_CHROMIUM` names another executable. `behind` puts a program of its own in the place of the one from the registry.
 * @throws {Error} that says what to install where there is no browser.
 */
export async function launchChromium(
  options: { args?: string[]; behind?: (executable: string) => string } = {},
): Promise<Browser> {
  const args = [...flags, ...(options.args ?? [])]
  if (process.env.UNROLL_CHROMIUM) return await chromium.launch({ executablePath: process.env.UNROLL_CHROMIUM, args })
  if (process.platform === 'linux' && process.arch === 'x64') {
    const { executable, env } = await chromiumFiles()
    return await chromium.launch({
      executablePath: options.behind?.(executable) ?? executable,
      headless: true,
      args: ['--headless=shell', ...args],
      env: { ...definedEnvironment(), ...env },
    })
  }
  try {
    return await chromium.launch({ channel: 'chrome', headless: true, args })
  } catch (error) {
    throw new Error(
      `The browser tests need Google Chrome on this machine (${process.platform} ${process.arch}), since the packaged ` +
        'Chromium is for Linux on x64 only. Install Chrome, or set UNROLL_CHROMIUM to the executable of a Chromium.',
      { cause: error },
    )
  }
}

function definedEnvironment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  )
}
