import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url))

describe('the icon', () => {
  it('of the installers is a PNG of 512 × 512 pixels with transparency, where their configuration looks for it', () => {
    const path = /^icon: (\S+)$/m.exec(read('electron-builder.yml').toString())?.[1] ?? ''
    const png = read(path)
    expect(png.subarray(0, 8).toString('hex')).toBe('89504e470d0a1a0a')
    // The IHDR chunk: width, height, bits per channel, kind of colour (6: red, green, blue, alpha).
    expect([png.readUInt32BE(16), png.readUInt32BE(20), png[24], png[25]]).toEqual([512, 512, 8, 6])
  })

  it('of the page is the drawing it was made from', () => {
    const href = /<link rel="icon"[^>]* href="([^"]+)"/.exec(read('renderer/index.html').toString())?.[1] ?? ''
    expect(read(`renderer/${href}`).toString()).toContain('<svg')
  })
})
