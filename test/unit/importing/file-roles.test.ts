import { expect, it } from 'vitest'
import { fileRoles } from '../../../electron/importing/file-roles.ts'

const told = (...names: string[]) => fileRoles(names).map(({ label, part }) => [label, part])

it('folders that differ are the labels of the files in them; else the names of the files are', () => {
  expect(told('set/pos/a.txt', 'set/pos/b.txt', 'set/neg/c.txt')).toEqual([
    ['pos', null],
    ['pos', null],
    ['neg', null],
  ])
  expect(told('data/train/pos.csv', 'data/train/neg.csv', 'data/test/pos.csv')).toEqual([
    ['pos', 'train'],
    ['neg', 'train'],
    ['pos', 'test'],
  ])
  expect(told('rt-polarity.neg', 'rt-polarity.pos')).toEqual([
    ['neg', null],
    ['pos', null],
  ])
})
