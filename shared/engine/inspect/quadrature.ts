/** Nodes and weights of 8-point Gauss–Legendre on [-1, 1] (Abramowitz & Stegun, table 25.4); the others mirror these. */
const half: readonly [number, number][] = [
  [0.1834346424956498, 0.362683783378362],
  [0.525532409916329, 0.3137066458778873],
  [0.7966664774136267, 0.2223810344533745],
  [0.9602898564975363, 0.1012285362903763],
]
const rule = half.flatMap(([x, w]) => [
  { x: -x, w },
  { x, w },
])

/** ∫₀¹ f ≈ Σ weight · f(at), with `panels` equal intervals of 8 points each; exact for polynomials up to degree 15. */
export function quadrature(panels: number): { at: number; weight: number }[] {
  return Array.from({ length: panels }, (_, panel) =>
    rule.map(({ x, w }) => ({ at: (panel + (1 + x) / 2) / panels, weight: w / 2 / panels })),
  ).flat()
}
