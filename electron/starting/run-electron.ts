import { spawn } from 'node:child_process'
import { performance } from 'node:perf_hooks'

/** An Electron that gives up this soon never showed a window (missing libraries, a sandbox the system forbids). */
const START_SECONDS = 8

export type ElectronEnd = { kind: 'closed'; code: number } | { kind: 'could-not-start'; reason: string }

/** Runs Unroll in Electron until its window is closed. Ctrl+C in the terminal closes the window as a click would. */
export function runElectron(executable: string, root: string, file: string | null): Promise<ElectronEnd> {
  return new Promise((resolve) => {
    const start = performance.now()
    const child = spawn(executable, [root, ...(file ? [file] : [])], { stdio: 'inherit' })
    let stopping = false
    const stop = () => {
      stopping = true
      child.kill('SIGTERM')
    }
    process.on('SIGINT', stop).on('SIGTERM', stop)
    const end = (result: ElectronEnd) => {
      process.off('SIGINT', stop).off('SIGTERM', stop)
      resolve(result)
    }
    child.once('error', (error) => end({ kind: 'could-not-start', reason: error.message }))
    child.once('close', (code, signal) => {
      const failed = code !== 0 && !stopping
      if (failed && performance.now() - start < START_SECONDS * 1000)
        end({ kind: 'could-not-start', reason: signal ? `it ended with ${signal}` : `it ended with code ${code}` })
      else end({ kind: 'closed', code: stopping ? 0 : (code ?? 1) })
    })
  })
}
