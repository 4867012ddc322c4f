import type { Device, DeviceReport } from '../../shared/contract/trainer.ts'

/** What this machine offers for WebGL; null where there is none, or none that our kernels can use. */
export type WebglFound = Pick<DeviceReport, 'renderer' | 'software' | 'float32'> | null

/** Names of drawing programs that run on the processor (Chromium's SwiftShader, Mesa's two, Windows' fallback). */
const software = /swiftshader|llvmpipe|softpipe|software|basic render/i

export const isSoftware = (renderer: string | null) => renderer !== null && software.test(renderer)

/** Textures that one draw of our kernels fills. Desktop GPUs offer eight; WebGL 2 only promises four. */
const mostOutputs = 8

let found: WebglFound | undefined

/** Asks a WebGL context of its own, once, and gives it back. */
export const findWebgl = (): WebglFound => (found === undefined ? (found = look()) : found)

function look(): WebglFound {
  const gl = new OffscreenCanvas(1, 1).getContext('webgl2')
  if (!gl || gl.getParameter(gl.MAX_DRAW_BUFFERS) < mostOutputs) return null
  const names = gl.getExtension('WEBGL_debug_renderer_info')
  const said: unknown = gl.getParameter(names ? names.UNMASKED_RENDERER_WEBGL : gl.RENDERER)
  const renderer = typeof said === 'string' ? said : null
  const answer = { renderer, software: isSoftware(renderer), float32: rendersFloats(gl) }
  gl.getExtension('WEBGL_lose_context')?.loseContext()
  return answer
}

/** Having the extension is not enough on some phones' GPUs: what counts is a complete framebuffer. */
function rendersFloats(gl: WebGL2RenderingContext): boolean {
  if (!gl.getExtension('EXT_color_buffer_float')) return false
  gl.bindTexture(gl.TEXTURE_2D, gl.createTexture())
  gl.texStorage2D(gl.TEXTURE_2D, 1, gl.R32F, 1, 1)
  gl.bindFramebuffer(gl.FRAMEBUFFER, gl.createFramebuffer())
  gl.framebufferTexture2D(
    gl.FRAMEBUFFER,
    gl.COLOR_ATTACHMENT0,
    gl.TEXTURE_2D,
    gl.getParameter(gl.TEXTURE_BINDING_2D),
    0,
  )
  return gl.checkFramebufferStatus(gl.FRAMEBUFFER) === gl.FRAMEBUFFER_COMPLETE
}

/**
 * The device to train on. Without a wish: WebGL on a real GPU with 32-bit floats, else WebAssembly, which is faster than a
 * WebGL that the processor has to play. A wish is followed where the machine can; WebGL without 32-bit floats cannot: it
 * would flush small gradients to zero, and the charts would show a vanishing gradient that is none.
 */
export function chooseDevice(wish: Device | null, found: WebglFound): DeviceReport {
  if (found?.float32 && (wish === 'webgl' || (wish === null && !found.software))) return { device: 'webgl', ...found }
  return {
    device: wish === 'cpu' ? 'cpu' : 'wasm',
    renderer: found?.renderer ?? null,
    software: found?.software ?? false,
    float32: true,
  }
}
