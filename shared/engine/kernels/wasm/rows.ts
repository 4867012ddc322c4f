import type { TensorInfo } from '@tensorflow/tfjs-core'
import type { Call } from './call.ts'
import { evenCuts, weighedCuts } from './shares.ts'

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
  // Each share packs the columns of b that it needs: shares of rows repeat that, which only many rows outweigh.
  const byColumns = M < MANY_ROWS
  call.divide('product', [a, b, bias, c.address, M, K, N, Number(transposeA), Number(transposeB), Number(byColumns)], {
    work: (M * K * N) / 20,
    divide: (shares) => evenCuts(byColumns ? N : M, shares, byColumns ? 16 : 12),
    scratch: () => call.wasm.productScratch(K),
  })
  return c.info
}

const MANY_ROWS = 192

export function rowLookup(call: Call): TensorInfo {
  const [[V, D], [N]] = [call.shape('table', 2), call.shape('ids', 1)]
  const [table, ids, mask] = [call.floats('table', [V, D]), call.ints('ids', [N]), call.floats('mask', [N])]
  const bias = call.has('bias') ? call.floats('bias', [D]) : 0
  const y = call.output([N, D])
  const wrong = call.divide('rowLookup', [table, ids, mask, bias, y.address, V, D], {
    work: N * (10 + D / 8),
    divide: (shares) => evenCuts(N, shares, 16),
  })
  if (wrong >= 0) throw refused(call, y.info, `ids[${wrong}] is no row of a table of ${V}`)
  return y.info
}

export function rowNorms(call: Call): TensorInfo {
  const [N, D] = call.shape('x', 2)
  const x = call.floats('x', [N, D])
  const norms = call.output([N])
  call.divide('rowNorms', [x, norms.address, D], {
    work: N * (5 + D / 4),
    divide: (shares) => evenCuts(N, shares, 16),
  })
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
  const borders = call.values('starts')
  const wrong = call.divide('embeddingBackward', [dy, starts, positions, dRows.address, N, D, count], {
    work: count * (5 + D / 4) + (C * D) / 16,
    divide: (shares) =>
      shares === 1 ? [0, C] : weighedCuts(C, shares, (r) => 1 + Math.max(0, borders[r + 1] - borders[r])),
  })
  if (wrong >= 0) throw refused(call, dRows.info, `starts or positions of row ${wrong} point outside dy of ${N} rows`)
  return dRows.info
}

function refused(call: Call, output: TensorInfo, what: string): Error {
  call.backend.disposeData(output.dataId)
  return new Error(`${call.name}: ${what}`)
}
