import { formatNumber } from '../../../charts/format.ts'
import type { DeviceTime } from '../../../../shared/contract/settings.ts'
import type { Device, DeviceReport } from '../../../../shared/contract/trainer.ts'
import type { Machine } from '../../../trainer/timing/keys.ts'
import { say } from '../../../messages.ts'

export const deviceNames: Record<Device, string> = {
  get webgl() {
    return say.train.gpuWebgl
  },
  get wasm() {
    return say.train.processorWebassembly
  },
  get cpu() {
    return say.train.processorJavascript
  },
}

/** The device in words, and a note where it is not what it seems. */
export function deviceWords({ device, renderer, software, float32 }: DeviceReport): {
  name: string
  note: string | null
} {
  if (device !== 'webgl') return { name: deviceNames[device], note: null }
  const name = software
    ? say.train.webglInSoftware
    : renderer
      ? say.train.gpuNamed(shortRenderer(renderer))
      : say.train.gpu
  if (!float32)
    return {
      name,
      note: say.train.thisGpuComputesWithBitFloats,
    }
  if (software)
    return {
      name,
      note: say.train.thereIsNoGpuThatWebgl(renderer ?? say.train.unknown),
    }
  return { name, note: null }
}

/** What this machine has to say of a device: what it is, and whether there is something to beware of. */
export function deviceDetail(device: Device, { webgl, cores }: Machine): { text: string; warning: boolean } {
  if (device === 'cpu') return { text: say.train.slowAndPlainTheOneTo, warning: false }
  if (device === 'wasm')
    return { text: cores > 1 ? say.train.vectorInstructionsCores(cores) : say.train.vectorInstructions, warning: false }
  if (!webgl) return { text: say.train.missingThisWindowHasNoWebgl, warning: true }
  if (!webgl.float32)
    return {
      text: say.train.halfPrecisionOnlySmallGradients(rendererName(webgl.renderer)),
      warning: true,
    }
  if (webgl.software)
    return { text: say.train.inSoftwareTheProcessorImitatesA(rendererName(webgl.renderer)), warning: true }
  return { text: rendererName(webgl.renderer), warning: false }
}

/** Whether training can use it at all. */
export const usable = (device: Device, { webgl }: Machine): boolean => device !== 'webgl' || webgl?.float32 === true

/** '3.4 ms', '120 ms', 'over 90 ms, not tried further'. */
export function stepWords(time: DeviceTime): string {
  if (time.ended === 'timed-out') return say.train.gaveNoStepInS
  if (time.ended === 'failed' || time.step === null) return say.train.didNotWork
  const step = say.train.ms(formatNumber(time.step, time.step < 10 ? 2 : 3))
  return time.ended === 'too-slow' ? say.train.overMs(step) : step
}

/** What one model would be trained on, and why. */
export interface Proposal {
  model: string
  device: Device
  measured: boolean
}

/** What 'automatic' comes to for the models of a comparison, in a sentence. */
export function automaticWords(proposals: readonly Proposal[], machine: Machine | null): string {
  if (!machine || proposals.length === 0) return say.train.unrollLooksAtTheMachineAnd
  const devices = new Set(proposals.map(({ device }) => device))
  if (devices.size > 1)
    return say.train.measuredTheFastestForEachModel(
      proposals.map(({ model, device }) => say.train.onThe(model, shortNames[device])).join(', '),
    )
  const [device] = devices
  if (proposals.every(({ measured }) => measured)) return say.train.theMeasuredToBeTheFastest(shortNames[device])
  return say.train.theNotAllIsMeasuredYet(shortNames[device], ruleReason(device, machine))
}

const shortNames: Record<Device, string> = {
  get webgl() {
    return say.train.shortGpu
  },
  get wasm() {
    return say.train.processorWebassembly2
  },
  get cpu() {
    return say.train.processorJavascript2
  },
}

function ruleReason(device: Device, { webgl }: Machine): string {
  if (device === 'webgl') return say.train.asUsualWhereThereIsA
  if (!webgl) return say.train.sinceWebglIsMissingHere
  if (!webgl.float32) return say.train.sinceWebglHasOnlyHalfPrecision
  return webgl.software ? say.train.sinceWebglIsOnlyImitatedHere : say.train.whichWasFasterWhereItWas
}

const rendererName = (renderer: string | null) => (renderer ? shortRenderer(renderer) : say.train.anUnnamedGpu)

/** 'ANGLE (NVIDIA, NVIDIA GeForce RTX 3060 (0x2504) Direct3D11 …)' → 'NVIDIA GeForce RTX 3060'. */
function shortRenderer(renderer: string): string {
  const [imitation] = /SwiftShader|llvmpipe|softpipe|Basic Render Driver/i.exec(renderer) ?? []
  if (imitation) return imitation
  const [, inside] = /^ANGLE \([^,]*, (.*)\)$/.exec(renderer) ?? []
  return (inside ?? renderer).replace(/ \(0x.*$| Direct3D.*$|, .*$|\/PCIe.*$/g, '').trim()
}
