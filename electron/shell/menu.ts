import { Menu } from 'electron'
import type { MenuItemConstructorOptions } from 'electron'
import { basename } from 'node:path'
import type { Settings } from '../../shared/contract/settings.ts'
import { acceleratorOf, commandOf, commands } from '../../shared/contract/commands.ts'
import type { CommandGroup, ShellCommand } from '../../shared/contract/commands.ts'

export interface MenuState {
  theme: Settings['theme']
  recentFiles: readonly string[]
  mac: boolean
}

export interface MenuActions {
  open(): void
  openRecent(path: string): void
  clearRecent(): void
  setTheme(theme: Settings['theme']): void
  command(command: ShellCommand): void
  showDataFolder(): void
  about(): void
}

const themes: [Settings['theme'], string][] = [
  ['system', 'As the System'],
  ['light', 'Light'],
  ['dark', 'Dark'],
]

/** The native menu, as data; `setMenu` shows it. Built anew when the theme or the recent files change. */
export function menuTemplate(state: MenuState, actions: MenuActions): MenuItemConstructorOptions[] {
  const { mac, recentFiles } = state
  const about: MenuItemConstructorOptions = { label: 'About Unroll', click: actions.about }
  const open = commandOf('open-file')
  const recent: MenuItemConstructorOptions[] = recentFiles.length
    ? [
        ...recentFiles.map((path) => ({
          label: basename(path),
          sublabel: path,
          toolTip: path,
          click: () => actions.openRecent(path),
        })),
        { type: 'separator' },
        { label: 'Clear List', click: actions.clearRecent },
      ]
    : [{ label: 'No Recent Files', enabled: false }]
  /** The commands of a group that the page does, with their shortcuts. */
  const ofGroup = (wanted: CommandGroup): MenuItemConstructorOptions[] =>
    commands
      .filter((command) => command.group === wanted && !command.host)
      .map(({ id, title, keys }) => ({
        id,
        label: title,
        ...(keys && { accelerator: acceleratorOf(keys) }),
        click: () => actions.command(id as ShellCommand),
      }))

  return [
    ...(mac
      ? ([
          {
            label: 'Unroll',
            submenu: [
              about,
              { type: 'separator' },
              { role: 'hide' },
              { role: 'hideOthers' },
              { role: 'unhide' },
              { type: 'separator' },
              { role: 'quit' },
            ],
          },
        ] satisfies MenuItemConstructorOptions[])
      : []),
    {
      label: '&File',
      submenu: [
        { id: 'open', label: open.title, accelerator: acceleratorOf(open.keys ?? ''), click: actions.open },
        { id: 'recent', label: 'Open Recent', submenu: recent },
        { type: 'separator' },
        ...ofGroup('File'),
        { type: 'separator' },
        mac ? { role: 'close' } : { role: 'quit' },
      ],
    },
    { role: 'editMenu' },
    {
      label: '&View',
      submenu: [
        ...ofGroup('Go to'),
        { type: 'separator' },
        {
          id: 'theme',
          label: 'Theme',
          submenu: themes.map(([theme, label]) => ({
            label,
            type: 'radio',
            checked: state.theme === theme,
            click: () => actions.setTheme(theme),
          })),
        },
        { type: 'separator' },
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { role: 'togglefullscreen' },
      ],
    },
    { label: '&Training', submenu: ofGroup('Training') },
    {
      role: 'help',
      submenu: [
        ...ofGroup('Help'),
        { type: 'separator' },
        { label: 'Show the Data Folder', click: actions.showDataFolder },
        { role: 'toggleDevTools' },
        ...(mac ? [] : [{ type: 'separator' } as const, about]),
      ],
    },
  ]
}

export function setMenu(state: MenuState, actions: MenuActions): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(state, actions)))
}
