/** What the binary offers; each is explained where it stands in assembly/. `Address` is a byte position in its memory. */
export type Address = number
type Size = number
/** 0 or 1: what helpers are told crosses as numbers. */
type Flag = number

/** The last arguments of a kernel that threads may share: its items from `from` to before `to`, and room to work in. */
type Share = [from: Size, to: Size, scratch: Address]

type Sequence = [T: Size, B: Size, H: Size, reverse: Flag]

type Optimiser = [
  scale: number,
  rate: number,
  beta1: number,
  weight1: number,
  beta2: number,
  weight2: number,
  epsilon: number,
  correction: number,
]

/** Kernels that compute any range of their items, with the same bits whatever the ranges. */
export interface DividedKernels {
  product: (
    a: Address,
    b: Address,
    bias: Address,
    c: Address,
    M: Size,
    K: Size,
    N: Size,
    transposeA: Flag,
    transposeB: Flag,
    byColumns: Flag,
    ...share: Share
  ) => void
  rnnForward: (
    xw: Address,
    U: Address,
    h0: Address,
    mask: Address,
    h: Address,
    relu: Flag,
    ...sequence: [...Sequence, ...Share]
  ) => void
  rnnBackward: (
    h: Address,
    U: Address,
    mask: Address,
    dh: Address,
    dz: Address,
    dhTotal: Address,
    dh0: Address,
    relu: Flag,
    ...sequence: [...Sequence, ...Share]
  ) => void
  lstmForward: (
    xw: Address,
    U: Address,
    h0: Address,
    c0: Address,
    mask: Address,
    peephole: Address,
    gates: Address,
    c: Address,
    h: Address,
    ...sequence: [...Sequence, ...Share]
  ) => void
  lstmBackward: (
    gates: Address,
    c: Address,
    U: Address,
    c0: Address,
    mask: Address,
    peephole: Address,
    dh: Address,
    dz: Address,
    dhTotal: Address,
    dcTotal: Address,
    dh0: Address,
    dc0: Address,
    ...sequence: [...Sequence, ...Share]
  ) => void
  peepholeGradient: (
    dz: Address,
    c: Address,
    c0: Address,
    gradient: Address,
    ...sequence: [...Sequence, ...Share]
  ) => void
  gruForward: (
    xw: Address,
    U: Address,
    bu: Address,
    h0: Address,
    mask: Address,
    gates: Address,
    h: Address,
    ...sequence: [...Sequence, ...Share]
  ) => void
  gruBackward: (
    gates: Address,
    h: Address,
    U: Address,
    h0: Address,
    mask: Address,
    dh: Address,
    dz: Address,
    du: Address,
    dhTotal: Address,
    dh0: Address,
    ...sequence: [...Sequence, ...Share]
  ) => void
  embeddingBackward: (
    dy: Address,
    starts: Address,
    positions: Address,
    dRows: Address,
    N: Size,
    D: Size,
    count: Size,
    ...share: Share
  ) => number
  rowLookup: (
    table: Address,
    ids: Address,
    mask: Address,
    bias: Address,
    y: Address,
    V: Size,
    D: Size,
    ...share: Share
  ) => number
  rowNorms: (x: Address, norms: Address, D: Size, ...share: Share) => void
  optimise: (
    kind: number,
    p: Address,
    g: Address,
    m: Address,
    v: Address,
    pTo: Address,
    mTo: Address,
    vTo: Address,
    ...rest: [...Optimiser, ...Share]
  ) => void
  optimiseRows: (
    kind: number,
    D: Size,
    C: Size,
    p: Address,
    g: Address,
    slots: Address,
    m: Address,
    v: Address,
    ...rest: [...Optimiser, ...Share]
  ) => number
}

export interface WasmExports extends DividedKernels {
  productScratch: (K: Size) => number
  /** Bytes for one direction over that many sentences. */
  rnnScratch: (sentences: Size, H: Size) => number
  lstmScratch: (sentences: Size, H: Size) => number
  gruScratch: (sentences: Size, H: Size) => number
  applyTanh: (from: Address, to: Address, n: Size) => void
  applySigmoid: (from: Address, to: Address, n: Size) => void
}

/** A helper is told the index of a kernel in this list. */
export const dividedKernels = [
  'product',
  'rnnForward',
  'rnnBackward',
  'lstmForward',
  'lstmBackward',
  'peepholeGradient',
  'gruForward',
  'gruBackward',
  'embeddingBackward',
  'rowLookup',
  'rowNorms',
  'optimise',
  'optimiseRows',
] as const satisfies (keyof DividedKernels)[]

/** A kernel's arguments without its share. */
export type ArgumentsOf<Kernel extends keyof DividedKernels> =
  Parameters<DividedKernels[Kernel]> extends [...infer Before extends number[], ...Share] ? Before : never
