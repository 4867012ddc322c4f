import type * as Ort from 'onnxruntime-node'

export type Runtime = typeof Ort

/** ONNX Runtime, or why it is missing: its package brings binaries for Linux, macOS and Windows only. */
export async function findRuntime(): Promise<{ runtime: Runtime | null; missing: string }> {
  try {
    return { runtime: await import('onnxruntime-node'), missing: '' }
  } catch (error) {
    const why = error instanceof Error ? error.message.split('\n')[0] : String(error)
    return { runtime: null, missing: ` (left out: no ONNX Runtime on ${process.platform} ${process.arch}: ${why})` }
  }
}
