import { computed } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { useCommandsStore } from '../../stores/commands.ts'
import { useDatasetsStore } from '../../stores/datasets.ts'
import { useExperimentsStore } from '../../stores/experiments.ts'
import type { IconName } from '../icons.ts'
import { keysWords, thisKeyboard } from './shortcut-keys.ts'
import { say } from '../../messages.ts'

export interface PaletteEntry {
  key: string
  title: string
  group: string
  icon?: IconName
  /** Shortcut in words, '' without one. */
  keys: string
  obstacle: string | null
  run: () => void
}

/** What the palette offers: the commands of this moment, then every experiment and data set. */
export function usePaletteEntries() {
  const [route, router] = [useRoute(), useRouter()]
  const [store, experiments, datasets] = [useCommandsStore(), useExperimentsStore(), useDatasetsStore()]
  const keyboard = thisKeyboard()

  return computed<PaletteEntry[]>(() => [
    ...store.here
      .filter(({ id }) => id !== 'command-palette')
      .map((command) => ({
        key: command.id,
        title: say.commands.titles[command.id].replace('…', ' …'),
        group: say.commands.groups[command.group],
        keys: keysWords(command, keyboard),
        obstacle: command.obstacle,
        run: () => void store.run(command.id),
      })),
    ...experiments.list.map(({ id, name }) => ({
      ...{ key: id, title: name, group: say.shell.experiments, icon: 'compare' as const, keys: '', obstacle: null },
      run: () => {
        const about = 'experiment' in route.params && typeof route.name === 'string'
        void router.push({ name: about ? (route.name as string) : 'train', params: { experiment: id } })
      },
    })),
    ...datasets.list.map(({ id, name }) => ({
      ...{ key: id, title: name, group: say.shell.dataSets, icon: 'file' as const, keys: '', obstacle: null },
      run: () => void router.push({ name: 'dataset', params: { id } }),
    })),
  ])
}

/** Entries that hold every typed word, in any order and any case; all of them while nothing is typed. */
export function matching<Entry extends Pick<PaletteEntry, 'title' | 'group'>>(
  entries: readonly Entry[],
  typed: string,
): Entry[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean)
  return entries.filter(({ title, group }) => {
    const text = `${group} ${title}`.toLowerCase()
    return words.every((word) => text.includes(word))
  })
}
