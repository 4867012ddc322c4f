/**
 * What a person can tell Unroll to do, wherever it is said: native menu, shortcut, command palette, help. One table feeds them
 * all, so none of them can promise what another does not know. Their titles are messages (`commands` in shared/messages).
 */
export interface CommandInfo {
  id: string
  group: CommandGroup
  /** Shortcut, e.g. 'Mod+Shift+K'; 'Mod' is Cmd on a Mac and Ctrl elsewhere. */
  keys?: string
  /** Where it stands in for `keys` in a browser, which keeps some keys to itself. */
  browserKeys?: string
  /** Done by the desktop host itself; the page hears of it only where it has no such host. */
  host?: true
  /** There is nothing like it in a browser. */
  desktopOnly?: true
}

export const commandGroups = ['go', 'file', 'training', 'view', 'help'] as const
export type CommandGroup = (typeof commandGroups)[number]

const table = [
  { id: 'show-data', group: 'go', keys: 'Mod+1', browserKeys: 'Alt+1' },
  { id: 'show-vocabulary', group: 'go', keys: 'Mod+2', browserKeys: 'Alt+2' },
  { id: 'show-train', group: 'go', keys: 'Mod+3', browserKeys: 'Alt+3' },
  { id: 'show-compare', group: 'go', keys: 'Mod+4', browserKeys: 'Alt+4' },
  { id: 'show-inspect', group: 'go', keys: 'Mod+5', browserKeys: 'Alt+5' },
  { id: 'show-laboratory', group: 'go', keys: 'Mod+6', browserKeys: 'Alt+6' },
  { id: 'show-lessons', group: 'go', keys: 'Mod+7', browserKeys: 'Alt+7' },
  { id: 'show-settings', group: 'go', keys: 'Mod+,' },
  { id: 'open-file', group: 'file', keys: 'Mod+O', host: true },
  { id: 'new-comparison', group: 'file', keys: 'Mod+N', browserKeys: 'Alt+N' },
  { id: 'save-experiment', group: 'file', keys: 'Mod+S' },
  { id: 'undo-edit', group: 'file' },
  { id: 'redo-edit', group: 'file' },
  { id: 'train', group: 'training', keys: 'Mod+Enter' },
  { id: 'single-step', group: 'training', keys: 'Mod+Shift+Enter' },
  { id: 'pause-training', group: 'training', keys: 'F8' },
  { id: 'stop-training', group: 'training', keys: 'Shift+F8' },
  { id: 'theme-system', group: 'view', host: true },
  { id: 'theme-light', group: 'view', host: true },
  { id: 'theme-dark', group: 'view', host: true },
  { id: 'command-palette', group: 'help', keys: 'Mod+K' },
  { id: 'shortcuts', group: 'help', keys: 'Mod+/' },
  { id: 'show-data-folder', group: 'help', host: true, desktopOnly: true },
] as const satisfies readonly CommandInfo[]

export type CommandId = (typeof table)[number]['id']

export const commands: readonly (CommandInfo & { id: CommandId })[] = table

/** What the host asks of the page: all but what it does itself. */
export type ShellCommand = Exclude<CommandId, Extract<(typeof table)[number], { host: true }>['id']>

export const commandOf = (id: CommandId): (typeof commands)[number] => commands.find((one) => one.id === id)!

/** A shortcut taken apart. `key` is what KeyboardEvent.key says, but digits and letters are compared by their place. */
export interface Chord {
  mod: boolean
  alt: boolean
  shift: boolean
  key: string
}

/** @throws {RangeError} for what is no shortcut. */
export function chordOf(keys: string): Chord {
  const parts = keys.split('+')
  const key = parts.pop() ?? ''
  const known = new Set(['Mod', 'Alt', 'Shift'])
  if (key === '' || parts.some((part) => !known.has(part))) throw new RangeError(`'${keys}' is no shortcut`)
  return { mod: parts.includes('Mod'), alt: parts.includes('Alt'), shift: parts.includes('Shift'), key }
}

/** The shortcut as Electron writes it. */
export const acceleratorOf = (keys: string): string => keys.replace('Mod', 'CmdOrCtrl')

const macSigns: Record<string, string> = { Mod: '⌘', Alt: '⌥', Shift: '⇧', Enter: '↵' }
const otherSigns: Record<string, string> = { Mod: 'Ctrl', Enter: '↵' }

/** The shortcut as people read it: '⌘⇧K' on a Mac, 'Ctrl+Shift+K' elsewhere. */
export function keysInWords(keys: string, mac: boolean): string {
  const signs = mac ? macSigns : otherSigns
  return keys
    .split('+')
    .map((part) => signs[part] ?? part)
    .join(mac ? '' : '+')
}
