/**
 * Viridis (van der Walt & Smith 2015, matplotlib): even steps to the eye, readable with every common colour blindness
 * and in grey. Seventeen anchors of the published table, joined linearly.
 */
const anchors = [
  0x440154, 0x48186a, 0x472d7b, 0x424086, 0x3b528b, 0x33638d, 0x2c728e, 0x26828e, 0x21918c, 0x1fa088, 0x28ae80,
  0x3fbc73, 0x5ec962, 0x84d44b, 0xaddc30, 0xd8e219, 0xfde725,
]

const channel = (colour: number, shift: number) => (colour >> shift) & 0xff

/** 256 colours as red, green, blue bytes. */
export const viridis: Uint8ClampedArray = Uint8ClampedArray.from({ length: 256 * 3 }, (_, index) => {
  const place = (Math.floor(index / 3) / 255) * (anchors.length - 1)
  const [below, above] = [anchors[Math.floor(place)], anchors[Math.min(anchors.length - 1, Math.floor(place) + 1)]]
  const shift = 16 - 8 * (index % 3)
  return channel(below, shift) + (place % 1) * (channel(above, shift) - channel(below, shift))
})

/** Index of a value's colour between `low` (0) and `high` (255); what lies outside takes the end colour. */
export const colourIndex = (value: number, low: number, high: number): number =>
  Math.max(0, Math.min(255, Math.round((255 * (value - low)) / (high - low))))

export function cssColour(index: number): string {
  return `rgb(${viridis[3 * index]} ${viridis[3 * index + 1]} ${viridis[3 * index + 2]})`
}
