import * as tf from '@tensorflow/tfjs-core'
import { useDevice } from '../../renderer/trainer/backends.ts'
import { deviceOf } from '../../shared/engine/kernels/webgl/device.ts'
import type { ProgramSource } from '../../shared/engine/kernels/webgl/program.ts'
import { ourSide } from './engine-ours.ts'
import type { RecurrentCell, Sizes } from './engine-ours.ts'
import { countWebgl, readCounters, resetCounters } from './webgl-counters.ts'

/** A part of a training step: consecutive draws of one program, within one kernel. */
export interface Part {
  name: string
  /** Median over the steps of the milliseconds that all draws of the part took, the waiting for them taken off. */
  milliseconds: number
  /** Of one step. */
  draws: number
  /** How often the part began in one step; each time costs a waiting. */
  visits: number
}

export interface Profile {
  parts: Part[]
  /** Median milliseconds of a step that is not taken apart. */
  whole: number
  /** Milliseconds that waiting for an idle device takes. */
  waiting: number
  /** Milliseconds from the call of a step until its commands are all handed over, not taken apart. */
  handedOver: number
}

countWebgl()

const median = (times: number[]) => times.toSorted((a, b) => a - b)[times.length >> 1]

/** Waits until the device is done. (gl.finish does not, in Chromium; reading a pixel does.) */
function waiter(gl: WebGL2RenderingContext): () => void {
  const [framebuffer, pixel] = [gl.createFramebuffer(), gl.createRenderbuffer()]
  gl.bindRenderbuffer(gl.RENDERBUFFER, pixel)
  gl.renderbufferStorage(gl.RENDERBUFFER, gl.RGBA8, 1, 1)
  const values = new Uint8Array(4)
  return () => {
    const bound = gl.getParameter(gl.FRAMEBUFFER_BINDING) as WebGLFramebuffer | null
    gl.bindFramebuffer(gl.FRAMEBUFFER, framebuffer)
    gl.framebufferRenderbuffer(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.RENDERBUFFER, pixel)
    gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, values)
    gl.bindFramebuffer(gl.FRAMEBUFFER, bound)
  }
}

/** Takes training steps apart: whenever another program or kernel begins, the device is waited for and the clock is read. */
export async function profile(cell: RecurrentCell, sizes: Sizes, steps: number): Promise<Profile> {
  await useDevice('webgl')
  const device = deviceOf(tf.backend())
  const wait = waiter(device.gl)
  const side = ourSide(cell, sizes)
  const whole: number[] = []
  const handedOver: number[] = []
  for (let n = -3; n < steps; n++) {
    const start = performance.now()
    const done = side.step()
    const handed = performance.now() - start
    await done
    if (n < 0) continue
    whole.push(performance.now() - start)
    handedOver.push(handed)
  }
  const waits = Array.from({ length: 20 }, () => {
    const start = performance.now()
    wait()
    return performance.now() - start
  })
  const waiting = median(waits)
  const rounds: Map<string, Omit<Part, 'name'>>[] = []
  let [label, since, draws, kernel] = ['batch', performance.now(), 0, '']
  const enter = (next: string) => {
    if (next === label) return
    wait()
    const now = performance.now()
    const part = rounds.at(-1)?.get(label) ?? { milliseconds: 0, draws: 0, visits: 0 }
    part.milliseconds += Math.max(0, now - since - waiting)
    part.draws += readCounters().draws - draws
    part.visits++
    rounds.at(-1)?.set(label, part)
    ;[label, since, draws] = [next, now, readCounters().draws]
  }
  const program = device.program.bind(device)
  device.program = (source: ProgramSource) => {
    enter(`${kernel} ${source.name}`)
    return program(source)
  }
  const upload = device.upload.bind(device)
  device.upload = (...tensors) => {
    enter(`${kernel} (upload)`)
    upload(...tensors)
  }
  const engine = tf.engine()
  const runKernel = engine.runKernel.bind(engine)
  engine.runKernel = (name, inputs, attributes) => {
    const outer = kernel
    if (!outer) kernel = name
    if (!outer) enter(name)
    try {
      return runKernel(name, inputs, attributes)
    } finally {
      kernel = outer
      if (!outer) enter('between kernels')
    }
  }
  try {
    for (let n = 0; n < steps; n++) {
      rounds.push(new Map())
      resetCounters()
      ;[label, since, draws] = ['between kernels', performance.now(), 0]
      await side.step()
      enter('next')
    }
  } finally {
    Object.assign(device, { program, upload })
    engine.runKernel = runKernel
    side.close()
  }
  const parts = [...rounds[0].keys()].map((name) => {
    const each = rounds.flatMap((round) => round.get(name) ?? [])
    const { draws, visits } = each[0]
    return { name, milliseconds: median(each.map(({ milliseconds }) => milliseconds)), draws, visits }
  })
  return { parts, whole: median(whole), waiting, handedOver: median(handedOver) }
}
