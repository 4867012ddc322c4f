import type { TensorInfo } from '@tensorflow/tfjs-core'
import type { Call } from './call.ts'

/** The kernels of these names in kernels.ts (assembly/product.ts, assembly/rows.ts). */
export function product(call: Call): TensorInfo {
  const { transposeA, transposeB } = call.attributes as { transposeA: boolean; transposeB: boolean }
  if (transposeA && transposeB) throw new Error('Product: aᵀ bᵀ is not offered; transpose b a instead')
  const [left, right] = [call.shape('a', 2), call.shape('b', 2)]
  const [M, K] = transposeA ? [left[1], left[0]] : left
  const N = transposeB ? right[0] : right[1]
  const [a, b] = [call.floats('a', left), call.floats('b', transposeB ? [N, K] : [K, N])]
  const bias = call.has('bias') ? call.floats('bias', [N]) : 0
  const c = call.output([M, N])
  const scratch = call.scratch(call.wasm.productScratch(K))
  call.wasm.product(a, b, bias, c.address, M, K, N, transposeA, transposeB, scratch)
  return c.info
}

export function rowLookup(call: Call): TensorInfo {
  const [[V, D], [N]] = [call.shape('table', 2), call.shape('ids', 1)]
  const [table, ids, mask] = [call.floats('table', [V, D]), call.ints('ids', [N]), call.floats('mask', [N])]
  const bias = call.has('bias') ? call.floats('bias', [D]) : 0
  const y = call.output([N, D])
  const wrong = call.wasm.rowLookup(table, ids, mask, bias, y.address, V, N, D)
  if (wrong >= 0) throw refused(call, y.info, `ids[${wrong}] is no row of a table of ${V}`)
  return y.info
}

export function rowNorms(call: Call): TensorInfo {
  const [N, D] = call.shape('x', 2)
  const x = call.floats('x', [N, D])
  const norms = call.output([N])
  call.wasm.rowNorms(x, norms.address, N, D)
  return norms.info
}

export function embeddingBackward(call: Call): TensorInfo {
  const [[N, D], [ends]] = [call.shape('dy', 2), call.shape('starts', 1)]
  const C = ends - 1
  const [count] = call.shape('positions', 1)
  const [dy, starts, positions] = [
    call.floats('dy', [N, D]),
    call.ints('starts', [ends]),
    call.ints('positions', [count]),
  ]
  const dRows = call.output([C, D])
  const wrong = call.wasm.embeddingBackward(dy, starts, positions, dRows.address, N, C, D, count)
  if (wrong >= 0) throw refused(call, dRows.info, `starts or positions of row ${wrong} point outside dy of ${N} rows`)
  return dRows.info
}

function refused(call: Call, output: TensorInfo, what: string): Error {
  call.backend.disposeData(output.dataId)
  return new Error(`${call.name}: ${what}`)
}
