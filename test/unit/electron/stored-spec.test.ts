import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, it } from 'vitest'
import { modelDefaults } from '../../../shared/contract/spec.ts'
import { importContent, reviews, specOf, temporaryFolder, temporaryServices } from './temporary-services.ts'

it('a spec that was stored before a setting existed is read with its default', async () => {
  const folder = temporaryFolder()
  const services = await temporaryServices(folder)
  const dataset = await importContent(services, 'r.csv', reviews)
  const { id, runs, spec } = await services.experiments.create({ dataset: dataset.id, spec: specOf() })

  const database = new DatabaseSync(join(folder, 'unroll.db'))
  for (const option of Object.keys(modelDefaults)) {
    database.exec(`UPDATE runs SET spec = json_remove(spec, '$.model.${option}')`)
    database.exec(`UPDATE experiments SET spec = json_remove(spec, '$.models[0].${option}', '$.models[1].${option}')`)
  }
  const stored = database.prepare('SELECT spec FROM runs').all() as { spec: string }[]
  database.close()
  expect(stored).toHaveLength(2)
  for (const row of stored) expect(row.spec).not.toContain('pooling')

  expect(services.experiments.read(id).spec).toEqual(spec)
  expect(services.experiments.read(id).spec.models[1]).toMatchObject(modelDefaults)
  expect(services.runs.read(runs[0].id).spec.model).toEqual(spec.models[0])
})
