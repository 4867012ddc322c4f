import * as tf from '@tensorflow/tfjs-core'
import '@tensorflow/tfjs-core/dist/register_all_gradients.js'
import '@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops.js'
import { useDevice } from '../../renderer/trainer/backends.ts'
import { wasmThreads } from '../../shared/engine/kernels/wasm/register.ts'
import { layersSide } from './engine-layers.ts'
import { ourSide } from './engine-ours.ts'
import type { RecurrentCell, Side, Sizes } from './engine-ours.ts'
import { countWebgl, readCounters, resetCounters } from './webgl-counters.ts'

/** How long a side goes on once it has its turn. */
const TURN_MILLISECONDS = 1500

export type BenchDevice = 'webgl' | 'wasm'

export interface EngineCase {
  cell: RecurrentCell
  device: BenchDevice
  sizes: Sizes
}

export interface Measured {
  /** Median milliseconds of a step, each timed until its loss is read; and how many were timed. */
  milliseconds: number
  steps: number
  /** From the choice of the device to the loss of the first step, compilation included. */
  firstSeconds: number
  draws: number
  /** Bytes of textures that are allocated (webgl), else of all tensors. */
  bytes: number
  loss: number
}

countWebgl()

export interface Comparison {
  ours: Measured
  /** tf.layers as it comes. */
  theirs: Measured | null
  /** tf.layers told to compute our very function; null where that is the same (an RNN has no gates). */
  same: Measured | null
  threads: number
}

/**
 * Ours and, where `theirs` wants it, tf.layers take turns of a second and a half, of one step at least, so that whatever else
 * this machine does disturbs them alike, and a step mostly follows one of its own side, as in training. When one of theirs has used up `seconds`, it stops
 * taking turns, but not before `least` of them.
 */
export async function measure(
  { cell, device, sizes }: EngineCase,
  { steps, theirs, least, seconds }: { steps: number; theirs: boolean; least: number; seconds: number },
): Promise<Comparison> {
  const began = performance.now()
  if ((await useDevice(device)) !== device) throw new Error(`this browser has no device '${device}'`)
  const opening = performance.now() - began
  const ours = await open(() => ourSide(cell, sizes), opening)
  await ours.take(false)
  const rivals: (Awaited<ReturnType<typeof open>> & { left: number })[] = []
  const gates = !theirs ? [] : cell === 'rnn' ? (['hardSigmoid'] as const) : (['hardSigmoid', 'sigmoid'] as const)
  for (const squash of gates) {
    const rival = await open(() => layersSide(cell, sizes, squash), opening)
    rivals.push({ ...rival, left: seconds - rival.spent() })
  }
  for (let n = 0; n < steps; n++) {
    await ours.turn()
    for (const rival of rivals) {
      if (n >= least && rival.left < 0) continue
      const before = rival.spent()
      await rival.turn()
      rival.left -= rival.spent() - before
    }
  }
  const [first, second] = rivals.map((rival) => rival.result())
  const threads = device === 'wasm' ? wasmThreads() : 0
  for (const side of [ours, ...rivals]) side.close()
  return { ours: ours.result(), theirs: first ?? null, same: second ?? null, threads }
}

async function open(make: () => Side, opening: number) {
  const bytesBefore = bytes()
  const times: number[] = []
  let spent = 0
  const [began, measured] = [performance.now(), { draws: 0, bytes: 0, loss: 0 }]
  const side = make()
  const turnEnds = (start: number) => performance.now() - start > TURN_MILLISECONDS
  await side.step()
  const first = opening + performance.now() - began
  spent += first / 1000
  measured.bytes = bytes() - bytesBefore
  async function take(counts: boolean) {
    resetCounters()
    const start = performance.now()
    const loss = await side.step()
    const milliseconds = performance.now() - start
    Object.assign(measured, { loss, draws: readCounters().draws })
    if (!counts) measured.bytes = bytes() - bytesBefore // while it is alone
    spent += milliseconds / 1000
    if (counts) times.push(milliseconds)
  }
  return {
    take,
    async turn() {
      const start = performance.now()
      do await take(true)
      while (!turnEnds(start))
    },
    spent: () => spent,
    close: () => side.close(),
    result: (): Measured => ({
      ...{ milliseconds: median(times), steps: times.length, firstSeconds: first / 1000, ...measured },
    }),
  }
}

const median = (times: number[]) => times.toSorted((a, b) => a - b)[times.length >> 1]

function bytes(): number {
  const memory = tf.memory() as tf.MemoryInfo & { numBytesInGPUAllocated?: number }
  return memory.numBytesInGPUAllocated ?? memory.numBytes
}

/** Milliseconds of one of our steps for each of some sizes, taking turns; the median of `steps` rounds. */
export async function grow(device: BenchDevice, cell: RecurrentCell, all: Sizes[], steps: number): Promise<number[]> {
  await useDevice(device)
  const sides = all.map((sizes) => ourSide(cell, sizes))
  const times: number[][] = all.map(() => [])
  for (let n = -2; n < steps; n++)
    for (const [i, side] of sides.entries()) {
      const start = performance.now()
      await side.step()
      if (n >= 0) times[i].push(performance.now() - start)
    }
  for (const side of sides) side.close()
  return times.map(median)
}

/** What draws here. */
export function renderer(): string {
  const gl = new OffscreenCanvas(1, 1).getContext('webgl2')
  const names = gl?.getExtension('WEBGL_debug_renderer_info')
  return String(gl && names ? gl.getParameter(names.UNMASKED_RENDERER_WEBGL) : 'none')
}
