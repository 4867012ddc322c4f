import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { z } from 'zod'

const shellState = z.object({
  bounds: z
    .object({ x: z.number().optional(), y: z.number().optional(), width: z.number(), height: z.number() })
    .default({ width: 1400, height: 900 }),
  maximised: z.boolean().default(false),
  /** Absolute paths, the latest first. */
  recentFiles: z.array(z.string()).max(10).default([]),
})
/** What the window remembers from one start to the next. Nothing in it matters to a result. */
export type ShellState = z.infer<typeof shellState>

/** Reads the state; an absent or damaged file gives the defaults, since losing a window's place is no misfortune. */
export function readShellState(file: string): ShellState {
  try {
    return shellState.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return shellState.parse({})
  }
}

export function writeShellState(file: string, state: ShellState): void {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(`${file}.new`, JSON.stringify(state, null, 2))
  renameSync(`${file}.new`, file)
}

/** The list with `path` at its head, without repeats, at most ten. */
export function withRecent(recentFiles: readonly string[], path: string): string[] {
  return [path, ...recentFiles.filter((other) => other !== path)].slice(0, 10)
}

interface Rectangle {
  x: number
  y: number
  width: number
  height: number
}

/**
 * Bounds that can be seen: the remembered place counts only while a good part of it lies on some screen
 * (screens come and go), and the size never exceeds the smallest useful or the available one.
 */
export function visibleBounds(bounds: ShellState['bounds'], workAreas: readonly Rectangle[]): ShellState['bounds'] {
  const { x, y, width, height } = bounds
  const home = workAreas.find(
    (area) =>
      x !== undefined &&
      y !== undefined &&
      x + width > area.x + 100 &&
      x < area.x + area.width - 100 &&
      y >= area.y - 10 &&
      y < area.y + area.height - 100,
  )
  const area = home ?? workAreas[0]
  const size = area ? { width: Math.min(width, area.width), height: Math.min(height, area.height) } : { width, height }
  return home ? { x, y, ...size } : size
}
