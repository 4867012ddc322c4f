/** A chart that may have to be drawn again. */
export interface Drawing {
  draw(): void
  /** False while it is scrolled out of view. */
  shown: boolean
}

/** What the queue asks of the page; replaced in tests. */
export interface FrameClock {
  now(): number
  /** Runs before the page is painted next. */
  frame(run: () => void): void
  later(run: () => void, milliseconds: number): void
}

/** A chart that nobody sees is drawn at most this often: it is there when it is scrolled to, and costs little. */
const OUT_OF_VIEW_MS = 1000

/**
 * Draws charts one per frame. New data arrive for all charts at once, and a chart takes 5 to 10 ms: six of them in one go
 * would hold up typing and scrolling. A chart that was asked for several times is drawn once, with the newest data.
 */
export class RedrawQueue {
  private readonly clock: FrameClock
  private readonly wanted = new Set<Drawing>()
  private readonly drawnAt = new WeakMap<Drawing, number>()
  private scheduled: 'frame' | 'later' | null = null

  constructor(clock: FrameClock) {
    this.clock = clock
  }

  request(drawing: Drawing): void {
    this.wanted.add(drawing)
    this.schedule()
  }

  /** The drawing came into view: what is outstanding is drawn soon. */
  show(drawing: Drawing, shown: boolean): void {
    drawing.shown = shown
    if (this.wanted.has(drawing)) this.schedule()
  }

  /** What is outstanding of this one is drawn at once: somebody takes it along now. */
  finish(drawing: Drawing): void {
    if (this.wanted.has(drawing)) this.drawThis(drawing)
  }

  forget(drawing: Drawing): void {
    this.wanted.delete(drawing)
  }

  private schedule(): void {
    if (this.scheduled === 'frame' || this.wanted.size === 0) return
    const wait = Math.min(...[...this.wanted].map((drawing) => this.waitOf(drawing)))
    if (wait > 0 && this.scheduled === 'later') return
    if (wait > 0) {
      this.scheduled = 'later'
      return this.clock.later(() => {
        if (this.scheduled === 'later') this.scheduled = null
        this.schedule()
      }, wait)
    }
    this.scheduled = 'frame'
    this.clock.frame(() => this.drawOne())
  }

  private drawOne(): void {
    this.scheduled = null
    const ready = [...this.wanted].filter((drawing) => this.waitOf(drawing) <= 0)
    const next = ready.find(({ shown }) => shown) ?? ready[0]
    if (next) this.drawThis(next)
    this.schedule()
  }

  private drawThis(drawing: Drawing): void {
    this.wanted.delete(drawing)
    this.drawnAt.set(drawing, this.clock.now())
    drawing.draw()
  }

  private waitOf(drawing: Drawing): number {
    if (drawing.shown) return 0
    return Math.max(0, (this.drawnAt.get(drawing) ?? -Infinity) + OUT_OF_VIEW_MS - this.clock.now())
  }
}
