import type { TensorInfo } from '@tensorflow/tfjs-core'
import type { Activation } from '../kernels.ts'
import type { Call } from './call.ts'

const isRelu = ({ attributes }: Call) => (attributes as { activation: Activation }).activation === 'relu'

/** The kernels of these names in kernels.ts: a whole sequence in one call (assembly/rnn.ts, assembly/lstm.ts). */
export function rnnForward(call: Call): TensorInfo {
  const [T, B, H] = call.shape('xw', 3)
  const [xw, U] = [call.floats('xw', [T, B, H]), call.floats('U', [H, H])]
  const [h0, mask] = [call.floats('h0', [B, H]), call.floats('mask', [T, B])]
  const h = call.output([T, B, H])
  const scratch = call.scratch(call.wasm.rnnScratch(B, H))
  call.wasm.rnnForward(xw, U, h0, mask, h.address, isRelu(call), T, B, H, scratch)
  return h.info
}

export function rnnBackward(call: Call): TensorInfo[] {
  const [T, B, H] = call.shape('h', 3)
  const [h, U, mask] = [call.floats('h', [T, B, H]), call.floats('U', [H, H]), call.floats('mask', [T, B])]
  const dh = call.floats('dh', [T, B, H])
  const [dz, dhTotal, dh0] = [call.output([T, B, H]), call.output([T, B, H]), call.output([B, H])]
  const scratch = call.scratch(call.wasm.rnnScratch(B, H))
  call.wasm.rnnBackward(
    ...([h, U, mask, dh, dz.address, dhTotal.address, dh0.address] as const),
    ...([isRelu(call), T, B, H, scratch] as const),
  )
  return [dz.info, dhTotal.info, dh0.info]
}

export function lstmForward(call: Call): TensorInfo[] {
  const [T, B, columns] = call.shape('xw', 3)
  const H = columns / 4
  const [xw, U, mask] = [call.floats('xw', [T, B, 4 * H]), call.floats('U', [H, 4 * H]), call.floats('mask', [T, B])]
  const [h0, c0] = [call.floats('h0', [B, H]), call.floats('c0', [B, H])]
  const [gates, c, h] = [call.output([T, B, 4 * H]), call.output([T, B, H]), call.output([T, B, H])]
  const scratch = call.scratch(call.wasm.lstmScratch(B, H))
  call.wasm.lstmForward(xw, U, h0, c0, mask, gates.address, c.address, h.address, T, B, H, scratch)
  return [gates.info, c.info, h.info]
}

export function lstmBackward(call: Call): TensorInfo[] {
  const [T, B, H] = call.shape('c', 3)
  const [gates, c, U] = [call.floats('gates', [T, B, 4 * H]), call.floats('c', [T, B, H]), call.floats('U', [H, 4 * H])]
  const [h0, c0, mask] = [call.floats('h0', [B, H]), call.floats('c0', [B, H]), call.floats('mask', [T, B])]
  const dh = call.floats('dh', [T, B, H])
  const dz = call.output([T, B, 4 * H])
  const [dhTotal, dcTotal] = [call.output([T, B, H]), call.output([T, B, H])]
  const [dh0, dc0] = [call.output([B, H]), call.output([B, H])]
  const scratch = call.scratch(call.wasm.lstmScratch(B, H))
  call.wasm.lstmBackward(
    ...([gates, c, U, h0, c0, mask, dh] as const),
    ...([dz.address, dhTotal.address, dcTotal.address, dh0.address, dc0.address] as const),
    ...([T, B, H, scratch] as const),
  )
  return [dz.info, dhTotal.info, dcTotal.info, dh0.info, dc0.info]
}
