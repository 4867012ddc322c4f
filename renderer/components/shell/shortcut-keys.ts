import { chordOf, keysInWords } from '../../../shared/contract/commands.ts'
import type { Chord, CommandInfo } from '../../../shared/contract/commands.ts'

export interface Keyboard {
  mac: boolean
  /** True in the desktop's own window, where no browser keeps keys to itself. */
  desktop: boolean
}

/** The shortcut of a command on this keyboard, if it has one. */
export const keysOf = ({ keys, browserKeys }: CommandInfo, { desktop }: Keyboard): string | undefined =>
  desktop ? keys : (browserKeys ?? keys)

export function keysWords(command: CommandInfo, keyboard: Keyboard): string {
  const keys = keysOf(command, keyboard)
  return keys === undefined ? '' : keysInWords(keys, keyboard.mac)
}

export type Pressed = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>

/**
 * Whether exactly this shortcut is pressed. Digits count by their place on the keyboard: with Alt a Mac types '¡' for 1, and
 * on a French keyboard 1 needs Shift.
 */
export function isPressed(chord: Chord, event: Pressed, mac: boolean): boolean {
  const [mod, other] = mac ? [event.metaKey, event.ctrlKey] : [event.ctrlKey, event.metaKey]
  if (mod !== chord.mod || other || event.altKey !== chord.alt) return false
  // '/' needs Shift on many keyboards: what counts is the sign that comes out.
  const bySign = /^[^\w]$/.test(chord.key)
  if (!bySign && event.shiftKey !== chord.shift) return false
  if (/^\d$/.test(chord.key)) return event.code === `Digit${chord.key}`
  if (/^[A-Z]$/.test(chord.key)) return event.key.toUpperCase() === chord.key || event.code === `Key${chord.key}`
  return event.key === chord.key
}

/** The command whose shortcut is pressed. */
export function commandPressed<Command extends CommandInfo>(
  commands: readonly Command[],
  event: Pressed,
  keyboard: Keyboard,
): Command | undefined {
  return commands.find((command) => {
    const keys = keysOf(command, keyboard)
    return keys !== undefined && isPressed(chordOf(keys), event, keyboard.mac)
  })
}

/** The keyboard of this page. */
export const thisKeyboard = (): Keyboard => ({
  mac: /Mac|iP/.test(navigator.platform),
  desktop: 'unroll' in globalThis,
})
