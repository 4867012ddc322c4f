import * as tf from '@tensorflow/tfjs-core'

/** What a page did on WebGL since `resetCounters`. */
export interface Counters {
  draws: number
  /** Draws by the kernel of TensorFlow.js that made them ('upload': moving values to the GPU outside of one). */
  byKernel: Record<string, number>
  /** Programs linked; `ours` are those of shared/engine/kernels/webgl. */
  linked: { ours: number; theirs: number }
}

const counters: Counters = { draws: 0, byKernel: {}, linked: { ours: 0, theirs: 0 } }
let kernel = 'upload'

export function resetCounters(): void {
  Object.assign(counters, { draws: 0, byKernel: {}, linked: { ours: 0, theirs: 0 } })
}

export const readCounters = (): Counters => structuredClone(counters)

const ourShaders = new WeakSet<WebGLShader>()
const ourPrograms = new WeakSet<WebGLProgram>()

/** Puts itself between everybody and WebGL, once; call it before the first use of the backend. */
export function countWebgl(): void {
  const gl = WebGL2RenderingContext.prototype
  for (const name of ['drawArrays', 'drawElements', 'drawArraysInstanced'] as const) {
    const draw = gl[name] as (...args: number[]) => void
    gl[name] = function (this: WebGL2RenderingContext, ...args: number[]) {
      counters.draws++
      counters.byKernel[kernel] = (counters.byKernel[kernel] ?? 0) + 1
      draw.apply(this, args)
    }
  }
  const { shaderSource, attachShader, linkProgram } = gl
  gl.shaderSource = function (shader, text) {
    if (text.includes('isFinite_(float x)')) ourShaders.add(shader) // the prelude of glsl.ts
    shaderSource.call(this, shader, text)
  }
  gl.attachShader = function (program, shader) {
    if (ourShaders.has(shader)) ourPrograms.add(program)
    attachShader.call(this, program, shader)
  }
  gl.linkProgram = function (program) {
    counters.linked[ourPrograms.has(program) ? 'ours' : 'theirs']++
    linkProgram.call(this, program)
  }
  const engine = tf.engine()
  const runKernel = engine.runKernel.bind(engine)
  engine.runKernel = (name, inputs, attributes) => {
    const outer = kernel
    kernel = name
    try {
      return runKernel(name, inputs, attributes)
    } finally {
      kernel = outer
    }
  }
}
