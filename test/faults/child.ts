import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { onTestFinished } from 'vitest'

export interface Child {
  pid: number
  lines: string[]
  /** Resolves with the first line, past or future, that fits. Rejects when the child ends before. */
  until(fits: (line: string) => boolean): Promise<string>
  /** Ends it as a power cut would: no handler runs. Resolves when it is gone and all it said is in `lines`. */
  kill(): Promise<void>
}

/** Starts test/faults/children/NAME.ts in a process of its own. */
export function startChild(name: string, ...parameters: string[]): Child {
  const script = join(import.meta.dirname, 'children', `${name}.ts`)
  const child: ChildProcess = spawn(process.execPath, [script, ...parameters], { stdio: ['ignore', 'pipe', 'pipe'] })
  const lines: string[] = []
  const waiting = new Set<() => void>()
  let complaint = ''
  let ended = false
  child.stderr?.on('data', (bytes: Buffer) => (complaint += bytes.toString()))
  const closed = once(child, 'close').then(() => {
    ended = true
    waiting.forEach((look) => look())
  })
  createInterface({ input: child.stdout as NodeJS.ReadableStream }).on('line', (line) => {
    lines.push(line)
    waiting.forEach((look) => look())
  })
  const kill = async () => {
    child.kill('SIGKILL')
    await closed
  }
  onTestFinished(kill)
  return {
    pid: child.pid ?? -1,
    lines,
    kill,
    until: (fits) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = lines.find(fits)
          if (found === undefined && !ended) return
          waiting.delete(look)
          if (found !== undefined) resolve(found)
          else reject(new Error(`the child ended: ${complaint}`))
        }
        waiting.add(look)
        look()
      }),
  }
}
