import { once } from 'node:events'
import { readFileSync, readdirSync } from 'node:fs'
import { startHost } from '../e2e/host.ts'
import type { Host } from '../e2e/host.ts'

export interface HostMemory {
  /** Bytes of the process that lie in memory and belong to it alone; null where only Linux would say. */
  resident: number | null
  /** Bytes that JavaScript uses after a garbage collection, buffers included. */
  used: number
  /** Open files, sockets and pipes; null where only Linux would say. */
  descriptors: number | null
  /** What keeps Node's event loop alive: timers, sockets, servers. */
  handles: number
}

export interface InspectedHost extends Host {
  /** After a forced garbage collection. */
  memory(): Promise<HostMemory>
}

/** The host as `npm start` runs it, with Node's inspector open: it is asked from outside, and knows nothing of it. */
export async function startInspectedHost(dataFolder: string): Promise<InspectedHost> {
  const host = await startHost(dataFolder, [], ['--inspect=127.0.0.1:0'])
  const address = /ws:\/\/127\.0\.0\.1:\d+\/\S+/.exec(host.output())?.[0]
  if (!address) throw new Error(`the host did not say where its inspector is: ${host.output()}`)
  const { send, close } = await openInspector(address)
  return {
    ...host,
    async memory() {
      for (let turn = 0; turn < 2; turn++) await send('HeapProfiler.collectGarbage')
      const { result } = (await send('Runtime.evaluate', {
        expression: `JSON.stringify({ ...process.memoryUsage(), handles: process.getActiveResourcesInfo().length })`,
        returnByValue: true,
      })) as { result: { value: string } }
      const { heapUsed, external, handles } = JSON.parse(result.value) as Record<string, number>
      const descriptors = process.platform === 'linux' ? readdirSync(`/proc/${host.pid}/fd`).length : null
      return { resident: residentOf(host.pid), used: heapUsed + external, descriptors, handles }
    },
    async stop() {
      close()
      return await host.stop()
    },
    async kill() {
      close()
      await host.kill()
    },
  }
}

/** Anonymous memory of a process that is not swapped out, in bytes: its own, without the files that it maps. Linux only. */
export function residentOf(pid: number): number | null {
  if (process.platform !== 'linux') return null
  const line = /^RssAnon:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
  return line ? Number(line[1]) * 1024 : null
}

async function openInspector(address: string) {
  const socket = new WebSocket(address)
  await once(socket, 'open')
  const waiting = new Map<number, (answer: unknown) => void>()
  let last = 0
  socket.addEventListener('message', ({ data }) => {
    const { id, result } = JSON.parse(String(data)) as { id?: number; result?: unknown }
    if (id !== undefined) waiting.get(id)?.(result)
    if (id !== undefined) waiting.delete(id)
  })
  return {
    send: (method: string, params: object = {}) =>
      new Promise<unknown>((resolve) => {
        const id = ++last
        waiting.set(id, resolve)
        socket.send(JSON.stringify({ id, method, params }))
      }),
    close: () => socket.close(),
  }
}
