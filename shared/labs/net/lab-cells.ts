import type { CellKind } from '../../contract/spec.ts'

/**
 * The cells that the laboratories compare.
 *
 * irnn          an RNN of rectifiers whose recurrent matrix starts as the identity (Le, Jaitly & Hinton 2015, arXiv 1504.00941)
 * lstm          its forget gate's bias starts at 1 (Gers et al. 2000; Jozefowicz et al. 2015)
 * lstm-chrono   its gates start with time constants spread over the length of the sequence (Tallec & Ollivier 2018,
 *               arXiv 1804.11188): b_f = log u, b_i = -b_f, with u uniform in 1 … T-1
 */
export const labCells = ['rnn', 'irnn', 'lstm', 'lstm-chrono', 'gru'] as const
export type LabCell = (typeof labCells)[number]

export const labCellNames: Record<LabCell, string> = {
  rnn: 'RNN',
  irnn: 'IRNN',
  lstm: 'LSTM',
  'lstm-chrono': 'LSTM (chrono)',
  gru: 'GRU',
}

export const kindOf = (cell: LabCell): Extract<CellKind, 'rnn' | 'lstm' | 'gru'> =>
  cell === 'irnn' ? 'rnn' : cell === 'lstm-chrono' ? 'lstm' : cell
