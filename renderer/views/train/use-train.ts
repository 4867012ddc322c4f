import { computed } from 'vue'
import { useRouter } from 'vue-router'
import { useDraftStore } from '../../stores/draft.ts'
import { useExperimentsStore } from '../../stores/experiments.ts'
import { useNoticesStore } from '../../stores/notices.ts'
import { useTrainingStore } from '../../stores/training.ts'
import { trainLabel, trainObstacle, trainable } from './trainable.ts'
import { say } from '../../messages.ts'

/** The commands of the Train screen on the open experiment, and what stands in their way. */
export function useTrain() {
  const router = useRouter()
  const [draft, experiments, notices, training] = [
    useDraftStore(),
    useExperimentsStore(),
    useNoticesStore(),
    useTrainingStore(),
  ]
  const runs = computed(() => experiments.current?.runs.map(training.now) ?? [])
  const isNew = computed(() => draft.isNew)
  const label = computed(() => trainLabel(runs.value, isNew.value))
  const obstacle = computed(() =>
    experiments.current ? trainObstacle(runs.value, isNew.value, draft.problems) : say.train.noComparisonIsOpen,
  )

  /** Trains what is open, or makes the new comparison of the draft and trains that. `once`: a single step, then a pause. */
  async function begin(once = false) {
    if (obstacle.value) return
    const start = once ? training.step : training.train
    if (!isNew.value) {
      if (await draft.save()) start(trainable(experiments.current?.runs.map(training.now) ?? []))
      return
    }
    try {
      const made = await draft.create()
      if (!made) return
      await router.push({ name: 'train', params: { experiment: made.id } })
      start(made.runs)
    } catch (error) {
      notices.complain(error)
    }
  }

  /** The same comparison with the next seed, as a draft to look at before training. */
  const anotherSeed = () => draft.edit(({ spec }) => (spec.seed = (spec.seed + 1) % 2 ** 32))

  return { runs, isNew, label, obstacle, begin, anotherSeed }
}
