import { computed, shallowRef } from 'vue'
import { defineStore } from 'pinia'
import { api, request } from '../api.ts'
import { placesFor } from '../trainer/places.ts'
import { openTrainerPool } from '../trainer/trainer-pool.ts'
import type { Run } from '../../shared/contract/experiment.ts'
import type { Device, FromTrainer } from '../../shared/contract/trainer.ts'
import { deviceLosses, lossWords } from './device-losses.ts'
import { useDevicesStore } from './devices.ts'
import { useExperimentsStore } from './experiments.ts'
import { useNoticesStore } from './notices.ts'
import { useRunMetricsStore } from './run-metrics.ts'
import { follow, noProgress, present } from './run-progress.ts'
import type { RunProgress } from './run-progress.ts'
import { useStatusStore } from './status.ts'
import { throttle } from './throttle.ts'
import * as rules from './training-queue.ts'
import { trainersUse, trainingActivity } from './training-status.ts'

/**
 * Training, wherever the user is: the trainers, one queue of runs, and what the trainers say of each run. On the processor
 * runs train side by side, on the GPU one after the other. The trainers themselves keep everything on disk; this store only
 * shows and steers.
 */
export const useTrainingStore = defineStore('training', () => {
  const queue = shallowRef(rules.emptyQueue)
  const progress = shallowRef<ReadonlyMap<string, RunProgress>>(new Map())
  /** The runs of the queue as they were when they were queued: the open experiment may be another one by now. */
  const queued = new Map<string, Run>()
  const [experiments, metrics, notices] = [useExperimentsStore(), useRunMetricsStore(), useNoticesStore()]
  const [devices, status] = [useDevicesStore(), useStatusStore()]
  const losses = deviceLosses()
  let trainers: ReturnType<typeof openTrainerPool> | null = null

  const active = computed(() => queue.value.active)
  const activeRuns = computed(() => active.value.flatMap(({ run }) => queued.get(run) ?? []))
  /** What the buttons for all runs steer; null when nothing trains or waits. */
  const state = computed(() => rules.overall(queue.value))
  const busy = computed(() => state.value !== null)

  const places: rules.Places = {
    count: placesFor(navigator.hardwareConcurrency),
    alone: (run) => (deviceOf(run) ?? 'webgl') === 'webgl',
  }

  /** What trains a run, or will; null while it is not known: then nobody trains beside it. */
  function deviceOf(id: string): Device | null {
    const told = active.value.some(({ run }) => run === id) ? latest.get(id)?.device?.device : null
    return told ?? wishedFor(id)
  }
  function wishedFor(id: string): Device | null {
    const run = queued.get(id)
    if (!run) return null
    const instead = losses.insteadFor(id)
    if (instead) return instead
    const { model, text, training } = run.spec
    const current = experiments.current
    const V = current?.id === run.experimentId ? current.vocabulary.size : null
    return devices.deviceFor(model, { T: text.maxLength, B: training.batchSize, V })
  }

  /** Recorded steps arrive many times a second; what they say of the progress is shown a few times. */
  let latest = new Map<string, RunProgress>()
  const publish = throttle(() => {
    progress.value = latest
    tellStatusBar()
  }, 200)

  function note(run: string, news: RunProgress) {
    latest = new Map(latest).set(run, news)
  }

  function hear(message: FromTrainer) {
    const before = latest.get(message.run) ?? noProgress
    const news = follow(before, message)
    if (news !== before) note(message.run, news)
    if (message.kind === 'device') status.setDevice(message.report)
    if (message.kind === 'metrics') metrics.receive(message.run, message)
    const stateBefore = active.value.find(({ run }) => run === message.run)?.state
    apply(rules.hear(queue.value, message, places))
    if (message.kind === 'failed' && message.deviceLost) goOn(message.run, stateBefore)
    if (message.kind === 'metrics') return publish()
    progress.value = latest
    tellStatusBar()
    if (message.kind === 'epoch' || endings.has(message.kind)) readAgain(message.run)
  }

  /** A run whose GPU is gone goes on by itself, unless it was being stopped or held. */
  function goOn(id: string, state: rules.ActiveState | undefined) {
    const run = queued.get(id)
    const how = run && losses.note(id, state)
    if (!run || !how) return
    notices.notify({ text: lossWords[how](run.spec.model.name), milliseconds: 15_000 })
    train([run])
  }

  /** The saved run follows what the trainer said: the open experiment is read again. */
  function readAgain(run: string) {
    const experiment = queued.get(run)?.experimentId
    if (experiment && experiment === experiments.currentId) void experiments.refresh(experiment)
  }

  function apply({ queue: next, commands }: ReturnType<typeof rules.hear>) {
    queue.value = next
    trainers ??= openTrainerPool(hear)
    // Models side by side use the cores better than threads that share one model.
    const sideBySide = next.active.length + next.waiting.length > 1 && places.count > 1
    for (const { kind, run } of commands) {
      if (kind !== 'train' && kind !== 'step') trainers.post({ kind, run })
      else {
        begin(run)
        trainers.post({ kind, run, device: wishedFor(run), ...(sideBySide && { threads: 1 }) })
      }
    }
  }

  function begin(run: string) {
    devices.cancel()
    if (latest.get(run)?.status !== 'paused') note(run, { ...noProgress, phase: 'data' })
    progress.value = latest
    void metrics.load(run)
  }

  /** What was trained earlier and is not in view needs no news: the saved runs say it all. */
  function forgetOthers() {
    const others = [...queued.values()].filter(
      ({ id, experimentId }) => place(id) === null && experimentId !== experiments.currentId,
    )
    latest = new Map(latest)
    for (const { id } of others) {
      queued.delete(id)
      latest.delete(id)
      losses.forget(id)
    }
  }

  function ask(asked: rules.QueueRequest, runs: readonly Run[] = []) {
    forgetOthers()
    for (const run of runs) queued.set(run.id, run)
    apply(rules.request(queue.value, asked, places))
    tellStatusBar()
  }

  const train = (runs: readonly Run[]) => ask({ kind: 'train', runs: runs.map(({ id }) => id) }, runs)
  const step = (runs: readonly Run[]) => ask({ kind: 'step', runs: runs.map(({ id }) => id) }, runs)
  /** That run, or all that train. */
  const pause = (run?: string) => ask({ kind: 'pause', run })
  const resume = (run?: string) => ask({ kind: 'resume', run })
  const stopAll = () => ask({ kind: 'stop-all' })
  const drop = (run: string) => ask({ kind: 'drop', run })

  /** Back to the beginning: what the run recorded is dropped. Says whether that was possible. */
  async function restart(run: Run): Promise<boolean> {
    try {
      await request(api.runs[':id'].restart.$post({ param: { id: run.id } }))
    } catch (error) {
      notices.complain(error)
      return false
    }
    forget(run.id)
    await experiments.refresh(run.experimentId)
    return true
  }

  /** Drops everything this session knows of a run. */
  function forget(run: string) {
    trainers?.post({ kind: 'forget', run })
    losses.forget(run)
    latest = new Map(latest)
    latest.delete(run)
    progress.value = latest
    metrics.forget(run)
  }

  const newsOf = (run: string) => progress.value.get(run)
  /** A run as it is now, the trainer's news over what was saved. */
  const now = (run: Run): Run => present(run, newsOf(run.id))
  const place = (run: string): rules.ActiveState | 'queued' | null =>
    active.value.find((one) => one.run === run)?.state ?? (queue.value.waiting.includes(run) ? 'queued' : null)

  function tellStatusBar() {
    const runs = active.value.flatMap(({ run: id, state }) => {
      const run = queued.get(id)
      return run ? [{ run, state, news: latest.get(id) ?? noProgress }] : []
    })
    const { text, share } = trainingActivity(runs)
    status.setActivity(text, share)
    status.setUse(trainersUse(runs))
  }

  return {
    queue,
    progress,
    active,
    activeRuns,
    state,
    busy,
    train,
    step,
    pause,
    resume,
    stopAll,
    drop,
    restart,
    forget,
    newsOf,
    now,
    place,
  }
})

const endings = new Set<FromTrainer['kind']>(['stopped', 'finished', 'diverged', 'failed', 'paused', 'running'])
