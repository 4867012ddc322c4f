import type { TensorInfo } from '@tensorflow/tfjs-core'
import type { Activation } from '../kernels.ts'
import type { Call } from './call.ts'
import { evenCuts, weighedCuts } from './shares.ts'

// The recurrent kernels of kernels.ts: a whole sequence in one call of the binary (the files of these names in assembly/).

export function rnnForward(call: Call): TensorInfo {
  const [T, B, H] = call.shape('xw', 3)
  const [xw, U] = [call.floats('xw', [T, B, H]), call.floats('U', [H, H])]
  const [h0, mask] = [call.floats('h0', [B, H]), call.floats('mask', [T, B])]
  const h = call.output([T, B, H])
  call.divide(
    'rnnForward',
    [xw, U, h0, mask, h.address, isRelu(call), T, B, H, isReverse(call)],
    bySentences(call, [T, B, H], 1, call.wasm.rnnScratch),
  )
  return h.info
}

export function rnnBackward(call: Call): TensorInfo[] {
  const [T, B, H] = call.shape('h', 3)
  const [h, U, mask] = [call.floats('h', [T, B, H]), call.floats('U', [H, H]), call.floats('mask', [T, B])]
  const dh = call.floats('dh', [T, B, H])
  const [dz, dhTotal, dh0] = [call.output([T, B, H]), call.output([T, B, H]), call.output([B, H])]
  call.divide(
    'rnnBackward',
    [h, U, mask, dh, dz.address, dhTotal.address, dh0.address, isRelu(call), T, B, H, isReverse(call)],
    bySentences(call, [T, B, H], 1, call.wasm.rnnScratch),
  )
  return [dz.info, dhTotal.info, dh0.info]
}

export function lstmForward(call: Call): TensorInfo[] {
  const [T, B, columns] = call.shape('xw', 3)
  const H = columns / 4
  const [xw, U, mask] = [call.floats('xw', [T, B, 4 * H]), call.floats('U', [H, 4 * H]), call.floats('mask', [T, B])]
  const [h0, c0, P] = [call.floats('h0', [B, H]), call.floats('c0', [B, H]), peepholeOf(call, H)]
  const [gates, c, h] = [call.output([T, B, 4 * H]), call.output([T, B, H]), call.output([T, B, H])]
  call.divide(
    'lstmForward',
    [xw, U, h0, c0, mask, P, gates.address, c.address, h.address, T, B, H, isReverse(call)],
    bySentences(call, [T, B, H], 4, call.wasm.lstmScratch),
  )
  return [gates.info, c.info, h.info]
}

export function lstmBackward(call: Call): TensorInfo[] {
  const [T, B, H] = call.shape('c', 3)
  const [gates, c, U] = [call.floats('gates', [T, B, 4 * H]), call.floats('c', [T, B, H]), call.floats('U', [H, 4 * H])]
  const [c0, mask, P] = [call.floats('c0', [B, H]), call.floats('mask', [T, B]), peepholeOf(call, H)]
  const dh = call.floats('dh', [T, B, H])
  const dz = call.output([T, B, 4 * H])
  const [dhTotal, dcTotal] = [call.output([T, B, H]), call.output([T, B, H])]
  const [dh0, dc0] = [call.output([B, H]), call.output([B, H])]
  call.divide(
    'lstmBackward',
    [
      ...([gates, c, U, c0, mask, P, dh] as const),
      ...([dz.address, dhTotal.address, dcTotal.address, dh0.address, dc0.address] as const),
      ...([T, B, H, isReverse(call)] as const),
    ],
    bySentences(call, [T, B, H], 4, call.wasm.lstmScratch),
  )
  return [dz.info, dhTotal.info, dcTotal.info, dh0.info, dc0.info]
}

export function peepholeGradient(call: Call): TensorInfo {
  const [T, B, H] = call.shape('c', 3)
  const [dz, c, c0] = [call.floats('dz', [T, B, 4 * H]), call.floats('c', [T, B, H]), call.floats('c0', [B, H])]
  const gradient = call.output([3, H])
  call.divide('peepholeGradient', [dz, c, c0, gradient.address, T, B, H, isReverse(call)], {
    work: T * B * H * 2,
    divide: (shares) => evenCuts(H, shares, 16),
  })
  return gradient.info
}

export function gruForward(call: Call): TensorInfo[] {
  const [T, B, columns] = call.shape('xw', 3)
  const H = columns / 3
  const [xw, U, bu] = [call.floats('xw', [T, B, 3 * H]), call.floats('U', [H, 3 * H]), call.floats('bu', [H])]
  const [h0, mask] = [call.floats('h0', [B, H]), call.floats('mask', [T, B])]
  const [gates, h] = [call.output([T, B, 4 * H]), call.output([T, B, H])]
  call.divide(
    'gruForward',
    [xw, U, bu, h0, mask, gates.address, h.address, T, B, H, isReverse(call)],
    bySentences(call, [T, B, H], 3, call.wasm.gruScratch),
  )
  return [gates.info, h.info]
}

export function gruBackward(call: Call): TensorInfo[] {
  const [T, B, H] = call.shape('h', 3)
  const [gates, h, U] = [call.floats('gates', [T, B, 4 * H]), call.floats('h', [T, B, H]), call.floats('U', [H, 3 * H])]
  const [h0, mask, dh] = [call.floats('h0', [B, H]), call.floats('mask', [T, B]), call.floats('dh', [T, B, H])]
  const [dz, du] = [call.output([T, B, 3 * H]), call.output([T, B, 3 * H])]
  const [dhTotal, dh0] = [call.output([T, B, H]), call.output([B, H])]
  call.divide(
    'gruBackward',
    [
      ...([gates, h, U, h0, mask, dh] as const),
      ...([dz.address, du.address, dhTotal.address, dh0.address] as const),
      ...([T, B, H, isReverse(call)] as const),
    ],
    bySentences(call, [T, B, H], 3, call.wasm.gruScratch),
  )
  return [dz.info, du.info, dhTotal.info, dh0.info]
}

const isRelu = ({ attributes }: Call) => Number((attributes as { activation: Activation }).activation === 'relu')
const isReverse = ({ attributes }: Call) => Number((attributes as { reverse?: boolean }).reverse === true)
/** 0: none. */
const peepholeOf = (call: Call, H: number) => (call.has('peephole') ? call.floats('peephole', [3, H]) : 0)

/**
 * Shares of about as many words. A sentence's states depend on no other sentence, so threads meet only at the end.
 * Work per word and unit: H products for each gate, and the gate itself.
 */
function bySentences(call: Call, [T, B, H]: number[], gates: number, scratch: (n: number, H: number) => number) {
  return {
    work: T * B * H * gates * (H / 20 + 1),
    divide: (shares: number) => {
      const parts = Math.min(shares, Math.floor(B / FEWEST_SENTENCES))
      if (parts <= 1) return [0, B]
      const words = new Float64Array(B)
      const mask = call.values('mask')
      for (let t = 0, i = 0; t < T; t++) for (let b = 0; b < B; b++, i++) words[b] += mask[i]
      // Padding is cheap, not free: states are copied.
      return weighedCuts(B, parts, (b) => words[b] + T / 20)
    },
    scratch: (n: number) => scratch(n, H),
  }
}

/** A product of fewer rows than this leaves much of its tiles unused (assembly/tiles.ts). */
const FEWEST_SENTENCES = 4
