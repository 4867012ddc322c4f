/**
 * What a person can tell Unroll to do, wherever it is said: native menu, shortcut, command palette, help. One table feeds them
 * all, so none of them can promise what another does not know.
 */
export interface CommandInfo {
  id: string
  /** As the palette and the menu say it. */
  title: string
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

export const commandGroups = ['Go to', 'File', 'Training', 'View', 'Help'] as const
export type CommandGroup = (typeof commandGroups)[number]

const table = [
  { id: 'show-data', title: 'Data', group: 'Go to', keys: 'Mod+1', browserKeys: 'Alt+1' },
  { id: 'show-vocabulary', title: 'Vocabulary', group: 'Go to', keys: 'Mod+2', browserKeys: 'Alt+2' },
  { id: 'show-train', title: 'Train', group: 'Go to', keys: 'Mod+3', browserKeys: 'Alt+3' },
  { id: 'show-compare', title: 'Compare', group: 'Go to', keys: 'Mod+4', browserKeys: 'Alt+4' },
  { id: 'show-inspect', title: 'Inspect', group: 'Go to', keys: 'Mod+5', browserKeys: 'Alt+5' },
  { id: 'show-laboratory', title: 'Laboratory', group: 'Go to', keys: 'Mod+6', browserKeys: 'Alt+6' },
  { id: 'show-lessons', title: 'Lessons', group: 'Go to', keys: 'Mod+7', browserKeys: 'Alt+7' },
  { id: 'show-settings', title: 'Settings', group: 'Go to', keys: 'Mod+,' },
  { id: 'open-file', title: 'Open…', group: 'File', keys: 'Mod+O', host: true },
  { id: 'new-comparison', title: 'New Comparison', group: 'File', keys: 'Mod+N', browserKeys: 'Alt+N' },
  { id: 'save-experiment', title: 'Save Experiment as a File…', group: 'File', keys: 'Mod+S' },
  { id: 'undo-edit', title: 'Undo the Last Edit of the Data', group: 'File' },
  { id: 'redo-edit', title: 'Redo the Edit of the Data', group: 'File' },
  { id: 'train', title: 'Train', group: 'Training', keys: 'Mod+Enter' },
  { id: 'single-step', title: 'Single Step', group: 'Training', keys: 'Mod+Shift+Enter' },
  { id: 'pause-training', title: 'Pause or Resume', group: 'Training', keys: 'F8' },
  { id: 'stop-training', title: 'Stop', group: 'Training', keys: 'Shift+F8' },
  { id: 'theme-system', title: 'Theme: As the System', group: 'View', host: true },
  { id: 'theme-light', title: 'Theme: Light', group: 'View', host: true },
  { id: 'theme-dark', title: 'Theme: Dark', group: 'View', host: true },
  { id: 'command-palette', title: 'All Commands…', group: 'Help', keys: 'Mod+K' },
  { id: 'shortcuts', title: 'Keyboard Shortcuts', group: 'Help', keys: 'Mod+/' },
  { id: 'show-data-folder', title: 'Show the Data Folder', group: 'Help', host: true, desktopOnly: true },
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
