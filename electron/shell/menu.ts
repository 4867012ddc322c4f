import { Menu } from 'electron'
import type { MenuItemConstructorOptions } from 'electron'
import { basename } from 'node:path'
import type { Settings } from '../../shared/contract/settings.ts'
import { acceleratorOf, commandOf, commands } from '../../shared/contract/commands.ts'
import type { CommandGroup, ShellCommand } from '../../shared/contract/commands.ts'
import type { Messages } from '../../shared/messages/catalogues.ts'

export interface MenuState {
  theme: Settings['theme']
  recentFiles: readonly string[]
  mac: boolean
  messages: Messages['commands']
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

const themes = [
  ['system', 'asTheSystem'],
  ['light', 'light'],
  ['dark', 'dark'],
] as const

/** The native menu, as data; `setMenu` shows it. Built anew when the theme, the language or the recent files change. */
export function menuTemplate(state: MenuState, actions: MenuActions): MenuItemConstructorOptions[] {
  const { mac, recentFiles, messages } = state
  const { menu, titles } = messages
  const about: MenuItemConstructorOptions = { label: menu.about, click: actions.about }
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
        { label: menu.clearList, click: actions.clearRecent },
      ]
    : [{ label: menu.noRecentFiles, enabled: false }]
  /** The commands of a group that the page does, with their shortcuts. */
  const ofGroup = (wanted: CommandGroup): MenuItemConstructorOptions[] =>
    commands
      .filter((command) => command.group === wanted && !command.host)
      .map(({ id, keys }) => ({
        id,
        label: titles[id],
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
              { role: 'hide', label: menu.hide },
              { role: 'hideOthers', label: menu.hideOthers },
              { role: 'unhide', label: menu.showAll },
              { type: 'separator' },
              { role: 'quit', label: menu.quit },
            ],
          },
        ] satisfies MenuItemConstructorOptions[])
      : []),
    {
      label: menu.file,
      submenu: [
        { id: 'open', label: titles['open-file'], accelerator: acceleratorOf(open.keys ?? ''), click: actions.open },
        { id: 'recent', label: menu.openRecent, submenu: recent },
        { type: 'separator' },
        ...ofGroup('file'),
        { type: 'separator' },
        mac ? { role: 'close', label: menu.close } : { role: 'quit', label: menu.quit },
      ],
    },
    {
      label: menu.edit,
      submenu: [
        { role: 'undo', label: menu.undo },
        { role: 'redo', label: menu.redo },
        { type: 'separator' },
        { role: 'cut', label: menu.cut },
        { role: 'copy', label: menu.copy },
        { role: 'paste', label: menu.paste },
        { role: 'selectAll', label: menu.selectAll },
      ],
    },
    {
      label: menu.view,
      submenu: [
        ...ofGroup('go'),
        { type: 'separator' },
        {
          id: 'theme',
          label: menu.theme,
          submenu: themes.map(([theme, name]) => ({
            label: menu[name],
            type: 'radio',
            checked: state.theme === theme,
            click: () => actions.setTheme(theme),
          })),
        },
        { type: 'separator' },
        { role: 'resetZoom', label: menu.actualSize },
        { role: 'zoomIn', label: menu.zoomIn },
        { role: 'zoomOut', label: menu.zoomOut },
        { role: 'togglefullscreen', label: menu.fullScreen },
      ],
    },
    { label: menu.training, submenu: ofGroup('training') },
    {
      role: 'help',
      label: menu.help,
      submenu: [
        ...ofGroup('help'),
        { type: 'separator' },
        { label: titles['show-data-folder'], click: actions.showDataFolder },
        { role: 'toggleDevTools', label: menu.developerTools },
        ...(mac ? [] : [{ type: 'separator' } as const, about]),
      ],
    },
  ]
}

export function setMenu(state: MenuState, actions: MenuActions): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(state, actions)))
}
