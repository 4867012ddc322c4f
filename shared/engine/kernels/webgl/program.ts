import { prelude, vertexShader } from './glsl.ts'

/** A shader apart from its running. */
export interface ProgramSource {
  name: string
  /** Inputs that are tensors: the shader reads element i of `X` as `getX(i)`, or four as `lanesX(first, stride, count)`. */
  tensors?: readonly string[]
  /** Inputs in a layout of our own: plain samplers. */
  textures?: readonly string[]
  /** Inputs of several layers (`Device.layers`). */
  layers?: readonly string[]
  ints?: readonly string[]
  floats?: readonly string[]
  ivec2s?: readonly string[]
  /** Its first texture unit: programs that take turns, each with units of its own, need not bind their inputs again. */
  firstUnit?: number
  /** Names of the values that one fragment writes, one texture each. */
  outputs: readonly { name: string; type: 'float' | 'vec4' }[]
  /** The rest of the shader, with its `void main()`. */
  code: string
  /** A vertex shader of its own; without one, a triangle covers the area that is drawn. */
  vertex?: string
}

/** A program. Shapes and timesteps are uniforms: one compilation, which begins at once, serves every size. */
export class Program {
  readonly source: ProgramSource
  private readonly gl: WebGL2RenderingContext
  private readonly handle: WebGLProgram
  /** Until the first use. */
  private shaders: WebGLShader[] | null
  private readonly locations = new Map<string, WebGLUniformLocation | null>()
  /** Texture unit of each input. */
  private readonly units = new Map<string, number>()

  constructor(gl: WebGL2RenderingContext, source: ProgramSource) {
    this.gl = gl
    this.source = source
    const { program, shaders } = startLinking(gl, source)
    this.handle = program
    this.shaders = shaders
  }

  /**
   * Makes the program current. Whether it could be compiled is asked at its first use, since asking waits for the driver.
   * @throws {Error} with the driver's words when it refused the shader.
   */
  use(): void {
    const { gl, shaders, source } = this
    if (shaders) finishLinking(gl, { program: this.handle, shaders }, source.name)
    gl.useProgram(this.handle)
    if (!shaders) return
    this.shaders = null
    for (const name of [...(source.tensors ?? []), ...(source.textures ?? []), ...(source.layers ?? [])]) {
      const unit = (source.firstUnit ?? 0) + this.units.size
      gl.uniform1i(this.location(name), unit)
      this.units.set(name, unit)
    }
  }

  bind(name: string, texture: WebGLTexture, target: number = this.gl.TEXTURE_2D): void {
    const unit = this.units.get(name)
    if (unit === undefined) throw new Error(`${this.source.name}: has no input '${name}'`)
    this.gl.activeTexture(this.gl.TEXTURE0 + unit)
    this.gl.bindTexture(target, texture)
  }
  bindLayers(name: string, texture: WebGLTexture): void {
    this.bind(name, texture, this.gl.TEXTURE_2D_ARRAY)
  }

  int(name: string, value: number): void {
    this.gl.uniform1i(this.location(name), value)
  }
  ints(values: Record<string, number>): void {
    for (const [name, value] of Object.entries(values)) this.int(name, value)
  }
  float(name: string, value: number): void {
    this.gl.uniform1f(this.location(name), value)
  }
  ivec2(name: string, [x, y]: readonly [number, number]): void {
    this.gl.uniform2i(this.location(name), x, y)
  }

  /** Location of a uniform; null (which GL ignores) when the compiler found it unused. */
  private location(name: string): WebGLUniformLocation | null {
    let found = this.locations.get(name)
    if (found === undefined) this.locations.set(name, (found = this.gl.getUniformLocation(this.handle, name)))
    return found
  }
}

interface Linking {
  program: WebGLProgram
  shaders: WebGLShader[]
}

function startLinking(gl: WebGL2RenderingContext, source: ProgramSource): Linking {
  const program = gl.createProgram()
  const shaders = [
    compile(gl, gl.VERTEX_SHADER, source.vertex ?? vertexShader),
    compile(gl, gl.FRAGMENT_SHADER, fragmentShader(source)),
  ]
  for (const shader of shaders) gl.attachShader(program, shader)
  gl.linkProgram(program)
  return { program, shaders }
}

function finishLinking(gl: WebGL2RenderingContext, { program, shaders }: Linking, name: string): void {
  if (!gl.getProgramParameter(program, gl.LINK_STATUS) && !gl.isContextLost())
    throw new Error(
      `webgl kernel ${name}: the GPU driver refused the shader: ` +
        [gl.getProgramInfoLog(program), ...shaders.map((shader) => gl.getShaderInfoLog(shader))]
          .filter(Boolean)
          .join('; '),
    )
  for (const shader of shaders) gl.deleteShader(shader)
}

function compile(gl: WebGL2RenderingContext, kind: number, text: string): WebGLShader {
  const shader = gl.createShader(kind)
  if (!shader) throw new Error('webgl: the context is lost: no shader can be made')
  gl.shaderSource(shader, text)
  gl.compileShader(shader)
  return shader
}

function fragmentShader({
  tensors = [],
  textures = [],
  layers = [],
  ints = [],
  floats = [],
  ivec2s = [],
  outputs,
  code,
}: ProgramSource) {
  const declared = [
    ...tensors.map(
      (x) =>
        `uniform sampler2D ${x}; uniform ivec2 ${x}Layout;\n` +
        `#define get${x}(i) at(${x}, ${x}Layout, i)\n` +
        `#define lanes${x}(first, stride, count) lanes(${x}, ${x}Layout, first, stride, count)`,
    ),
    ...textures.map((x) => `uniform sampler2D ${x};`),
    ...layers.map((x) => `uniform sampler2DArray ${x};`),
    ...ints.map((x) => `uniform int ${x};`),
    ...floats.map((x) => `uniform float ${x};`),
    ...ivec2s.map((x) => `uniform ivec2 ${x};`),
    ...outputs.map(({ name, type }, i) => `layout(location = ${i}) out ${type} ${name};`),
  ]
  return `${prelude}\n${declared.join('\n')}\n${code}`
}
