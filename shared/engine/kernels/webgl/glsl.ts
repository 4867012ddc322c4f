/**
 * What every shader of ours begins with.
 *
 * `at` reads element i of a tensor in whatever way TensorFlow.js laid it out, so that no tensor has to be unpacked first.
 * Its layout is (x texels per row, y rows of a matrix, z columns, w offset):
 * - x < 0, packed: a texel holds a block of 2 × 2 elements (rows r, r+1; columns c, c+1) of a stack of y × z matrices.
 * - x > 0: one element per texel, row after row, which is a stack of 1 × 1 matrices; a shallow slice begins at offset w.
 * One path without branches serves both, and `lanes` is a loop: a driver compiles every call in full, and its compiler, not
 * the drawing, is what the first step waits for.
 *
 * `tanhOf` and `sigmoidOf` neither overflow for large arguments nor lose digits for small ones, which some built-in ones do.
 */
export const prelude = `#version 300 es
precision highp float;
precision highp int;
precision highp sampler2D;

float at(sampler2D source, ivec4 layout_, int i) {
  i += layout_.w;
  int s = layout_.x < 0 ? 1 : 0;
  int row = i / layout_.z;
  int c = i - row * layout_.z;
  int stack = row / layout_.y;
  int r = row - stack * layout_.y;
  int texel = (stack * ((layout_.y + s) >> s) + (r >> s)) * ((layout_.z + s) >> s) + (c >> s);
  int width = abs(layout_.x);
  int y = texel / width;
  return texelFetch(source, ivec2(texel - y * width, y), 0)[((r & s) << 1) | (c & s)];
}

// Elements first, first + stride, ... of a tensor, as many as count says (at most 4); the others are 0.
vec4 lanes(sampler2D source, ivec4 layout_, int first, int stride, int count) {
  vec4 four = vec4(0.0);
  for (int l = 0; l < min(count, 4); l++) four[l] = at(source, layout_, first + l * stride);
  return four;
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

/**
 * Vertex shader: one triangle that covers the viewport, made from the vertex number alone.
 * Its winding is counter-clockwise, since TensorFlow.js culls the other side.
 */
export const vertexShader = `#version 300 es
void main() {
  gl_Position = vec4(gl_VertexID == 1 ? 3.0 : -1.0, gl_VertexID == 2 ? 3.0 : -1.0, 0.0, 1.0);
}`
