import { computed, shallowRef } from 'vue'
import { defineStore } from 'pinia'
import { api, request } from '../api.ts'
import { openTrainer } from '../trainer/open-trainer.ts'
import type { Run } from '../../shared/contract/experiment.ts'
import type { FromTrainer } from '../../shared/contract/trainer.ts'
import { useExperimentsStore } from './experiments.ts'
import { useNoticesStore } from './notices.ts'
import { useRunMetricsStore } from './run-metrics.ts'
import { follow, noProgress, present, shareDone } from './run-progress.ts'
import type { RunProgress } from './run-progress.ts'
import { useSettingsStore } from './settings.ts'
import { useStatusStore } from './status.ts'
import { throttle } from './throttle.ts'
import * as rules from './training-queue.ts'

/**
 * Training, wherever the user is: one trainer, one queue of runs, and what the trainer says of each run.
 * The trainer itself keeps everything on disk; this store only shows and steers.
 */
export const useTrainingStore = defineStore('training', () => {
  const queue = shallowRef(rules.emptyQueue)
  const progress = shallowRef<ReadonlyMap<string, RunProgress>>(new Map())
  /** The runs of the queue as they were when they were queued: the open experiment may be another one by now. */
  const queued = new Map<string, Run>()
  const [experiments, metrics, notices] = [useExperimentsStore(), useRunMetricsStore(), useNoticesStore()]
  const [settings, status] = [useSettingsStore(), useStatusStore()]
  let trainer: ReturnType<typeof openTrainer> | null = null

  const active = computed(() => queue.value.active)
  const activeRun = computed(() => (active.value && queued.get(active.value.run)) ?? null)
  const busy = computed(() => active.value !== null)

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
    apply(rules.hear(queue.value, message))
    if (message.kind === 'metrics') return publish()
    progress.value = latest
    tellStatusBar()
    if (message.kind === 'epoch' || endings.has(message.kind)) readAgain(message.run)
  }

  /** The saved run follows what the trainer said: the open experiment is read again. */
  function readAgain(run: string) {
    const experiment = queued.get(run)?.experimentId
    if (experiment && experiment === experiments.currentId) void experiments.refresh(experiment)
  }

  function apply({ queue: next, commands }: ReturnType<typeof rules.hear>) {
    queue.value = next
    for (const command of commands) {
      trainer ??= openTrainer(hear)
      if (command.kind === 'train' || command.kind === 'step') begin(command.run)
      trainer.post(rules.toTrainer(command, settings.settings.device))
    }
  }

  function begin(run: string) {
    if (latest.get(run)?.status !== 'paused') note(run, { ...noProgress, phase: 'data' })
    progress.value = latest
    void metrics.load(run)
  }

  function ask(asked: rules.QueueRequest, runs: readonly Run[] = []) {
    for (const run of runs) queued.set(run.id, run)
    apply(rules.request(queue.value, asked))
    tellStatusBar()
  }

  const train = (runs: readonly Run[]) => ask({ kind: 'train', runs: runs.map(({ id }) => id) }, runs)
  const step = (runs: readonly Run[]) => ask({ kind: 'step', runs: runs.map(({ id }) => id) }, runs)
  const pause = () => ask({ kind: 'pause' })
  const resume = () => ask({ kind: 'resume' })
  const stop = () => ask({ kind: 'stop' })
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
    trainer?.post({ kind: 'forget', run })
    latest = new Map(latest)
    latest.delete(run)
    progress.value = latest
    metrics.forget(run)
  }

  const newsOf = (run: string) => progress.value.get(run)
  /** A run as it is now, the trainer's news over what was saved. */
  const now = (run: Run): Run => present(run, newsOf(run.id))
  const place = (run: string): rules.ActiveState | 'queued' | null =>
    active.value?.run === run ? active.value.state : queue.value.waiting.includes(run) ? 'queued' : null

  function tellStatusBar() {
    const run = activeRun.value
    if (!active.value || !run) {
      status.setUse(null)
      status.setActivity('')
      return
    }
    const news = latest.get(run.id) ?? noProgress
    const { name } = run.spec.model
    const epoch = news.stepsPerEpoch && news.step !== null ? Math.floor(news.step / news.stepsPerEpoch) + 1 : 1
    const verb = active.value.state === 'paused' ? 'Paused:' : news.phase ? 'Starting' : 'Training'
    const { epochs } = run.spec.training
    status.setActivity(`${verb} ${name}, epoch ${Math.min(epoch, epochs)} of ${epochs}`, shareDone(run, news))
    status.setUse(
      news.memory && {
        model: name,
        stepsPerSecond: news.stepsPerSecond ?? 0,
        tensors: news.memory.tensors,
        bytes: news.memory.bytes,
      },
    )
  }

  return {
    queue,
    progress,
    active,
    activeRun,
    busy,
    train,
    step,
    pause,
    resume,
    stop,
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
