import type { TensorInfo } from '@tensorflow/tfjs-core'
import { withDevice } from './device.ts'
import type { ProgramSource } from './program.ts'
import { framebuffers } from './recurrent.ts'
import type { Inputs } from './recurrent.ts'

/** Elements that one fragment of the first draw takes. */
const PIECE = 256

/**
 * (largest, Σ (x / largest)²) of a piece of a row: squares of the raw numbers would vanish below 10⁻¹⁹, a scaled sum does
 * not (the method of LAPACK's slassq). A number that is not finite becomes the largest and stays it.
 */
const pieces: ProgramSource = {
  name: 'row-norms-pieces',
  tensors: ['X'],
  ints: ['N', 'D', 'perRow', 'width'],
  outputs: [{ name: 'sum', type: 'vec4' }],
  code: `
void main() {
  int i = int(gl_FragCoord.y) * width + int(gl_FragCoord.x);
  int n = i / perRow;
  sum = vec4(0.0);
  if (n >= N) return;
  int from = (i - n * perRow) * ${PIECE};
  int to = min(from + ${PIECE}, D);
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
  code: `
void main() {
  int n = int(gl_FragCoord.y) * width + int(gl_FragCoord.x);
  norm = 0.0;
  if (n >= N) return;
  float largest = 0.0;
  float squares = 0.0;
  for (int k = n * perRow; k < (n + 1) * perRow; k++) {
    int y = k / piecesWidth;
    vec2 piece = texelFetch(Pieces, ivec2(k - y * piecesWidth, y), 0).xy;
    if (!isFinite_(piece.x)) {
      norm = piece.x;
      return;
    }
    float most = max(largest, piece.x);
    if (most > 0.0) {
      vec2 shrink = vec2(largest, piece.x) / most;
      squares = squares * shrink.x * shrink.x + piece.y * shrink.y * shrink.y;
    }
    largest = most;
  }
  norm = largest * sqrt(squares);
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
    for (const [name, value] of Object.entries({ N, D, perRow, width })) first.int(name, value)
    device.into(framebuffers.other, [between])
    device.draw([0, 0, width, height])

    const second = device.program(together)
    second.bind('Pieces', between)
    const sizes = { N, perRow, piecesWidth: width, width: target.area[2] }
    for (const [name, value] of Object.entries(sizes)) second.int(name, value)
    device.into(framebuffers.other, [target.texture])
    device.draw(target.area)
    return norms
  })
}
