import { z } from 'zod'
import { cellKind, cellKinds } from '../contract/spec.ts'
import { memoryTasks } from '../tasks/memory/tasks.ts'
import { labCells } from './net/lab-cells.ts'

/** Grows with every change of what the same spec computes. */
export const LAB_VERSION = 1

export const labNames = ['order', 'distance', 'padding', ...memoryTasks] as const
export type LabName = (typeof labNames)[number]

const distinct = <T>(values: T[]) => new Set(values).size === values.length
const common = {
  /** The first of `seeds` seeds, each of which starts its nets and draws its data anew. */
  seed: z.int().min(0).max(0xffff_0000),
  seeds: z.int().min(1).max(20),
}
const net = {
  cells: z.array(z.enum(labCells)).min(1, 'Choose at least one cell.').refine(distinct, 'each cell once'),
  hidden: z.int().min(1).max(256),
  /** Training steps, at most. */
  steps: z.int().min(1).max(100_000),
  /** Sequences per step. */
  batch: z.int().min(1).max(512),
  learningRate: z.number().positive().max(10),
}

export const distanceSpec = z.strictObject({
  lab: z.literal('distance'),
  ...common,
  ...net,
  /** Filler words between cue and end; with the cue at token 5, 995 make 1,000 tokens. */
  fillers: z.array(z.int().min(0).max(1995)).min(1).max(20).refine(distinct, 'each distance once'),
})
export type DistanceSpec = z.infer<typeof distanceSpec>

/** The shortest length at which a task makes sense; see shared/tasks/memory. */
export const shortest = { adding: 2, copy: 1, 'temporal-order': 10, 'first-symbol': 2, reber: 9 } as const

export const memorySpec = z
  .strictObject({
    lab: z.enum(memoryTasks),
    ...common,
    ...net,
    /** Steps, waiting time, lag or longest string: see shared/tasks/memory. */
    length: z.int().min(1).max(2000),
  })
  .refine(({ lab, length }) => length >= shortest[lab], {
    path: ['length'],
    message: 'Too short for this task: adding needs 2, temporal order 10, first symbol 2, Reber 9.',
  })
export type MemorySpec = z.infer<typeof memorySpec>

export const orderSpec = z
  .strictObject({
    lab: z.literal('order'),
    ...common,
    /** Trained here on the order reviews. */
    models: z.array(cellKind).max(cellKinds.length).refine(distinct, 'each model once'),
    epochs: z.int().min(1).max(100),
    /** The user's own runs instead, by id. */
    runs: z.array(z.string().min(1).max(80)).max(12),
    /** How much of each sentence is shuffled, 0 to 1. */
    shares: z.array(z.number().min(0).max(1)).min(2).max(21).refine(distinct, 'each amount once'),
  })
  .refine(({ models, runs }) => models.length > 0 !== runs.length > 0, {
    path: ['models'],
    message: 'Choose at least one model, or runs of your own.',
  })
export type OrderSpec = z.infer<typeof orderSpec>

export const paddingSpec = z.strictObject({
  lab: z.literal('padding'),
  ...common,
  cell: z.enum(['rnn', 'lstm', 'gru']),
  /** Steps that every sentence is padded to. */
  padTo: z.int().min(30).max(400),
  epochs: z.int().min(1).max(100),
})
export type PaddingSpec = z.infer<typeof paddingSpec>

/** The question of a laboratory with every setting: what its results are a pure function of. */
export const labSpec = z.discriminatedUnion('lab', [distanceSpec, memorySpec, orderSpec, paddingSpec])
export type LabSpec = z.infer<typeof labSpec>

export const seedsOf = ({ seed, seeds }: Pick<LabSpec, 'seed' | 'seeds'>): number[] =>
  Array.from({ length: seeds }, (_, k) => seed + k)
