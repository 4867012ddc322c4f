import type { Part } from '../../shared/contract/dataset.ts'

const spellings = new Map<string, Part>(
  Object.entries({
    train: 'train',
    training: 'train',
    validation: 'validation',
    valid: 'validation',
    val: 'validation',
    dev: 'validation',
    development: 'validation',
    test: 'test',
    testing: 'test',
  }),
)

/** The part that a cell names, in any usual spelling. */
export const partOf = (cell: string): Part | undefined => spellings.get(cell.trim().toLowerCase())
