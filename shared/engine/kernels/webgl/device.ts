import type { TensorInfo } from '@tensorflow/tfjs-core'
import type { MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl'
import { KeptTensors } from './kept.ts'
import { Program } from './program.ts'
import type { ProgramSource } from './program.ts'

/** Framebuffers kept by the device: even and odd steps of a sequence, the parts of a product, and everything else. */
export const framebuffers = { even: 0, odd: 1, other: 2, eight: 3 } as const

/** A texel of a packed tensor holds a block of 2 × 2 elements (rows r, r+1; columns c, c+1) of a stack of matrices. */
const unpack: ProgramSource = {
  name: 'unpack',
  textures: ['Packed'],
  ints: ['rows', 'columns', 'packedWidth', 'width'],
  outputs: [{ name: 'value', type: 'float' }],
  code: `
void main() {
  int i = int(gl_FragCoord.y) * width + int(gl_FragCoord.x);
  int row = quotient(i, columns);
  int c = i - row * columns;
  int stack = quotient(row, rows);
  int r = row - stack * rows;
  int texel = (stack * ((rows + 1) >> 1) + (r >> 1)) * ((columns + 1) >> 1) + (c >> 1);
  int y = quotient(texel, packedWidth);
  vec4 block = texelFetch(Packed, ivec2(texel - y * packedWidth, y), 0);
  vec2 line = (r & 1) == 0 ? block.rg : block.ba;
  value = (c & 1) == 0 ? line.x : line.y;
}`,
}

/** A rectangle of texels: x, y, width, height. */
export type Area = readonly [x: number, y: number, width: number, height: number]

/**
 * Our own drawing on TensorFlow.js's WebGL context: several outputs per draw, a part of a texture at a time, and none of the
 * per-operation cost of its program runner, which would allocate a tensor for every timestep. Textures come from and go back
 * to TensorFlow.js's pool, so its memory count stays true. State of the context that it sets anew for each of its own
 * programs (program, vertex array, framebuffer, viewport, scissor, textures) is changed freely; other state is left alone.
 */
export class Device {
  readonly backend: MathBackendWebGL
  readonly gl: WebGL2RenderingContext
  private readonly programs = new Map<ProgramSource, Program>()
  private readonly targets: { framebuffer: WebGLFramebuffer; attached: (WebGLTexture | null)[]; count: number }[] = []
  private readonly vertexArray: WebGLVertexArrayObject
  private reading: WebGLFramebuffer | null = null
  private scratch: TensorInfo[] = []
  /** Copies of packed tensors, for the kernel that runs. */
  private readonly unpacked = new Map<object, TensorInfo>()
  readonly kept: KeptTensors
  readonly largest: number
  private readonly layered = new Map<string, Layers>()

  constructor(backend: MathBackendWebGL) {
    this.backend = backend
    this.gl = backend.gpgpu.gl as WebGL2RenderingContext
    this.vertexArray = this.gl.createVertexArray()
    this.largest = this.gl.getParameter(this.gl.MAX_TEXTURE_SIZE) as number
    this.kept = new KeptTensors(this)
  }

  /** The compiled program, made current. */
  program(source: ProgramSource): Program {
    let program = this.programs.get(source)
    if (!program) this.programs.set(source, (program = new Program(this.gl, source)))
    program.use()
    return program
  }

  /**
   * Begins to compile programs that will be needed soon, side by side where the driver can (KHR_parallel_shader_compile).
   * Elsewhere nothing would be gained, and each is compiled when it is needed.
   */
  prepare(sources: readonly ProgramSource[]): void {
    if (!this.gl.getExtension('KHR_parallel_shader_compile')) return
    for (const source of sources)
      if (!this.programs.has(source)) this.programs.set(source, new Program(this.gl, source))
  }

  /**
   * Uploads tensors that still live in memory, and unpacks for this kernel those that TensorFlow.js packed. Comes before
   * anything is bound: TensorFlow.js draws while it uploads, and it unbinds a texture unit while it makes a texture.
   */
  upload(...tensors: TensorInfo[]): void {
    for (const { dataId } of tensors) this.backend.uploadToGPU(dataId)
    for (const tensor of tensors)
      if (this.backend.texData.get(tensor.dataId).isPacked && !this.unpacked.has(tensor.dataId)) this.unpack(tensor)
  }

  private unpack(tensor: TensorInfo): void {
    const { texture, texShape, shape } = this.backend.texData.get(tensor.dataId)
    if (!texture || !texShape) throw new Error('webgl: a tensor that was not uploaded cannot be unpacked')
    const copy = this.makeTensor(shape)
    this.scratch.push(copy)
    const program = this.program(unpack)
    program.bind('Packed', texture.texture)
    const { texture: target, area } = this.drawableOf(copy)
    const [rows, columns] = [shape.at(-2) ?? 1, shape.at(-1) ?? 1]
    program.ints({ rows, columns, packedWidth: Math.ceil(texShape[1] / 2), width: area[2] })
    this.into(framebuffers.other, [target])
    this.draw(area)
    this.unpacked.set(tensor.dataId, copy)
  }

  /** Binds an uploaded tensor to an input of the current program. */
  bindTensor(program: Program, name: string, tensor: TensorInfo): void {
    const { dataId } = this.unpacked.get(tensor.dataId) ?? tensor
    const { texture, texShape, slice } = this.backend.texData.get(dataId)
    if (!texture || !texShape) throw new Error(`${program.source.name}: input '${name}' was not uploaded`)
    program.bind(name, texture.texture)
    program.ivec2(`${name}Layout`, [texShape[1], slice?.flatOffset ?? 0])
  }

  /** A new tensor with a texture of TensorFlow.js's own layout (one element per texel), to be drawn into. */
  makeTensor(shape: readonly number[]): TensorInfo {
    const info = this.backend.makeTensorInfo([...shape], 'float32')
    this.backend.uploadToGPU(info.dataId)
    return info
  }

  /** Texture and area of a tensor made by `makeTensor`. */
  drawableOf(tensor: TensorInfo): { texture: WebGLTexture; area: Area } {
    const { texture, texShape } = this.backend.texData.get(tensor.dataId)
    if (!texture || !texShape) throw new Error('webgl: a tensor without a texture cannot be drawn into')
    return { texture: texture.texture, area: [0, 0, texShape[1], texShape[0]] }
  }

  /**
   * Texture and area of a tensor that is about to be changed in place: what TensorFlow.js remembers of its values is
   * forgotten. It must be uploaded, and no slice of another.
   */
  changeable(tensor: TensorInfo): { texture: WebGLTexture; area: Area } {
    const data = this.backend.texData.get(tensor.dataId)
    if (data.isPacked || data.slice) throw new Error('webgl: only a tensor of its own layout can be changed in place')
    data.values = null as unknown as typeof data.values
    return this.drawableOf(tensor)
  }

  /** Integers for this kernel alone, as a tensor on the GPU; released with the scratch textures. */
  uploadInts(values: Int32Array): TensorInfo {
    const info = this.backend.makeTensorInfo([values.length], 'int32', values)
    this.scratch.push(info)
    this.upload(info)
    return info
  }

  /**
   * A texture in a layout of our own, with four floats per texel; its contents are undefined.
   * It goes back to the pool with `releaseScratch`.
   */
  makeScratch(width: number, height: number): WebGLTexture {
    return this.makeTexture(width, height).texture
  }

  /** The same with what keeps it alive: a tensor that takes a share of it (kept.ts) outlasts `releaseScratch`. */
  makeTexture(width: number, height: number): { info: TensorInfo; texture: WebGLTexture } {
    const info = this.backend.makeTensorInfo([height * 2, width * 2], 'float32')
    const data = this.backend.texData.get(info.dataId)
    // To TensorFlow.js it is a matrix in its packed layout, 2 × 2 values per texel.
    data.isPacked = true
    data.texShape = [height * 2, width * 2]
    this.scratch.push(info)
    this.backend.uploadToGPU(info.dataId)
    if (!data.texture) throw new Error('webgl: no texture could be made')
    return { info, texture: data.texture.texture }
  }

  /**
   * A small texture of several layers, each of them a target of one draw, so that the next draw finds any of the results with
   * one reading. One per size is kept for good: its contents last until somebody else asks for the same size.
   */
  layers(width: number, height: number, count: number): Layers {
    const key = `${width} × ${height} × ${count}`
    let found = this.layered.get(key)
    if (!found) this.layered.set(key, (found = makeLayers(this.gl, width, height, count)))
    return found
  }

  /** Makes the layers the targets of what is drawn next. */
  intoLayers({ framebuffer }: Layers): void {
    this.gl.bindFramebuffer(this.gl.FRAMEBUFFER, framebuffer)
  }

  /**
   * Copies rectangles between textures, which is many times faster than a draw: `target` becomes the target of drawing, and
   * each source one of what is read.
   */
  copy(
    target: WebGLTexture,
    parts: readonly { source: WebGLTexture; from: Area; to: readonly [number, number] }[],
  ): void {
    const { gl } = this
    this.into(framebuffers.other, [target])
    gl.disable(gl.SCISSOR_TEST)
    this.reading ??= gl.createFramebuffer()
    gl.bindFramebuffer(gl.READ_FRAMEBUFFER, this.reading)
    for (const { source, from, to } of parts) {
      const [x, y, width, height] = from
      gl.framebufferTexture2D(gl.READ_FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, source, 0)
      const [left, bottom] = to
      gl.blitFramebuffer(
        ...[x, y, x + width, y + height],
        ...[left, bottom, left + width, bottom + height],
        gl.COLOR_BUFFER_BIT,
        gl.NEAREST,
      )
    }
    gl.framebufferTexture2D(gl.READ_FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, null, 0)
    gl.enable(gl.SCISSOR_TEST)
  }

  releaseScratch(): void {
    for (const info of this.scratch) this.backend.disposeIntermediateTensorInfo(info)
    this.scratch = []
    this.unpacked.clear()
  }

  /** Makes the textures the targets of what is drawn next. `which` names one of a few framebuffers that are kept. */
  into(which: number, textures: readonly WebGLTexture[]): void {
    const { gl } = this
    while (this.targets.length <= which)
      this.targets.push({ framebuffer: gl.createFramebuffer(), attached: [], count: -1 })
    const target = this.targets[which]
    gl.bindFramebuffer(gl.FRAMEBUFFER, target.framebuffer)
    const count = Math.max(textures.length, target.attached.length)
    for (let i = 0; i < count; i++) {
      const texture = textures[i] ?? null
      if (target.attached[i] === texture) continue
      gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0 + i, gl.TEXTURE_2D, texture, 0)
      target.attached[i] = texture
    }
    if (target.count !== textures.length) gl.drawBuffers(textures.map((_, i) => gl.COLOR_ATTACHMENT0 + i))
    target.count = textures.length
  }

  /** Fills an area of a texture with zeros. */
  clear(texture: WebGLTexture, [x, y, width, height]: Area): void {
    const { gl } = this
    this.into(framebuffers.other, [texture])
    gl.viewport(x, y, width, height)
    gl.scissor(x, y, width, height)
    gl.clearBufferfv(gl.COLOR, 0, [0, 0, 0, 0])
  }

  /** Draws an area of the current targets with the current program: one triangle, or the vertices of the program's own shader. */
  draw([x, y, width, height]: Area, vertices = 3): void {
    const { gl } = this
    gl.bindVertexArray(this.vertexArray)
    gl.viewport(x, y, width, height)
    gl.scissor(x, y, width, height)
    gl.drawArrays(gl.TRIANGLES, 0, vertices)
  }
}

