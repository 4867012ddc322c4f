/**
 * The kernels of the fast path. Each is registered with TensorFlow.js under its name, once per device
 * (kernels/cpu, kernels/webgl, kernels/wasm hold twins of the same file name).
 *
 * Conventions (ARCHITECTURE.md, 'Conventions of the data'): time first, then batch: [T, B, ·]. Row vectors: z = x W + h U.
 * All floats are 32 bits. `mask` is 1 for a real word, 0 for padding, on either side of the sentence: where it is 0 the
 * state passes through unchanged and no gradient is born. T, B, H: timesteps, sentences, hidden units.
 *
 * The six recurrent kernels take the attribute `reverse`. When it is true time runs backwards: the first step is T-1, the
 * initial state stands before it, and every t-1 below reads t+1. No array is turned round: entry t of every input and output
 * belongs to word t either way. Masks work on either side: reading 'after'-padded sentences backwards, padding comes first
 * and passes h0 through.
 *
 * RnnForward       xw [T,B,H] (= x W + b), U [H,H], h0 [B,H], mask [T,B]; activation, reverse          → h [T,B,H]
 *   h_t = m f(xw_t + h_(t-1) U) + (1 - m) h_(t-1)
 * RnnBackward      h, U, h0, mask, dh [T,B,H] (gradient that reaches h_t from outside);  activation, reverse
 *                  → dz [T,B,H], dhTotal [T,B,H] (= ∂L/∂h_t with all later timesteps), dh0 [B,H]
 *
 * LstmForward      xw [T,B,4H], U [H,4H], h0, c0 [B,H], mask, and peephole [3,H] where wanted; reverse
 *                  → gates [T,B,4H], c [T,B,H], h [T,B,H]
 *   Columns of 4H are interleaved by unit: column 4j + (0 i, 1 f, 2 g, 3 o) belongs to unit j, so that the gates of a unit
 *   share a texel. `gates` holds the activated values: σ on i, f, o and tanh on g.
 *   c_t = f ⊙ c_(t-1) + i ⊙ g,  h_t = o ⊙ tanh c_t; where the mask is 0, c and h pass through and `gates` holds 0.
 *   Peephole (Gers & Schmidhuber 2000): rows p_i, p_f, p_o. Before their σ, z_i gains p_i ⊙ c_(t-1), z_f gains
 *   p_f ⊙ c_(t-1), z_o gains p_o ⊙ c_t (the new state).
 * LstmBackward     gates, c, U, h0, c0, mask, dh [T,B,H], and peephole [3,H] where the way forward had one; reverse
 *                  → dz [T,B,4H], dhTotal [T,B,H], dcTotal [T,B,H] (= ∂L/∂c_t), dh0 [B,H], dc0 [B,H]
 *   With a peephole dcTotal_t also counts dz_o ⊙ p_o of the same step, and dz_i ⊙ p_i + dz_f ⊙ p_f of the next one. The
 *   gradient of the peephole itself is no part of this kernel: see PeepholeGradient.
 *
 * GruForward       xw [T,B,3H] (= x W + b), U [H,3H], bu [H], h0 [B,H], mask; reverse           → gates [T,B,4H], h [T,B,H]
 *   Cho et al. 2014 (arXiv 1406.1078), with the reset gate applied AFTER the recurrent product, as cuDNN, PyTorch, Keras
 *   (reset_after) and ONNX (linear_before_reset = 1) do, so that one product [B,H] × [H,3H] serves a step.
 *   Columns of xw and U: 3j + (0 r, 1 z, 2 n) for unit j. bu is the bias of the recurrent part of n; r and z need no second one.
 *   r = σ(xw_r + h_(t-1) U_r)   z = σ(xw_z + h_(t-1) U_z)   q = h_(t-1) U_n + bu   n = tanh(xw_n + r ⊙ q)
 *   h_t = (1 - z) ⊙ n + z ⊙ h_(t-1); where the mask is 0, h passes through and `gates` holds 0.
 *   `gates`: column 4j + (0 r, 1 z, 2 n, 3 q), activated but for q, which the way back needs and would have to multiply out.
 * GruBackward      gates, h, U, h0, mask, dh [T,B,H]; reverse
 *                  → dz [T,B,3H] (= ∂L/∂xw), du [T,B,3H] (= ∂L/∂(h_(t-1) U + bu)), dhTotal [T,B,H], dh0 [B,H]
 *   dz_n = dhTotal ⊙ (1-z) ⊙ (1-n²)   dz_z = dhTotal ⊙ (h_(t-1) - n) ⊙ z(1-z)   dz_r = dz_n ⊙ q ⊙ r(1-r)
 *   du = (dz_r, dz_z, dz_n ⊙ r);  dhTotal_(t-1) = dh_(t-1) + dhTotal_t ⊙ z + du_t Uᵀ; where the mask is 0, dz and du hold 0
 *   and dhTotal passes through. bu has no influence on the way back beyond q.
 *
 * In dhTotal and dcTotal a masked step holds the gradient that passes through it; readers leave it out by the mask.
 *
 * EmbeddingBackward  dy [N,D], starts int32 [C+1], positions int32 [N]  → dRows [C,D]
 *   dRows[r] = Σ dy[positions[k]] for k in starts[r] .. starts[r+1). The gradient of a row look-up, for the C (or fewer) rows
 *   that the batch touches; which rows they are is known to the caller (`rows`). Unused slots at the end are zero.
 *
 * OptimiserStep    p, g, m, v (all of one shape; m, v are the moments, [1] where the optimiser has none), scale [1]
 *                  → p', m', v'      attributes: OptimiserAttributes
 *   `scale` multiplies the gradient (clipping) and is NOT FINITE OR NEGATIVE when the step must not happen: then p, m, v are
 *   returned unchanged. This guard lives on the device, so that a diverging run keeps its last good state without a read-back.
 * SparseOptimiserStep  p [V,D], g [C,D], slots int32 [V] (row of g, or -1), m, v [V,D] or [1], scale [1]  → p', m', v'
 *   Only rows with a slot move; the moments of the others do not decay (the lazy variant; see training/optimisers.ts).
 */
