import { api, request } from '../../api.ts'
import type { Run, RunUpdate } from '../../../shared/contract/experiment.ts'
import { useComparisonStore } from '../../stores/comparison.ts'
import { useExperimentsStore } from '../../stores/experiments.ts'
import { useNoticesStore } from '../../stores/notices.ts'
import { say } from '../../messages.ts'

/** Deleting a run, with the way back, and its notes. */
export function useRunActions() {
  const [experiments, notices, comparison] = [useExperimentsStore(), useNoticesStore(), useComparisonStore()]

  async function readAgain(run: Run) {
    await Promise.all([
      experiments.refresh(run.experimentId),
      comparison.readAgain(run.experimentId),
      experiments.load(),
    ])
  }

  async function remove(run: Run) {
    try {
      await request(api.runs[':id'].$delete({ param: { id: run.id } }))
      await readAgain(run)
    } catch (error) {
      notices.complain(error)
      return
    }
    notices.notify({
      text: say.compare.theRunOfIsDeleted(run.spec.model.name),
      undo: async () => {
        await request(api.runs[':id'].restore.$post({ param: { id: run.id } }))
        await readAgain(run)
      },
    })
  }

  async function update(run: Run, changes: Pick<RunUpdate, 'notes'>) {
    try {
      await request(api.runs[':id'].$patch({ param: { id: run.id }, json: changes }))
      await readAgain(run)
    } catch (error) {
      notices.complain(error)
    }
  }
  return { remove, update }
}
