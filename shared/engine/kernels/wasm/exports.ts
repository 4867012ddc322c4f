/** What the binary offers; each is explained where it stands in assembly/. `Address` is a byte position in its memory. */
export type Address = number
type Size = number

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

export interface WasmExports {
  productScratch: (K: Size) => number
  product: (
    a: Address,
    b: Address,
    bias: Address,
    c: Address,
    M: Size,
    K: Size,
    N: Size,
    transposeA: boolean,
    transposeB: boolean,
    scratch: Address,
  ) => void
  rnnScratch: (B: Size, H: Size) => number
  rnnForward: (
    xw: Address,
    U: Address,
    h0: Address,
    mask: Address,
    h: Address,
    relu: boolean,
    T: Size,
    B: Size,
    H: Size,
    scratch: Address,
  ) => void
  rnnBackward: (
    h: Address,
    U: Address,
    mask: Address,
    dh: Address,
    dz: Address,
    dhTotal: Address,
    dh0: Address,
    relu: boolean,
    T: Size,
    B: Size,
    H: Size,
    scratch: Address,
  ) => void
  lstmScratch: (B: Size, H: Size) => number
  lstmForward: (
    xw: Address,
    U: Address,
    h0: Address,
    c0: Address,
    mask: Address,
    gates: Address,
    c: Address,
    h: Address,
    T: Size,
    B: Size,
    H: Size,
    scratch: Address,
  ) => void
  lstmBackward: (
    gates: Address,
    c: Address,
    U: Address,
    h0: Address,
    c0: Address,
    mask: Address,
    dh: Address,
    dz: Address,
    dhTotal: Address,
    dcTotal: Address,
    dh0: Address,
    dc0: Address,
    T: Size,
    B: Size,
    H: Size,
    scratch: Address,
  ) => void
  embeddingBackward: (
    dy: Address,
    starts: Address,
    positions: Address,
    dRows: Address,
    N: Size,
    C: Size,
    D: Size,
    count: Size,
  ) => number
  rowLookup: (
    table: Address,
    ids: Address,
    mask: Address,
    bias: Address,
    to: Address,
    V: Size,
    N: Size,
    D: Size,
  ) => number
  rowNorms: (x: Address, to: Address, N: Size, D: Size) => void
  optimise: (
    kind: number,
    n: Size,
    p: Address,
    g: Address,
    m: Address,
    v: Address,
    pTo: Address,
    mTo: Address,
    vTo: Address,
    ...optimiser: Optimiser
  ) => void
  optimiseRows: (
    kind: number,
    V: Size,
    D: Size,
    C: Size,
    p: Address,
    g: Address,
    slots: Address,
    m: Address,
    v: Address,
    ...optimiser: Optimiser
  ) => number
  applyTanh: (from: Address, to: Address, n: Size) => void
  applySigmoid: (from: Address, to: Address, n: Size) => void
}
