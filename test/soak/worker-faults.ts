import type { CDPSession, Page } from 'playwright-core'

/** Throws in a trainer of the page, as a bug in it would. */
export async function crashTrainer(page: Page): Promise<void> {
  // Helpers of the kernels wait for work without ever listening: asking them would never end.
  const workers = page.workers().filter((one) => !one.url().includes('kernel-helper'))
  const names = await Promise.all(workers.map((one) => one.evaluate(() => self.name)))
  const trainer = workers.find((_one, at) => names[at] === 'trainer')
  if (!trainer) throw new Error('no trainer is at work')
  await trainer.evaluate(
    () =>
      void setTimeout(() => {
        throw new Error('injected: the trainer breaks down')
      }),
  )
}

/**
 * Takes the GPU away from every worker of the page that holds WebGL, as a driver that restarts would. The contexts are found
 * with the debugger: no line of the product knows of it.
 * @returns how many were taken.
 */
export async function loseContexts(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page)
  const workers = new Set<string>()
  session.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
    if (targetInfo.type === 'worker') workers.add(sessionId)
  })
  // Attaching to the workers that are there is part of the answer.
  await session.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: false, flatten: false })
  let lost = 0
  for (const worker of workers) lost += await loseIn(session, worker)
  await session.detach()
  return lost
}

async function loseIn(session: CDPSession, sessionId: string): Promise<number> {
  const ask = speakTo(session, sessionId)
  const prototype = await ask('Runtime.evaluate', { expression: 'WebGL2RenderingContext.prototype' })
  const found = await ask('Runtime.queryObjects', { prototypeObjectId: prototype.result?.objectId })
  const { result } = await ask('Runtime.callFunctionOn', {
    objectId: found.objects?.objectId,
    returnByValue: true,
    functionDeclaration: `function () {
      const alive = [...this].filter((gl) => !gl.isContextLost())
      for (const gl of alive) gl.getExtension('WEBGL_lose_context').loseContext()
      return alive.length
    }`,
  })
  return Number(result?.value ?? 0)
}

interface Answer {
  result?: { objectId?: string; value?: unknown }
  objects?: { objectId: string }
}

/** Messages to a worker go through the session of its page. */
function speakTo(session: CDPSession, sessionId: string) {
  let last = 0
  return (method: string, params: object) =>
    new Promise<Answer>((resolve) => {
      const id = ++last
      const hear = (event: { sessionId: string; message: string }) => {
        const answer = JSON.parse(event.message) as { id?: number; result?: Answer }
        if (event.sessionId !== sessionId || answer.id !== id) return
        session.off('Target.receivedMessageFromTarget', hear)
        resolve(answer.result ?? {})
      }
      session.on('Target.receivedMessageFromTarget', hear)
      const message = JSON.stringify({ id, method, params })
      session.send('Target.sendMessageToTarget', { sessionId, message }).catch(() => resolve({}))
    })
}
