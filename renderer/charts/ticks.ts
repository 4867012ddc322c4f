/** At most `limit` places among 0 … count - 1, evenly apart, the first and (nearly) the last among them. */
export function evenPlaces(count: number, limit: number): number[] {
  if (count <= limit) return Array.from({ length: count }, (_, place) => place)
  return Array.from({ length: limit }, (_, at) => Math.round((at * (count - 1)) / (limit - 1)))
}

/** Rows of the words 1, 5, 10, 15 … (every word where there are few), for rows that begin at word `first` + 1. */
export function wordPlaces(rows: number, first: number): number[] {
  const every = rows <= 10 ? 1 : rows <= 60 ? 5 : rows <= 300 ? 25 : 100
  return Array.from({ length: rows }, (_, row) => row).filter(
    (row) => row + first === 0 || (row + first + 1) % every === 0,
  )
}
