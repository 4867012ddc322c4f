import { getKernel, registerKernel } from '@tensorflow/tfjs-core'
import type { NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core'
import type { Activation, FusedKernelName, KernelName, OptimiserAttributes, OptionalKernelName } from '../kernels.ts'
import { clip } from './clip.ts'
import { embeddingBackward } from './embedding-backward.ts'
import { gruBackward } from './gru-backward.ts'
import { gruForward } from './gru-forward.ts'
import { loss } from './loss.ts'
import { lstmBackward } from './lstm-backward.ts'
import { lstmForward } from './lstm-forward.ts'
import { optimiserStep } from './optimiser-step.ts'
import { product } from './product.ts'
import type { Inputs } from './recurrent.ts'
import { rnnBackward } from './rnn-backward.ts'
import { rnnForward } from './rnn-forward.ts'
import { rowLookup } from './row-lookup.ts'
import { rowNorms } from './row-norms.ts'
import { sparseOptimiserStep } from './sparse-optimiser-step.ts'
import { onlyStateAt, previousStates, stateAt } from './states.ts'
import { stepReport } from './step-report.ts'

type Run = (inputs: Inputs, backend: unknown, attributes: unknown) => TensorInfo | TensorInfo[]

const isReverse = (attributes: unknown) => (attributes as { reverse?: boolean }).reverse === true
const activationOf = (attributes: unknown) => (attributes as { activation: Activation }).activation

/** A peephole's gradient is left to ordinary ops. */
const kernels: Record<KernelName | Exclude<OptionalKernelName, 'PeepholeGradient'> | FusedKernelName, Run> = {
  RnnForward: (inputs, backend, at) => rnnForward(inputs, backend, activationOf(at), isReverse(at)),
  RnnBackward: (inputs, backend, at) => rnnBackward(inputs, backend, activationOf(at), isReverse(at)),
  LstmForward: (inputs, backend, at) => lstmForward(inputs, backend, isReverse(at)),
  LstmBackward: (inputs, backend, at) => lstmBackward(inputs, backend, isReverse(at)),
  GruForward: (inputs, backend, at) => gruForward(inputs, backend, isReverse(at)),
  GruBackward: (inputs, backend, at) => gruBackward(inputs, backend, isReverse(at)),
  EmbeddingBackward: embeddingBackward,
  Product: (inputs, backend, at) => product(inputs, backend, at as { transposeA: boolean; transposeB: boolean }),
  RowLookup: rowLookup,
  RowNorms: rowNorms,
  Loss: loss,
  Clip: (inputs, backend, at) => clip(inputs, backend, at as { step: number; clipNorm: number }),
  PreviousStates: (inputs, backend, at) => previousStates(inputs, backend, isReverse(at)),
  StateAt: (inputs, backend, at) => stateAt(inputs, backend, (at as { t: number }).t),
  OnlyStateAt: (inputs, backend, at) => onlyStateAt(inputs, backend, at as { T: number; t: number }),
  StepReport: (inputs, backend, at) => stepReport(inputs, backend, at as { count: number }),
  OptimiserStep: (inputs, backend, attributes) => optimiserStep(inputs, backend, attributes as OptimiserAttributes),
  SparseOptimiserStep: (inputs, backend, attributes) =>
    sparseOptimiserStep(inputs, backend, attributes as OptimiserAttributes),
}

/** Registers the kernels of kernels.ts for TensorFlow.js's backend 'webgl' (WebGL 2). May be called more than once. */
export function registerWebglKernels(): void {
  for (const [kernelName, run] of Object.entries(kernels)) {
    if (getKernel(kernelName, 'webgl')) continue
    registerKernel({
      kernelName,
      backendName: 'webgl',
      kernelFunc: ({ inputs, backend, attrs }) => run(complete(kernelName, inputs), backend, attrs),
    })
  }
}

function complete(kernel: string, inputs: NamedTensorInfoMap): Inputs {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, tensor]) => {
      if (!tensor) throw new Error(`${kernel}: input '${name}' is missing`)
      return [name, tensor]
    }),
  )
}
