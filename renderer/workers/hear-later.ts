/** What is needed of a worker's global scope; a plain event target in tests. */
export type Scope = EventTarget & { reportError(error: unknown): void }

/**
 * Loads the part of the program that hears this worker's messages. A message that comes before would be lost: it is kept,
 * and heard in its turn. A failure to load reaches the page as the worker's error event, which a rejected promise would not.
 */
export async function hearLater(scope: Scope, load: () => Promise<unknown>): Promise<void> {
  const early: MessageEvent[] = []
  const keep = (event: Event) => {
    event.stopImmediatePropagation() // The part may have begun to listen while its promise is still on the way.
    early.push(event as MessageEvent)
  }
  scope.addEventListener('message', keep)
  try {
    await load()
  } catch (error) {
    return scope.reportError(error)
  } finally {
    scope.removeEventListener('message', keep)
  }
  for (const { data } of early) scope.dispatchEvent(new MessageEvent('message', { data }))
}