export interface Layers {
  texture: WebGLTexture
  framebuffer: WebGLFramebuffer
}

function makeLayers(gl: WebGL2RenderingContext, width: number, height: number, count: number): Layers {
  const [texture, framebuffer] = [gl.createTexture(), gl.createFramebuffer()]
  gl.bindTexture(gl.TEXTURE_2D_ARRAY, texture)
  gl.texStorage3D(gl.TEXTURE_2D_ARRAY, 1, gl.RGBA32F, width, height, count)
  for (const filter of [gl.TEXTURE_MIN_FILTER, gl.TEXTURE_MAG_FILTER])
    gl.texParameteri(gl.TEXTURE_2D_ARRAY, filter, gl.NEAREST)
  gl.bindFramebuffer(gl.FRAMEBUFFER, framebuffer)
  const attachments = Array.from({ length: count }, (_, layer) => gl.COLOR_ATTACHMENT0 + layer)
  for (const [layer, attachment] of attachments.entries())
    gl.framebufferTextureLayer(gl.FRAMEBUFFER, attachment, texture, 0, layer)
  gl.drawBuffers(attachments)
  return { texture, framebuffer }
}

const devices = new WeakMap<object, Device>()

/** The device of a TensorFlow.js backend; its programs are compiled once. */
export function deviceOf(backend: unknown): Device {
  const webgl = backend as MathBackendWebGL
  let device = devices.get(webgl)
  if (!device) devices.set(webgl, (device = new Device(webgl)))
  return device
}

/** Runs a kernel and gives its scratch textures back, also when it fails. */
export function withDevice<Result>(backend: unknown, run: (device: Device) => Result): Result {
  const device = deviceOf(backend)
  try {
    return run(device)
  } finally {
    device.releaseScratch()
  }
}
