import { menuItem } from './menu.ts'
import { answerNextDialog, nativeTheme } from './native.ts'
import { askPermission } from './network.ts'
import { calls } from './record.ts'
import { openWindows } from './window-list.ts'

/** What a test can do with the application from outside, as a person or the system would. */
const controls = {
  click: (path: string[]) => {
    const item = menuItem(path)
    if (item.enabled === false || !item.click) throw new Error(`the menu item ${path.join(' > ')} cannot be clicked`)
    item.click()
  },
  labels: (path: string[]) => menuItem(path).submenu?.map((item) => item.label ?? item.role ?? item.type) ?? [],
  answerDialog: (filePaths: string[]) => answerNextDialog(filePaths),
  window: () => {
    const [window] = openWindows
    return { ...window.state, bounds: window.getNormalBounds(), count: openWindows.size }
  },
  minimise: () => [...openWindows][0].minimize(),
  crashPage: () => [...openWindows][0].webContents.crash(),
  closeWindow: () => [...openWindows][0].close(),
  askPermission: (permission: string) => askPermission(permission),
  themeSource: () => nativeTheme.themeSource,
  calls: () => calls,
}

export type Controls = typeof controls
export interface ControlRequest {
  id: number
  name: keyof Controls
  argument: unknown
}
export type ControlAnswer = { id: number; value?: unknown; error?: string } | { ready: true }

/** Answers the test over the channel of the forked process. */
export function answerControl(): void {
  process.on('message', ({ id, name, argument }: ControlRequest) => {
    let answer: ControlAnswer
    try {
      const control = controls[name] as (argument: unknown) => unknown
      answer = { id, value: control(argument) }
    } catch (error) {
      answer = { id, error: error instanceof Error ? error.message : String(error) }
    }
    process.send?.(answer)
  })
  process.send?.({ ready: true } satisfies ControlAnswer)
}
