import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { decodeSafetensors } from '../../shared/engine/training/safetensors.ts'
import { stream } from '../../shared/engine/training/random.ts'
import { openServices } from '../../electron/services.ts'
import { importContent, reviews, specOf, temporaryFolder } from '../unit/electron/temporary-services.ts'
import { startChild } from './child.ts'

const VALUES = 200_000

it('a process killed while it writes checkpoints leaves the last promised one or a newer one, whole', async () => {
  const folder = temporaryFolder()
  const first = await openServices({ dataFolder: folder, resources: null })
  const dataset = await importContent(first, 'r.csv', reviews)
  const { runs } = await first.experiments.create({ dataset: dataset.id, spec: specOf() })
  const run = runs[0].id
  await first.close()
  const random = stream(12, 'kill-checkpoint')

  for (let round = 0; round < 8; round++) {
    const child = startChild('train-until-killed', folder, run, String(VALUES))
    const words = 1 + random.int(6)
    await child.until(() => child.lines.length > words)
    // Somewhere inside the write that follows: a few turns of the event loop, by the seed.
    for (let turn = random.int(400); turn > 0; turn--) await new Promise((resolve) => setImmediate(resolve))
    await child.kill()
    const promised = Math.max(
      ...child.lines.filter((line) => line.startsWith('saved')).map((line) => Number(line.slice(6))),
    )

    const services = await openServices({ dataFolder: folder, resources: null })
    const saved = services.runs.read(run)
    expect(saved.status).toBe('stopped')
    expect(saved.checkpoints.last).toBeGreaterThanOrEqual(promised)
    const { tensors, metadata } = decodeSafetensors(await services.runs.checkpoint(run, 'last'))
    expect(metadata.step).toBe(String(saved.checkpoints.last))
    expect(tensors.w.data.length).toBe(VALUES)
    expect(tensors.w.data.every((value) => value === saved.checkpoints.last)).toBe(true)
    // Steps are recorded without a gap, up to the checkpoint at least.
    const { values } = services.runs.metrics(run)
    const steps = [...values].filter((_, i) => i % 2 === 0)
    expect(steps).toEqual(Array.from({ length: steps.length }, (_, n) => n + 1))
    expect(steps.length).toBeGreaterThanOrEqual(saved.checkpoints.last ?? Infinity)
    expect(readdirSync(join(folder, 'checkpoints'))).toHaveLength(1)
    await services.close()
  }
})

it('a run that a living process trains is left alone by one that starts beside it', async () => {
  const folder = temporaryFolder()
  const first = await openServices({ dataFolder: folder, resources: null })
  const dataset = await importContent(first, 'r.csv', reviews)
  const { runs } = await first.experiments.create({ dataset: dataset.id, spec: specOf() })
  await first.close()
  const child = startChild('train-until-killed', folder, runs[0].id, '1000')
  await child.until((line) => line === 'saved 3')
  const beside = await openServices({ dataFolder: folder, resources: null })
  try {
    expect(beside.about().notices).toEqual([])
    expect(beside.runs.read(runs[0].id).status).toBe('running')
    // Both write: imports here, checkpoints there.
    await importContent(beside, 'more.csv', reviews)
    const step = beside.runs.read(runs[0].id).step
    await child.until((line) => line === `saved ${step + 3}`)
    await child.kill()
    expect(beside.runs.update(runs[0].id, { status: 'stopped' }).status).toBe('stopped')
  } finally {
    await beside.close()
  }
})
