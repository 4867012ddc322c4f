import { formatNumber } from '../../../charts/format.ts'
import type { DeviceTime } from '../../../../shared/contract/settings.ts'
import type { Device, DeviceReport } from '../../../../shared/contract/trainer.ts'
import type { Machine } from '../../../trainer/timing/keys.ts'

export const deviceNames: Record<Device, string> = {
  webgl: 'GPU (WebGL)',
  wasm: 'Processor (WebAssembly)',
  cpu: 'Processor (JavaScript)',
}

/** The device in words, and a note where it is not what it seems. */
export function deviceWords({ device, renderer, software, float32 }: DeviceReport): {
  name: string
  note: string | null
} {
  if (device !== 'webgl') return { name: deviceNames[device], note: null }
  const name = software ? 'WebGL in software' : `GPU${renderer ? `: ${shortRenderer(renderer)}` : ''}`
  if (!float32)
    return {
      name,
      note: 'This GPU computes with 16-bit floats: small gradients become zero and look vanished although they are not. Choose the processor for honest gradients.',
    }
  if (software)
    return {
      name,
      note: `There is no GPU that WebGL may use, so the processor imitates one (${renderer ?? 'unknown'}). The results are right; WebAssembly is usually faster.`,
    }
  return { name, note: null }
}

/** What this machine has to say of a device: what it is, and whether there is something to beware of. */
export function deviceDetail(device: Device, { webgl, cores }: Machine): { text: string; warning: boolean } {
  if (device === 'cpu') return { text: 'Slow and plain: the one to check the others against.', warning: false }
  if (device === 'wasm')
    return { text: cores > 1 ? `Vector instructions, ${cores} cores.` : 'Vector instructions.', warning: false }
  if (!webgl)
    return { text: 'Missing: this window has no WebGL 2 with the outputs that training needs.', warning: true }
  if (!webgl.float32)
    return {
      text: `Half precision only (${rendererName(webgl.renderer)}): small gradients would read as zero, so it is not used.`,
      warning: true,
    }
  if (webgl.software)
    return { text: `In software: the processor imitates a GPU (${rendererName(webgl.renderer)}).`, warning: true }
  return { text: rendererName(webgl.renderer), warning: false }
}

/** Whether training can use it at all. */
export const usable = (device: Device, { webgl }: Machine): boolean => device !== 'webgl' || webgl?.float32 === true

/** '3.4 ms', '120 ms', 'over 90 ms, not tried further'. */
export function stepWords(time: DeviceTime): string {
  if (time.ended === 'timed-out') return 'gave no step in 20 s'
  if (time.ended === 'failed' || time.step === null) return 'did not work'
  const step = `${formatNumber(time.step, time.step < 10 ? 2 : 3)} ms`
  return time.ended === 'too-slow' ? `${step}, not tried further` : step
}

/** What one model would be trained on, and why. */
export interface Proposal {
  model: string
  device: Device
  measured: boolean
}

/** What 'automatic' comes to for the models of a comparison, in a sentence. */
export function automaticWords(proposals: readonly Proposal[], machine: Machine | null): string {
  if (!machine || proposals.length === 0) return 'Unroll looks at the machine and chooses.'
  const devices = new Set(proposals.map(({ device }) => device))
  if (devices.size > 1)
    return `Measured, the fastest for each model: ${proposals.map(({ model, device }) => `${model} on the ${shortNames[device]}`).join(', ')}.`
  const [device] = devices
  if (proposals.every(({ measured }) => measured)) return `The ${shortNames[device]}: measured to be the fastest here.`
  return `The ${shortNames[device]}, ${ruleReason(device, machine)}. Not all is measured yet.`
}

const shortNames: Record<Device, string> = {
  webgl: 'GPU',
  wasm: 'processor (WebAssembly)',
  cpu: 'processor (JavaScript)',
}

function ruleReason(device: Device, { webgl }: Machine): string {
  if (device === 'webgl') return 'as usual where there is a GPU'
  if (!webgl) return 'since WebGL is missing here'
  if (!webgl.float32) return 'since WebGL has only half precision here'
  return webgl.software ? 'since WebGL is only imitated here' : 'which was faster where it was measured'
}

const rendererName = (renderer: string | null) => (renderer ? shortRenderer(renderer) : 'an unnamed GPU')

/** 'ANGLE (NVIDIA, NVIDIA GeForce RTX 3060 (0x2504) Direct3D11 …)' → 'NVIDIA GeForce RTX 3060'. */
function shortRenderer(renderer: string): string {
  const [imitation] = /SwiftShader|llvmpipe|softpipe|Basic Render Driver/i.exec(renderer) ?? []
  if (imitation) return imitation
  const [, inside] = /^ANGLE \([^,]*, (.*)\)$/.exec(renderer) ?? []
  return (inside ?? renderer).replace(/ \(0x.*$| Direct3D.*$|, .*$|\/PCIe.*$/g, '').trim()
}
