export interface MenuItem {
  label?: string
  role?: string
  type?: string
  checked?: boolean
  enabled?: boolean
  click?: () => void
  submenu?: MenuItem[]
}

let current: MenuItem[] = []

export const Menu = {
  buildFromTemplate: (template: MenuItem[]) => template,
  setApplicationMenu: (template: MenuItem[]) => void (current = template),
}

const plain = (label: string | undefined) => label?.replace('&', '')

/** The item at e.g. ['File', 'Open…'], labels without their underscores. @throws {Error} naming what there is instead. */
export function menuItem(path: string[]): MenuItem {
  let items = current
  let found: MenuItem | undefined
  for (const step of path) {
    found = items.find((item) => plain(item.label) === step || item.role === step)
    if (!found)
      throw new Error(`no menu item '${step}' among ${items.map((item) => item.label ?? item.role).join(', ')}`)
    items = found.submenu ?? []
  }
  if (!found) throw new Error('an empty path names no menu item')
  return found
}
