import type { TensorInfo } from '@tensorflow/tfjs-core'
import { withDevice } from './device.ts'
import type { ProgramSource } from './program.ts'
import { framebuffers } from './recurrent.ts'
import type { Inputs } from './recurrent.ts'

/** Elements that one fragment of the first draw takes. */
const PIECE = 256

/**
 * GLSL for sums of squares as (largest, Σ (x / largest)²): squares of the raw numbers would vanish below 10⁻¹⁹, a scaled sum
 * does not (the method of LAPACK's slassq). A number that is not finite becomes the largest and stays it.
 */
export const scaledSums = `
vec2 addSums(vec2 a, vec2 b) {
  if (!isFinite_(a.x)) return a;
  if (!isFinite_(b.x)) return b;
  float most = max(a.x, b.x);
  if (!(most > 0.0)) return a;
  vec2 shrink = vec2(a.x, b.x) / most;
  return vec2(most, a.y * shrink.x * shrink.x + b.y * shrink.y * shrink.y);
}
float normOf(vec2 sum) { return isFinite_(sum.x) ? sum.x * sqrt(sum.y) : sum.x; }`

/** The scaled sum of every piece of every row; `origin` is the first line of texels that is drawn. */
export const pieces: ProgramSource = {
  name: 'norms-pieces',
  tensors: ['X'],
  ints: ['N', 'D', 'perRow', 'length_', 'width', 'origin'],
  outputs: [{ name: 'sum', type: 'vec4' }],
  code: `
void main() {
  int i = (int(gl_FragCoord.y) - origin) * width + int(gl_FragCoord.x);
  int n = quotient(i, perRow);
  sum = vec4(0.0);
  if (n >= N) return;
  int from = (i - n * perRow) * length_;
  int to = min(from + length_, D);
  float largest = 0.0;
  float squares = 0.0;
  for (int d = from; d < to; d++) {
    float x = abs(getX(n * D + d));
    if (!isFinite_(x)) {
      sum = vec4(x, 1.0, 0.0, 0.0);
      return;
    }
    if (x > largest) {
      float shrink = largest / x;
      squares = 1.0 + squares * shrink * shrink;
      largest = x;
    } else if (x > 0.0) {
      float share = x / largest;
      squares += share * share;
    }
  }
  sum = vec4(largest, squares, 0.0, 0.0);
}`,
}

const together: ProgramSource = {
  name: 'row-norms-together',
  textures: ['Pieces'],
  ints: ['N', 'perRow', 'piecesWidth', 'width'],
  outputs: [{ name: 'norm', type: 'float' }],
  code: `${scaledSums}
void main() {
  int n = int(gl_FragCoord.y) * width + int(gl_FragCoord.x);
  norm = 0.0;
  if (n >= N) return;
  vec2 sum = vec2(0.0);
  for (int k = n * perRow; k < (n + 1) * perRow; k++) {
    int y = quotient(k, piecesWidth);
    sum = addSums(sum, texelFetch(Pieces, ivec2(k - y * piecesWidth, y), 0).xy);
  }
  norm = normOf(sum);
}`,
}

/** RowNorms (see kernels.ts): two draws. */
export function rowNorms({ x }: Inputs, backend: unknown): TensorInfo {
  const [N, D] = x.shape
  return withDevice(backend, (device) => {
    const norms = device.makeTensor([N])
    const target = device.drawableOf(norms)
    const perRow = Math.max(1, Math.ceil(D / PIECE))
    const width = Math.min(N * perRow, 1024)
    const height = Math.ceil((N * perRow) / width)
    const between = device.makeScratch(width, height)
    device.upload(x)

    const first = device.program(pieces)
    device.bindTensor(first, 'X', x)
    first.ints({ N, D, perRow, length_: PIECE, width, origin: 0 })
    device.into(framebuffers.other, [between])
    device.draw([0, 0, width, height])

    const second = device.program(together)
    second.bind('Pieces', between)
    second.ints({ N, perRow, piecesWidth: width, width: target.area[2] })
    device.into(framebuffers.other, [target.texture])
    device.draw(target.area)
    return norms
  })
}
