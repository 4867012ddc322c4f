import type { DeviceReport } from '../../../../shared/contract/trainer.ts'

/** The device in words, and a note where it is not what it seems. */
export function deviceWords({ device, renderer, software, float32 }: DeviceReport): {
  name: string
  note: string | null
} {
  if (device === 'cpu') return { name: 'Processor (JavaScript)', note: null }
  if (device === 'wasm') return { name: 'Processor (WebAssembly)', note: null }
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

/** 'ANGLE (NVIDIA, NVIDIA GeForce RTX 3060 (0x2504) Direct3D11 …)' → 'NVIDIA GeForce RTX 3060'. */
function shortRenderer(renderer: string): string {
  const [, inside] = /^ANGLE \([^,]*, (.*)\)$/.exec(renderer) ?? []
  return (inside ?? renderer).replace(/ \(0x.*$| Direct3D.*$|, .*$|\/PCIe.*$/g, '').trim()
}
