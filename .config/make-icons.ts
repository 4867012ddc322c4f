// `npm run build:icons`: draws resources/icon.svg in every size that the three systems want. The results are committed, so
// that no packager has to convert (electron-builder would fetch a program for it). ICO and ICNS both hold PNG pictures.
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { launchChromium } from '../test/browser/chromium.ts'

const resources = fileURLToPath(new URL('../resources/', import.meta.url))
const linuxSizes = [16, 24, 32, 48, 64, 128, 256, 512]
const windowsSizes = [16, 24, 32, 48, 64, 128, 256]
/** Types of Apple's icon format that hold a PNG, with their pixels (ic11 to ic14 are for screens of double density). */
const macTypes = { ic11: 32, ic12: 64, ic07: 128, ic13: 256, ic08: 256, ic14: 512, ic09: 512, ic10: 1024 }

type Picture = Buffer<ArrayBufferLike>

/** Windows: a directory of 16 bytes per picture (0 stands for 256 pixels), then the pictures. */
function ico(pictures: [size: number, png: Picture][]): Picture {
  const head = Buffer.alloc(6 + 16 * pictures.length)
  head.writeUInt16LE(1, 2)
  head.writeUInt16LE(pictures.length, 4)
  let at = head.length
  pictures.forEach(([size, png], n) => {
    const entry = 6 + 16 * n
    head.writeUInt8(size % 256, entry)
    head.writeUInt8(size % 256, entry + 1)
    head.writeUInt16LE(1, entry + 4) // planes
    head.writeUInt16LE(32, entry + 6) // bits per pixel
    head.writeUInt32LE(png.length, entry + 8)
    head.writeUInt32LE(at, entry + 12)
    at += png.length
  })
  return Buffer.concat([head, ...pictures.map(([, png]) => png)])
}

/** macOS: 'icns' and the length of all, then per picture its type and length, head included, big endian. */
function icns(pictures: [type: string, png: Picture][]): Picture {
  const block = (type: string, content: Picture) => {
    const head = Buffer.alloc(8)
    head.write(type, 'latin1')
    head.writeUInt32BE(content.length + 8, 4)
    return Buffer.concat([head, content])
  }
  return block('icns', Buffer.concat(pictures.map(([type, png]) => block(type, png))))
}

const svg = await readFile(`${resources}icon.svg`, 'utf8')
const browser = await launchChromium()
try {
  const page = await browser.newPage()
  const draw = async (size: number): Promise<Picture> => {
    await page.setViewportSize({ width: size, height: size })
    const source = `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`
    await page.setContent(`<body style="margin:0"><img width="${size}" height="${size}" src="${source}">`)
    await page.locator('img').evaluate((image) => (image as HTMLImageElement).decode())
    return await page.screenshot({ omitBackground: true })
  }
  const drawn = new Map<number, Picture>()
  for (const size of new Set([...linuxSizes, ...windowsSizes, ...Object.values(macTypes)]))
    drawn.set(size, await draw(size))
  const of = (size: number) => drawn.get(size) as Picture
  await mkdir(`${resources}icons`, { recursive: true })
  for (const size of linuxSizes) await writeFile(`${resources}icons/${size}x${size}.png`, of(size))
  await writeFile(`${resources}icon.ico`, ico(windowsSizes.map((size) => [size, of(size)])))
  await writeFile(`${resources}icon.icns`, icns(Object.entries(macTypes).map(([type, size]) => [type, of(size)])))
} finally {
  await browser.close()
}
console.log('drew resources/icons, icon.ico and icon.icns')
