/**
 * Which places of a one-hot vector to draw: the first two, the hot one with its neighbours, the last; null stands for
 * places left out. With few places all are drawn.
 */
export function placesAround(id: number, size: number): (number | null)[] {
  const wanted = [0, 1, id - 1, id, id + 1, size - 1].filter((place) => place >= 0 && place < size)
  const places = size <= 7 ? Array.from({ length: size }, (_, place) => place) : [...new Set(wanted)]
  places.sort((a, b) => a - b)
  return places.flatMap((place, at) => (at > 0 && place > places[at - 1] + 1 ? [null, place] : [place]))
}
