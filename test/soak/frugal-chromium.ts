// Chromium behind a pipe that tells it what not to keep; `frugalChromium` starts this file in Chromium's place.
//
// Playwright watches the network of every page (Network.enable), and Chromium then keeps for that watcher the bodies of all
// responses, up to 200 MB, and a note of every request, until the page is left; a page of one document never is. In an hour
// that made 230 MiB of 'growth' that no user has. Here no body is kept, and the notes are dropped before a forced collection.
import { spawn } from 'node:child_process'
import { Socket } from 'node:net'

interface Message {
  id?: number
  sessionId?: string
  method?: string
  params?: object
}

const [executable, ...args] = process.argv.slice(2)
const chromium = spawn(executable, args, { stdio: ['inherit', 'inherit', 'inherit', 'pipe', 'pipe'] })
const [toChromium, fromChromium] = [chromium.stdio[3] as Socket, chromium.stdio[4] as Socket]
const [fromWatcher, toWatcher] = [new Socket({ fd: 3 }), new Socket({ fd: 4 })]

const keepNothing = { maxTotalBufferSize: 0, maxResourceBufferSize: 0 }
const watching = new Set<string>()
/** Far from the watcher's own numbers, so that answers can be told apart. */
const OWN = 1_000_000_000
let own = OWN
const ownPrefix = `"id":${String(OWN).slice(0, 4)}`

/** Messages end with a zero byte. */
function eachMessage(from: Socket, hear: (text: string) => void): void {
  let rest = ''
  from.setEncoding('utf8')
  from.on('data', (chunk: string) => {
    const [first, ...more] = chunk.split('\0')
    rest += first
    for (const next of more) {
      hear(rest)
      rest = next
    }
  })
  from.on('error', () => chromium.kill())
}

const tell = (message: Message) => toChromium.write(`${JSON.stringify(message)}\0`)

eachMessage(fromWatcher, (text) => {
  if (text.includes('"HeapProfiler.collectGarbage"')) dropNotes()
  if (!text.includes('"Network.enable"')) return void toChromium.write(`${text}\0`)
  const message = JSON.parse(text) as Message
  if (message.method === 'Network.enable' && message.sessionId) {
    watching.add(message.sessionId)
    message.params = { ...message.params, ...keepNothing }
  }
  tell(message)
})
eachMessage(fromChromium, (text) => {
  if (text.includes(ownPrefix) && ((JSON.parse(text) as Message).id ?? 0) > OWN) return
  toWatcher.write(`${text}\0`)
})

/** Who watches goes on watching, but what was noted so far is forgotten. */
function dropNotes() {
  for (const sessionId of watching) {
    tell({ id: ++own, sessionId, method: 'Network.disable', params: {} })
    tell({ id: ++own, sessionId, method: 'Network.enable', params: keepNothing })
  }
}

fromWatcher.on('end', () => toChromium.end())
chromium.on('exit', (code) => process.exit(code ?? 1))