export const kernelNames = [
  'RnnForward',
  'RnnBackward',
  'LstmForward',
  'LstmBackward',
  'GruForward',
  'GruBackward',
  'EmbeddingBackward',
  'OptimiserStep',
  'SparseOptimiserStep',
] as const
export type KernelName = (typeof kernelNames)[number]

/**
 * Kernels that a device may have, where its ordinary ops are slow. Without them run.ts falls back on those ops.
 *
 * Product    a, b, and bias [columns] where wanted; transposeA, transposeB  → a b (+ bias), rank 2
 * RowLookup  table [V,D], ids int32 [N], mask [N], and bias [D] where wanted → [N,D]: mask[n] (table[ids[n]] + bias)
 * RowNorms   x [N,D]  → [N]: the Euclidean norm of every row, right for norms far below the root of the smallest float
 * PeepholeGradient  dz [T,B,4H] of LstmBackward, c [T,B,H], c0 [B,H]; reverse  → [3,H]: over all timesteps and sentences
 *            Σ dz_i ⊙ c_(t-1), Σ dz_f ⊙ c_(t-1), Σ dz_o ⊙ c_t   (dz is 0 where the mask is)
 */
export const optionalKernelNames = ['Product', 'RowLookup', 'RowNorms', 'PeepholeGradient'] as const
export type OptionalKernelName = (typeof optionalKernelNames)[number]

/**
 * Kernels that put many small operations on single numbers together, for devices where each would cost a draw call and a
 * shader program. Without them the files named on the right compute the same with ordinary ops; the formulas stand there.
 *
 * Loss       logits, y, share [B,K]  → loss [1], accuracy [1], dLogits [B,K]                        (cells/head.ts)
 * Clip       gradients g0, g1, … of any shape, loss [1], alive [1], report [2+P]; step, clipNorm (0: none)
 *            → scale, norm, clipped, alive' [1], report' [2+P]                                (training/clipping.ts)
 * StepReport alive [1], report [2+P], norm, clipped, loss, accuracy [1], sums [3]; count
 *            → sums' [3], packed [6+P]                                                      (training/train-step.ts)
 *
 * Three that only choose among the timesteps of a sequence, for a device that need not move them (kernels/run.ts):
 * PreviousStates  states [T,B,H], initial [B,H]; reverse  → [T,B,H]: the state that every timestep started from
 * StateAt         states [T,B,H]; t  → [B,H]
 * OnlyStateAt     state [B,H]; T, t  → [T,B,H]: the state at t, 0 elsewhere
 */
export const fusedKernelNames = ['Loss', 'Clip', 'StepReport', 'PreviousStates', 'StateAt', 'OnlyStateAt'] as const
export type FusedKernelName = (typeof fusedKernelNames)[number]

export type Activation = 'tanh' | 'relu'

/**
 * sgd:      p' = p - η g
 * momentum: m' = β₁ m + g;  p' = p - η m'
 * rmsprop:  v' = β₂ v + (1-β₂) g²;  p' = p - η g / (√v' + ε)
 * adam:     m' = β₁ m + (1-β₁) g;  v' = β₂ v + (1-β₂) g²;  p' = p - η (m'/(1-β₁ᵗ)) / (√(v'/(1-β₂ᵗ)) + ε)   (Kingma & Ba 2015)
 */
export interface OptimiserAttributes {
  kind: 'sgd' | 'momentum' | 'rmsprop' | 'adam'
  learningRate: number
  beta1: number
  beta2: number
  epsilon: number
  /** Step number t from 1, for Adam's bias correction. */
  t: number
}
