import { expect, it } from 'vitest'
import { importContent, reviews, specOf, temporaryServices } from './temporary-services.ts'

it('what was deleted is listed until it is restored; a run of a deleted comparison comes back with that', async () => {
  const services = await temporaryServices()
  expect(services.deleted.list()).toEqual([])
  const dataset = await importContent(services, 'r.csv', reviews)
  const { id, name, runs } = await services.experiments.create({ dataset: dataset.id, spec: specOf() })
  services.runs.remove(runs[0].id)
  services.datasets.remove(dataset.id)
  const names = () => services.deleted.list().map((one) => [one.kind, one.id, one.of])
  expect(names()).toContainEqual(['run', runs[0].id, name])
  expect(names()).toContainEqual(['dataset', dataset.id, null])
  services.experiments.remove(id)
  expect(names()).toContainEqual(['experiment', id, dataset.name])
  expect(names()).not.toContainEqual(['run', runs[0].id, name])

  services.experiments.restore(id)
  services.datasets.restore(dataset.id)
  services.runs.restore(runs[0].id)
  expect(services.deleted.list()).toEqual([])
})
