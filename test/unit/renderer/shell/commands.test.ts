import { describe, expect, it } from 'vitest'
import { commandPressed, isPressed, keysOf } from '../../../../renderer/components/shell/shortcut-keys.ts'
import type { Pressed } from '../../../../renderer/components/shell/shortcut-keys.ts'
import { matching } from '../../../../renderer/components/shell/palette-entries.ts'
import { acceleratorOf, chordOf, commands, keysInWords } from '../../../../shared/contract/commands.ts'
import type { CommandInfo } from '../../../../shared/contract/commands.ts'

const pressed = (key: string, more: Partial<Pressed> = {}): Pressed => ({
  ...{
    key,
    code: /^\d$/.test(key) ? `Digit${key}` : '',
    ctrlKey: false,
    metaKey: false,
    altKey: false,
    shiftKey: false,
  },
  ...more,
})
const all: readonly CommandInfo[] = commands

describe('the table of commands', () => {
  it('gives each command an id of its own, and no shortcut to two of them on either kind of host', () => {
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length)
    for (const desktop of [true, false]) {
      const keys = all.flatMap((command) => keysOf(command, { mac: false, desktop }) ?? [])
      expect(new Set(keys).size, `desktop: ${desktop}`).toBe(keys.length)
    }
  })

  it('takes no shortcut that browsers keep to themselves', () => {
    const kept = ['Mod+N', 'Mod+T', 'Mod+W', ...'123456789'.split('').map((digit) => `Mod+${digit}`)]
    const used = all.flatMap((command) => keysOf(command, { mac: false, desktop: false }) ?? [])
    expect(used.filter((keys) => kept.includes(keys))).toEqual([])
  })

  it('can be taken apart, every shortcut of it', () => {
    for (const { keys, browserKeys } of all)
      for (const one of [keys, browserKeys]) if (one) expect(chordOf(one).key).not.toBe('')
    expect(chordOf('Mod+Shift+K')).toEqual({ mod: true, alt: false, shift: true, key: 'K' })
    expect(() => chordOf('Ctrl+')).toThrow("'Ctrl+' is no shortcut")
  })

  it('is written as each reader knows it', () => {
    expect(acceleratorOf('Mod+Shift+K')).toBe('CmdOrCtrl+Shift+K')
    expect(keysInWords('Mod+Shift+K', true)).toBe('⌘⇧K')
    expect(keysInWords('Mod+Shift+K', false)).toBe('Ctrl+Shift+K')
  })
})

describe('a pressed key', () => {
  it('must be exactly the shortcut', () => {
    const chord = chordOf('Mod+Enter')
    expect(isPressed(chord, pressed('Enter', { ctrlKey: true }), false)).toBe(true)
    expect(isPressed(chord, pressed('Enter', { ctrlKey: true, shiftKey: true }), false)).toBe(false)
    expect(isPressed(chord, pressed('Enter'), false)).toBe(false)
    expect(isPressed(chord, pressed('Enter', { metaKey: true }), false)).toBe(false)
    expect(isPressed(chord, pressed('Enter', { metaKey: true }), true)).toBe(true)
  })

  it('counts digits by their place: a Mac types ¡ for Alt+1, a French keyboard & for 1', () => {
    const chord = chordOf('Alt+1')
    expect(isPressed(chord, pressed('¡', { code: 'Digit1', altKey: true }), true)).toBe(true)
    expect(isPressed(chord, pressed('&', { code: 'Digit1', altKey: true }), false)).toBe(true)
    expect(isPressed(chord, pressed('2', { altKey: true }), false)).toBe(false)
  })

  it('counts signs by what comes out: / needs Shift on a German keyboard', () => {
    const chord = chordOf('Mod+/')
    expect(isPressed(chord, pressed('/', { code: 'Digit7', ctrlKey: true, shiftKey: true }), false)).toBe(true)
    expect(isPressed(chord, pressed('/', { code: 'Slash', ctrlKey: true }), false)).toBe(true)
  })

  it('finds the command that is meant on this kind of host', () => {
    const one = pressed('1', { ctrlKey: true })
    expect(commandPressed(all, one, { mac: false, desktop: true })?.id).toBe('show-data')
    expect(commandPressed(all, one, { mac: false, desktop: false })).toBeUndefined()
    expect(commandPressed(all, pressed('F8', { shiftKey: true }), { mac: false, desktop: false })?.id).toBe(
      'stop-training',
    )
  })
})

describe('what is typed into the palette', () => {
  const entries = [
    { title: 'Data', group: 'Go to' },
    { title: 'Movie reviews', group: 'Data sets' },
    { title: 'Movie reviews, seed 2', group: 'Experiments' },
  ]
  const found = (typed: string) => matching(entries, typed).map(({ group, title }) => `${group}: ${title}`)

  it('is looked for word by word, in titles and groups, in any order and case', () => {
    expect(found('')).toHaveLength(3)
    expect(found('data')).toEqual(['Go to: Data', 'Data sets: Movie reviews'])
    expect(found('REVIEWS exp')).toEqual(['Experiments: Movie reviews, seed 2'])
    expect(found('reviews ‽')).toEqual([])
  })
})
