// npm run bench -- webgl-profile [--json] [--cell lstm] [--steps 5] [--size 5000,32,64,100,32] [--least 0.5]
// Where the time of a training step on the device 'webgl' goes: milliseconds and draws of every program within every kernel.
import { loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { openBenchPage } from '../browser/bench-page.ts'
import type { RecurrentCell } from './engine-ours.ts'
import type { Profile } from './webgl-profile-page.ts'

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    cell: { type: 'string', multiple: true, default: ['rnn', 'lstm', 'gru'] },
    steps: { type: 'string', default: '5' },
    /** V, E, H, T, B. */
    size: { type: 'string', default: '5000,32,64,100,32' },
    /** Parts below so many milliseconds are put together. */
    least: { type: 'string', default: '0.5' },
  },
})
const [V, E, H, T, B] = values.size.split(',').map(Number)

const profiles: Record<string, Profile> = {}
for (const cell of values.cell as RecurrentCell[]) {
  const page = await openBenchPage('test/bench/webgl-profile-page.ts')
  try {
    const result = await page.call<Profile>('profile', cell, { V, E, H, T, B }, Number(values.steps))
    profiles[cell] = result
    if (!values.json) print(cell, result)
  } finally {
    await page.close()
  }
}
if (values.json) console.log(JSON.stringify(profiles, null, 2))

function print(cell: string, { parts, whole, waiting, handedOver }: Profile): void {
  const least = Number(values.least)
  const sum = (of: (part: Profile['parts'][number]) => number, some = parts) =>
    some.reduce((all, part) => all + of(part), 0)
  const small = parts.filter(({ milliseconds }) => milliseconds < least)
  const rest = {
    name: `${small.length} parts below ${least} ms`,
    milliseconds: sum((part) => part.milliseconds, small),
    draws: sum((part) => part.draws, small),
    visits: sum((part) => part.visits, small),
  }
  console.log(
    `${cell} (${values.size}): a step takes ${whole.toFixed(1)} ms, its commands are handed over after ${handedOver.toFixed(1)} ms; ` +
      `taken apart ${sum((part) => part.milliseconds).toFixed(1)} ms; load ${loadavg()[0].toFixed(1)}`,
  )
  for (const { name, milliseconds, draws, visits } of [
    ...parts.filter((part) => part.milliseconds >= least).toSorted((a, b) => b.milliseconds - a.milliseconds),
    rest,
  ])
    console.log(
      `  ${name.padEnd(48)} ${milliseconds.toFixed(2).padStart(8)} ms  ${String(draws).padStart(4)} draws  ` +
        `${String(visits).padStart(3)} visits`,
    )
  console.log(`  (each visit waited ${waiting.toFixed(2)} ms for the device, which is taken off)`)
}
