import { readFileSync, readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url))
const configured = (system: string) =>
  new RegExp(`^${system}:\\n(?:  .*\\n)*?  icon: (\\S+)$`, 'm').exec(read('electron-builder.yml').toString())?.[1] ?? ''

/** Pixels of a PNG with transparency (IHDR: width, height, bits per channel, kind of colour 6), else null. */
function pixels(png: Buffer): [width: number, height: number] | null {
  const isPng = png.subarray(0, 8).toString('hex') === '89504e470d0a1a0a' && png[24] === 8 && png[25] === 6
  return isPng ? [png.readUInt32BE(16), png.readUInt32BE(20)] : null
}

describe('the icon', () => {
  it('for Linux is a folder of PNGs, each as large as its name says', () => {
    const folder = configured('linux')
    const names = readdirSync(new URL(`../../${folder}`, import.meta.url))
    expect(names).toEqual(expect.arrayContaining(['16x16.png', '48x48.png', '256x256.png', '512x512.png']))
    expect(names.map((name) => `${pixels(read(`${folder}/${name}`))?.join('x')}.png`)).toEqual(names)
  })

  it('for Windows is an ICO whose directory leads to PNGs of the sizes it names, up to 256', () => {
    const ico = read(configured('win'))
    expect(ico.subarray(0, 4)).toEqual(Buffer.from([0, 0, 1, 0]))
    const entries = Array.from({ length: ico.readUInt16LE(4) }, (_, at) => ico.subarray(6 + 16 * at, 22 + 16 * at))
    const sizes = entries.map((entry) => {
      const at = entry.readUInt32LE(12)
      const size = entry[0] || 256
      expect(pixels(ico.subarray(at, at + entry.readUInt32LE(8)))).toEqual([size, size])
      return size
    })
    expect(sizes).toEqual([16, 24, 32, 48, 64, 128, 256])
  })

  it('for macOS is an ICNS of PNGs from 32 to 1024 pixels', () => {
    const icns = read(configured('mac'))
    expect([icns.toString('latin1', 0, 4), icns.readUInt32BE(4)]).toEqual(['icns', icns.length])
    const found: Record<string, number | undefined> = {}
    for (let at = 8; at < icns.length; at += icns.readUInt32BE(at + 4))
      found[icns.toString('latin1', at, at + 4)] = pixels(icns.subarray(at + 8))?.[0]
    expect(found).toEqual({ ic11: 32, ic12: 64, ic07: 128, ic13: 256, ic08: 256, ic14: 512, ic09: 512, ic10: 1024 })
  })

  it('of the page is the drawing it was made from', () => {
    const href = /<link rel="icon"[^>]* href="([^"]+)"/.exec(read('renderer/index.html').toString())?.[1] ?? ''
    expect(read(`renderer/${href}`).toString()).toContain('<svg')
  })
})
