import { computed, onScopeDispose, ref, shallowReactive } from 'vue'
import { defineStore } from 'pinia'
import { commands } from '../../shared/contract/commands.ts'
import type { CommandId, CommandInfo } from '../../shared/contract/commands.ts'

interface Handler {
  run: () => void
  /** Why it cannot be done now; null when it can. */
  obstacle: () => string | null
}

export type Command = CommandInfo & { id: CommandId; obstacle: string | null }

/** Who does what in the page just now. A screen adds its own commands while it is shown; the newest takes a command over. */
export const useCommandsStore = defineStore('commands', () => {
  const handlers = shallowReactive(new Map<CommandId, Handler[]>())
  const paletteOpen = ref(false)
  const shortcutsOpen = ref(false)

  /** What can be said here, in the order of the table. */
  const here = computed<Command[]>(() =>
    commands.flatMap((command): Command[] => {
      const handler = handlers.get(command.id)?.at(-1)
      return handler ? [{ ...command, obstacle: handler.obstacle() }] : []
    }),
  )

  function add(id: CommandId, handler: Handler): () => void {
    handlers.set(id, [...(handlers.get(id) ?? []), handler])
    return () => {
      const left = (handlers.get(id) ?? []).filter((one) => one !== handler)
      if (left.length) handlers.set(id, left)
      else handlers.delete(id)
    }
  }

  /** Does it, if somebody here can and nothing stands in the way. Says whether it was done. */
  function run(id: CommandId): boolean {
    const handler = handlers.get(id)?.at(-1)
    if (!handler || handler.obstacle() !== null) return false
    handler.run()
    return true
  }

  return { here, paletteOpen, shortcutsOpen, add, run }
})

/** Takes a command on while this component lives. */
export function useCommand(id: CommandId, run: () => unknown, obstacle: () => string | null = () => null): void {
  const remove = useCommandsStore().add(id, { run: () => void run(), obstacle })
  onScopeDispose(remove)
}
