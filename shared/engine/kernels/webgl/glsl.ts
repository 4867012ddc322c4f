/** i / n for whole numbers 0 <= i, 0 < n; see `prelude`. */
export const quotient = `
int quotient(int i, int n) {
  int q = int(float(i) / float(n));
  int rest = i - q * n;
  return q + int(rest >= n) - int(rest < 0);
}
`

/**
 * What every shader of ours begins with.
 *
 * `at` reads element i of a tensor that has one element per texel, row after row, x texels in each; a shallow slice begins at
 * offset y. (Tensors that TensorFlow.js packed are unpacked before: see `Device.upload`.)
 *
 * `quotient` is i / n for whole numbers 0 <= i, 0 < n. Neither GPUs nor SwiftShader divide integers in hardware: a float
 * division that is put right where its last digit was wrong takes a fraction of the time.
 *
 * `tanhOf` and `sigmoidOf` neither overflow for large arguments nor lose digits for small ones, which some built-in ones do.
 */
export const prelude = `#version 300 es
precision highp float;
precision highp int;
precision highp sampler2D;
precision highp sampler2DArray;

${quotient}
// The place of a texel as textureLod wants it, which without a GPU costs less than texelFetch: for the reading
// of textures of our own in long loops. Outside of the texture stands its last texel.
vec2 texelOf(sampler2D source) { return 1.0 / vec2(textureSize(source, 0)); }
vec2 placeOf(sampler2D source, ivec2 texel) { return (vec2(texel) + 0.5) * texelOf(source); }

float at(sampler2D source, ivec2 layout_, int i) {
  i += layout_.y;
  int y = quotient(i, layout_.x);
  return texelFetch(source, ivec2(i - y * layout_.x, y), 0).r;
}

// Elements first, first + stride, ... of a tensor, as many as count says (at most 4); the others are 0.
vec4 lanes(sampler2D source, ivec2 layout_, int first, int stride, int count) {
  vec4 four = vec4(0.0);
  for (int l = 0; l < min(count, 4); l++) four[l] = at(source, layout_, first + l * stride);
  return four;
}

// The first texel of a row in the layout of rows.ts; place is (rows of a band, columns).
ivec2 rowAt(int row, ivec2 place) {
  int band = quotient(row, place.x);
  return ivec2(band * place.y, row - band * place.x);
}

vec4 tanhOf(vec4 x) {
  vec4 a = abs(x);
  vec4 s = x * x;
  vec4 small = x * (1.0 + s * (-1.0 / 3.0 + s * (2.0 / 15.0 - s * (17.0 / 315.0))));
  vec4 e = exp(-2.0 * a);
  vec4 large = (1.0 - e) / (1.0 + e);
  return mix(mix(large, -large, lessThan(x, vec4(0.0))), small, lessThan(a, vec4(0.2)));
}

vec4 sigmoidOf(vec4 x) {
  vec4 e = exp(-abs(x));
  return mix(vec4(1.0), e, lessThan(x, vec4(0.0))) / (1.0 + e);
}

// The bits decide: isnan and isinf may be optimised away by a driver that assumes finite numbers.
bool isFinite_(float x) { return (floatBitsToUint(x) & 0x7f800000u) != 0x7f800000u; }
`

/** GLSL: where column c of so many stands when they are interleaved (rows.ts). */
export const columnOf = `
int columnOf(int c, int columns, int interleave) {
  int j = quotient(c, interleave);
  return (c - j * interleave) * quotient(columns, interleave) + j;
}`

/** Turns of a loop that are written out one after the other. */
const AT_ONCE = [0, 1, 2, 3, 4, 5, 6, 7]

/** GLSL: the body for k = 0 .. count-1, eight at a time: a turn of a loop costs SwiftShader half as much as a reading of a texture. */
export const unrolled = (count: string, body: (k: string) => string) => `
  int k = 0;
  for (; k + ${AT_ONCE.length - 1} < ${count}; k += ${AT_ONCE.length}) {${AT_ONCE.map((n) => `\n    { ${body(`k + ${n}`)} }`).join('')}
  }
  for (; k < ${count}; k++) { ${body('k')} }`

/**
 * Vertex shader: one triangle that covers the viewport, made from the vertex number alone.
 * Its winding is counter-clockwise, since TensorFlow.js culls the other side.
 */
export const vertexShader = `#version 300 es
void main() {
  gl_Position = vec4(gl_VertexID == 1 ? 3.0 : -1.0, gl_VertexID == 2 ? 3.0 : -1.0, 0.0, 1.0);
}`
