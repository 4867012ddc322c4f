import type * as tf from '@tensorflow/tfjs-core'
import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu'
import { Arena } from './arena.ts'
import type { Address, WasmExports } from './exports.ts'
import { Team } from './team.ts'

type Values = tf.backend_util.BackendValues
type Numbers = Float32Array<ArrayBuffer> | Int32Array<ArrayBuffer> | Uint8Array<ArrayBuffer>

interface Block {
  address: Address
  length: number
  dtype: tf.DataType
}

/**
 * The backend 'wasm': TensorFlow.js's own JavaScript backend, whose arrays may lie in a WebAssembly memory of ours.
 *
 * A tensor is born where its kernel makes it: ours write into the memory, the ordinary ones make JavaScript arrays. The
 * first of our kernels to read a tensor moves it into the memory, where it stays; the ordinary kernels then read it through a
 * view. So every op works, and in a training step nothing but the batch itself is copied.
 *
 * Two rules keep views from going stale. Growing the memory makes all of them anew, and only our own allocations grow
 * it. Nobody outside a kernel gets a view: what is read out, and what an ordinary kernel hands on as part of its input
 * (a slice), is copied.
 */
export class WasmBackend extends MathBackendCPU {
  readonly arena: Arena
  readonly exports: WasmExports
  readonly team: Team
  private readonly blocks = new Map<tf.DataId, Block>()
  private scratch: { address: Address; bytes: number } | null = null

  /** @param exports of the binary, instantiated on `memory` */
  constructor(memory: WebAssembly.Memory, exports: WasmExports) {
    super()
    this.arena = new Arena(memory, () => this.renewViews())
    this.exports = exports
    this.team = new Team(exports)
  }

  /** Ends the helper threads. */
  override dispose(): void {
    this.team.dismiss()
  }

  /** The address of a tensor's numbers, which are moved into the memory if they are not there yet. */
  addressOf({ dataId }: tf.TensorInfo): Address {
    const block = this.blocks.get(dataId)
    if (block) return block.address
    const data = this.data.get(dataId)
    const from = data.values as Numbers
    const address = this.place(dataId, from.length, data.dtype)
    const view = this.view(this.blocks.get(dataId) as Block)
    view.set(from)
    data.values = view
    return address
  }

  /** A new tensor in the memory, its numbers not yet set. */
  allocate(shape: number[], dtype: 'float32' | 'int32' = 'float32'): { info: tf.TensorInfo; address: Address } {
    const dataId: tf.DataId = {}
    const length = shape.reduce((product, size) => product * size, 1)
    const address = this.place(dataId, length, dtype)
    this.data.set(dataId, { values: this.view(this.blocks.get(dataId) as Block), dtype, refCount: 1 })
    return { info: { dataId, shape, dtype }, address }
  }

  /** Room for a kernel to work in, until the next kernel. */
  scratchOf(bytes: number): Address {
    if (this.scratch && this.scratch.bytes >= bytes) return this.scratch.address
    if (this.scratch) this.arena.free(this.scratch.address)
    this.scratch = null
    const address = this.arena.allocate(bytes)
    this.scratch = { address, bytes }
    return address
  }

  override write(values: Values, shape: number[], dtype: tf.DataType): tf.DataId {
    if (dtype === 'float32' && this.inMemory(values)) return this.copyOf(values as Numbers, shape)
    const dataId: tf.DataId = {}
    this.data.set(dataId, { values: this.detached(values), dtype, refCount: 1 })
    return dataId
  }

  override readSync(dataId: tf.DataId): Values {
    return this.detached(super.readSync(dataId))
  }

  override disposeData(dataId: tf.DataId, force = false): boolean {
    const gone = super.disposeData(dataId, force)
    const block = this.blocks.get(dataId)
    if (gone && block) {
      this.blocks.delete(dataId)
      this.arena.free(block.address)
    }
    return gone
  }

  private place(dataId: tf.DataId, length: number, dtype: tf.DataType): Address {
    const address = this.arena.allocate(length * (dtype === 'bool' ? 1 : 4))
    this.blocks.set(dataId, { address, length, dtype })
    return address
  }

  private view({ address, length, dtype }: Block): Numbers {
    const { buffer } = this.arena.memory
    if (dtype === 'float32') return new Float32Array(buffer, address, length)
    return dtype === 'int32' ? new Int32Array(buffer, address, length) : new Uint8Array(buffer, address, length)
  }

  private renewViews(): void {
    for (const [dataId, block] of this.blocks) {
      // A block that was placed a moment ago has no tensor yet: its view is made from the new memory anyway.
      if (this.data.has(dataId)) this.data.get(dataId).values = this.view(block)
    }
  }

  /** What an ordinary kernel hands on as part of its input (a slice): a tensor of its own, in the memory at once. */
  private copyOf({ byteOffset, length }: Numbers, shape: number[]): tf.DataId {
    const { info } = this.allocate(shape)
    // The view that came in is lost if the memory grew, the numbers are not.
    const to = this.data.get(info.dataId).values as Float32Array
    to.set(new Float32Array(this.arena.memory.buffer, byteOffset, length))
    return info.dataId
  }

  private inMemory(values: Values): boolean {
    return ArrayBuffer.isView(values) && values.buffer === this.arena.memory.buffer
  }

  private detached(values: Values): Values {
    return this.inMemory(values) ? (values as Float32Array).slice() : values
  }
}
