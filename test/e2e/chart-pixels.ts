import type { Page } from 'playwright-core'

export interface ChartPixels {
  /** The chart's accessible name. */
  name: string
  width: number
  height: number
  /** Pixels that are not the most frequent colour (the background). */
  drawn: number
  /** Distinct colours, at most 1,000 counted. */
  colours: number
  /** Pixels whose colour is clearly not a grey: lines and cells, not axes and words. */
  coloured: number
}

/** Looks at the pixels of every canvas of the page that is shown. A chart that exists but shows nothing has none. */
export async function readCharts(page: Page): Promise<ChartPixels[]> {
  return await page.evaluate(() => {
    const label = (canvas: HTMLCanvasElement) => {
      const named = canvas.closest('[aria-label], [aria-labelledby]')
      const by = named?.getAttribute('aria-labelledby')
      return (
        named?.getAttribute('aria-label') ??
        (by ? document.getElementById(by)?.textContent?.trim() : null) ??
        canvas.closest('figure')?.querySelector('figcaption, h2, h3')?.textContent?.trim() ??
        ''
      )
    }
    return [...document.querySelectorAll('canvas')]
      .filter((canvas) => canvas.width > 0 && canvas.height > 0 && canvas.getClientRects().length > 0)
      .map((canvas) => {
        // A copy: asking a canvas itself for its pixels may change how it is drawn from then on.
        const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d', { willReadFrequently: true })
        if (!copy) throw new Error('no 2d context')
        copy.drawImage(canvas, 0, 0)
        const pixels = new Uint32Array(copy.getImageData(0, 0, canvas.width, canvas.height).data.buffer)
        const counts = new Map<number, number>()
        let coloured = 0
        for (const pixel of pixels) {
          counts.set(pixel, (counts.get(pixel) ?? 0) + 1)
          const [red, green, blue, alpha] = [pixel & 255, (pixel >> 8) & 255, (pixel >> 16) & 255, pixel >>> 24]
          if (alpha > 128 && Math.max(red, green, blue) - Math.min(red, green, blue) > 60) coloured++
        }
        return {
          name: label(canvas),
          width: canvas.width,
          height: canvas.height,
          drawn: pixels.length - Math.max(...counts.values()),
          colours: Math.min(counts.size, 1000),
          coloured,
        }
      })
  })
}
