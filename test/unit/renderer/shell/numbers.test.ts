import { describe, expect, it } from 'vitest'
import { bytes, count, counted, duration, percent } from '../../../../renderer/components/numbers.ts'

describe('numbers as people read them', () => {
  it('groups thousands and agrees with the noun', () => {
    expect(count(10662)).toBe('10,662')
    expect(counted(1, 'row')).toBe('1 row')
    expect(counted(0, 'row')).toBe('0 rows')
    expect(counted(2, 'entry', 'entries')).toBe('2 entries')
  })

  it('never rounds a share to nothing or to everything', () => {
    const plain = (share: number) => percent(share).replaceAll('\u00a0', ' ')
    expect(plain(0.5173)).toBe('51.7 %')
    expect(plain(0)).toBe('0.0 %')
    expect(plain(1)).toBe('100.0 %')
    expect(plain(0.0001)).toBe('< 0.1 %')
    expect(plain(0.9999)).toBe('> 99.9 %')
    expect(plain(NaN)).toBe('–')
  })

  it('counts bytes as file managers do', () => {
    expect(bytes(0)).toBe('0 bytes')
    expect(bytes(999)).toBe('999 bytes')
    expect(bytes(1000)).toBe('1.0 kB')
    expect(bytes(999_600)).toBe('1.0 MB')
    expect(bytes(1_234_567)).toBe('1.2 MB')
    expect(bytes(123_400_000)).toBe('123 MB')
  })

  it('says durations in seconds, then in minutes', () => {
    expect(duration(640)).toBe('0.6 s')
    expect(duration(59_990)).toBe('1 min 0 s')
    expect(duration(75_000)).toBe('1 min 15 s')
  })
})
