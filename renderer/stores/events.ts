import { ref } from 'vue'
import { defineStore } from 'pinia'
import { apiBase } from '../api.ts'
import type { ChangeEvent } from '../../shared/contract/events.ts'

type Kind = ChangeEvent['kind']
type EventOf<K extends Kind> = Extract<ChangeEvent, { kind: K }>

const RETRY_FROM = 500
const RETRY_AT_MOST = 8_000

/** What the main process reports while the page is open (server-sent events), handed to whoever asked for its kind. */
export const useEventsStore = defineStore('events', () => {
  const state = ref<'connecting' | 'open' | 'lost'>('connecting')
  const listeners = new Map<Kind, Set<(event: ChangeEvent) => void>>()
  const returners = new Set<() => void>()
  let source: EventSource | null = null
  let retry: ReturnType<typeof setTimeout> | undefined
  let wait = RETRY_FROM
  let wasOpen = false

  /** Calls `listener` for each event of that kind until the returned function is called. */
  function on<K extends Kind>(kind: K, listener: (event: EventOf<K>) => void): () => void {
    const set = listeners.get(kind) ?? new Set()
    const hear = (event: ChangeEvent) => listener(event as EventOf<K>)
    set.add(hear)
    listeners.set(kind, set)
    return () => void set.delete(hear)
  }

  /** Calls `listener` when the connection is back after a loss: events were missed, so everything shown is read again. */
  function onReturn(listener: () => void): () => void {
    returners.add(listener)
    return () => void returners.delete(listener)
  }

  function connect() {
    disconnect()
    const opened = new EventSource(`${apiBase}/events`)
    source = opened
    opened.onopen = () => {
      state.value = 'open'
      wait = RETRY_FROM
      if (wasOpen) for (const listener of returners) listener()
      wasOpen = true
    }
    opened.onmessage = ({ data }: MessageEvent<string>) => hand(JSON.parse(data) as ChangeEvent)
    opened.onerror = () => {
      state.value = wasOpen ? 'lost' : 'connecting'
      // While it is CONNECTING the browser tries again by itself; once CLOSED it never does.
      if (opened.readyState !== EventSource.CLOSED) return
      retry = setTimeout(connect, wait)
      wait = Math.min(wait * 2, RETRY_AT_MOST)
    }
  }

  function disconnect() {
    clearTimeout(retry)
    source?.close()
    source = null
  }

  function hand(event: ChangeEvent) {
    for (const listener of listeners.get(event.kind) ?? []) listener(event)
  }

  return { state, on, onReturn, connect, disconnect }
})
