import type * as tf from '@tensorflow/tfjs-core'
import type { WasmBackend } from './backend.ts'
import type { Address, ArgumentsOf, DividedKernels, WasmExports } from './exports.ts'

/**
 * One call of a kernel: its named inputs as addresses, its results as tensors in the memory.
 * Every shape and type is checked before an address is handed out: the binary itself would read whatever lies there.
 */
export class Call {
  readonly name: string
  readonly backend: WasmBackend
  readonly attributes: object
  private readonly inputs: tf.NamedTensorInfoMap

  constructor(name: string, inputs: tf.NamedTensorInfoMap, backend: WasmBackend, attributes: object) {
    this.name = name
    this.inputs = inputs
    this.backend = backend
    this.attributes = attributes
  }

  get wasm(): WasmExports {
    return this.backend.exports
  }

  has(name: string): boolean {
    return this.inputs[name] != null
  }

  info(name: string): tf.TensorInfo {
    const info = this.inputs[name]
    if (!info) throw new Error(`${this.name}: input ${name} is missing`)
    return info
  }

  /** @throws {Error} when the input has another number of axes. */
  shape(name: string, rank: number): number[] {
    const { shape } = this.info(name)
    if (shape.length !== rank) throw new Error(`${this.name}: ${name} must have ${rank} axes, got [${shape}]`)
    return shape
  }

  /** The address of a float input. @throws {Error} naming the tensor whose shape or type is wrong. */
  floats(name: string, shape: number[]): Address {
    return this.checked(name, shape, 'float32')
  }

  ints(name: string, shape: number[]): Address {
    return this.checked(name, shape, 'int32')
  }

  /** The number that a tensor of one element holds. */
  scalar(name: string): number {
    this.expect(name, [1], 'float32')
    return this.values(name)[0]
  }

  /** The numbers of an input, good until the next allocation. */
  values(name: string): Float32Array | Int32Array {
    return this.backend.data.get(this.info(name).dataId).values as Float32Array | Int32Array
  }

  output(shape: number[]): { info: tf.TensorInfo; address: Address } {
    return this.backend.allocate(shape)
  }

  /**
   * Computes a kernel of the binary, in as many threads as its work pays for.
   * @param work nanoseconds that one thread would take, roughly
   * @param divide borders of at most so many shares, see shares.ts
   * @param scratch bytes that a share of so many items works in
   * @returns the first item that the kernel refused, or -1
   */
  divide<Kernel extends keyof DividedKernels>(
    kernel: Kernel,
    args: ArgumentsOf<Kernel>,
    {
      work,
      divide,
      scratch,
    }: { work: number; divide: (shares: number) => number[]; scratch?: (items: number) => number },
  ): number {
    const { team } = this.backend
    const plan = team.plan(kernel, work)
    const cuts = divide(plan.shares)
    const sizes = cuts.slice(1).map((end, n) => (scratch ? wholeLines(scratch(end - cuts[n])) : 0))
    const room = scratch ? this.backend.scratchOf(sizes.reduce((sum, size) => sum + size, 0)) : 0
    let next = room
    return team.run(
      kernel,
      args,
      cuts,
      sizes.map((size) => (next += size) - size),
      plan.trial,
    )
  }

  /** The very input as a result: both names hold the same memory, which lives until both are disposed of. */
  same(name: string): tf.TensorInfo {
    const { dataId, shape, dtype } = this.info(name)
    this.backend.incRef(dataId)
    return { dataId, shape, dtype }
  }

  private checked(name: string, wanted: number[], dtype: tf.DataType): Address {
    this.expect(name, wanted, dtype)
    return this.backend.addressOf(this.info(name))
  }

  private expect(name: string, wanted: number[], wantedType: tf.DataType): void {
    const { shape, dtype } = this.info(name)
    if (dtype !== wantedType) throw new Error(`${this.name}: ${name} must be ${wantedType}, is ${dtype}`)
    if (shape.length !== wanted.length || shape.some((size, axis) => size !== wanted[axis]))
      throw new Error(`${this.name}: ${name} must have shape [${wanted}], got [${shape}]`)
  }
}

/** Threads write into lines of their own. */
const wholeLines = (bytes: number) => Math.ceil(bytes / 64) * 64
