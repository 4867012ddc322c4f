import type { MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl'

/**
 * Lets float and int tensors go straight into a texture of TensorFlow.js's own layout. TensorFlow.js itself uploads four
 * values to a texel of another texture and spreads them with a draw; a training step uploads a dozen small tensors.
 */
export function uploadDirectly(backend: MathBackendWebGL): void {
  const upload = backend.uploadToGPU.bind(backend)
  backend.uploadToGPU = (dataId) => {
    const data = backend.texData.get(dataId)
    const { values } = data
    const isPlain = values instanceof Float32Array || values instanceof Int32Array
    if (data.texture || data.isPacked || !isPlain) return upload(dataId)
    // To TensorFlow.js a tensor without values: it only makes the texture.
    Object.assign(data, { values: null, usage: null })
    upload(dataId)
    const { texture, texShape } = backend.texData.get(dataId)
    if (!texture || !texShape) throw new Error('webgl: no texture could be made')
    const [height, width] = texShape
    const gl = backend.gpgpu.gl as WebGL2RenderingContext
    gl.bindTexture(gl.TEXTURE_2D, texture.texture)
    gl.texSubImage2D(
      ...([gl.TEXTURE_2D, 0, 0, 0, width, height, gl.RED, gl.FLOAT] as const),
      filling(values, width * height),
    )
    gl.bindTexture(gl.TEXTURE_2D, null)
  }
}

/** The values as floats, with zeros behind them where the texture has more texels. */
function filling(values: Float32Array | Int32Array, texels: number): Float32Array {
  if (values instanceof Float32Array && values.length === texels) return values
  const floats = new Float32Array(texels)
  floats.set(values)
  return floats
}
