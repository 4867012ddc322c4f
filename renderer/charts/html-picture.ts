/** What decides how an element looks and where it stands. All properties of the browser would take ten times as long. */
const looks = [
  ...['display', 'position', 'inset', 'z-index', 'box-sizing', 'width', 'height', 'margin', 'padding', 'overflow'],
  ...['grid-template-columns', 'grid-template-rows', 'grid-row', 'grid-column', 'grid-auto-flow', 'grid-auto-columns'],
  ...['gap', 'align-items', 'align-self', 'align-content', 'justify-content', 'justify-items', 'justify-self', 'flex'],
  ...['flex-direction', 'flex-wrap', 'color', 'background-color', 'background-image', 'border', 'border-radius'],
  ...['border-collapse', 'border-spacing', 'vertical-align', 'outline', 'opacity', 'font', 'font-variant-numeric'],
  ...['line-height', 'text-align', 'text-overflow', 'text-decoration', 'white-space', 'list-style', 'writing-mode'],
  ...['transform', 'transform-origin', 'fill', 'stroke', 'stroke-width', 'text-anchor', 'clip-path'],
]
/** Said, or shown only under the pointer. */
const unseen = '.visually-hidden, .tip, [hidden]'

/**
 * A plot that is made of elements of the page, as an image of its own: a copy in which every element carries its look, and every
 * canvas is a picture.
 * @returns the image at `ratio` pixels per CSS pixel, with its size in CSS pixels
 */
export async function imageOfHtml(element: HTMLElement, ratio: number) {
  const [width, height] = [element.scrollWidth, element.scrollHeight]
  const copy = element.cloneNode(true) as HTMLElement
  const copies = [copy, ...copy.querySelectorAll<HTMLElement | SVGElement>('*')]
  const originals = [element, ...element.querySelectorAll<HTMLElement | SVGElement>('*')]
  originals.forEach((original, at) => {
    const style = getComputedStyle(original)
    const text = looks.map((name) => `${name}:${style.getPropertyValue(name)}`).join(';')
    copies[at].setAttribute('style', text)
    if (original instanceof HTMLCanvasElement) copies[at].replaceWith(asImage(original, text))
  })
  for (const one of copy.querySelectorAll(unseen)) one.remove()
  Object.assign(copy.style, { position: 'static', width: `${width}px`, height: `${height}px`, visibility: 'visible' })
  copy.setAttribute('xmlns', 'http://www.w3.org/1999/xhtml')
  const inside = new XMLSerializer().serializeToString(copy)
  const image = new Image()
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${ratio * width}" height="${ratio * height}" viewBox="0 0 ${width} ${height}">` +
      `<foreignObject width="${width}" height="${height}">${inside}</foreignObject></svg>`,
  )}`
  await image.decode()
  return { image, width, height }
}

function asImage(canvas: HTMLCanvasElement, style: string): HTMLImageElement {
  const image = new Image()
  image.src = canvas.toDataURL()
  image.setAttribute('style', style)
  return image
}
