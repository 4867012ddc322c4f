import type { RowQuestion } from './row-filter.ts'

const IDS = 2 ** 32

/** One number a row, so that a million are sorted as fast as numbers are: what it is sorted by, then its id. */
export const placeOf = (key: number, id: number) => key * IDS + id
export const idOf = (place: number) => ((place % IDS) + IDS) % IDS

/** Then rows that are found stand where they will stay. In any other order the first is known when the last has been read. */
export const sortsById = ({ sort = 'id', order = 'up' }: RowQuestion): boolean => sort === 'id' && order === 'up'
