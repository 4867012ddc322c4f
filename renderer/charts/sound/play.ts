import type { Melody } from './melody.ts'
import { say } from '../../messages.ts'

/** Seconds of a tone, and between two curves. */
export const TONE = 0.09
const PAUSE = 0.6
/** Loud enough beside speech, and no crackle at the ends of a tone. */
const LOUDNESS = 0.16
const FADE = 0.012
/** Curves in turn sound differently, so that the ear can tell which one it hears. */
const timbres: readonly OscillatorType[] = ['sine', 'triangle', 'square']
/** A square wave of the same height sounds far louder. */
const softer: Partial<Record<OscillatorType, number>> = { square: 0.35 }

/** Puts one curve on the clock of an audio context, from `start` on (seconds); the time at which it is over. */
export function schedule(context: BaseAudioContext, { tones }: Melody, start: number, voice = 0): number {
  const type = timbres[voice % timbres.length]
  for (const [at, { pitch, pan }] of tones.entries()) {
    if (pitch === null) continue
    const [from, to] = [start + at * TONE, start + (at + 1) * TONE]
    const [oscillator, gain] = [context.createOscillator(), context.createGain()]
    oscillator.type = type
    oscillator.frequency.value = pitch
    gain.gain.setValueAtTime(0, from)
    gain.gain.linearRampToValueAtTime(LOUDNESS * (softer[type] ?? 1), from + FADE)
    gain.gain.setValueAtTime(LOUDNESS * (softer[type] ?? 1), to - FADE)
    gain.gain.linearRampToValueAtTime(0, to)
    const place = context.createStereoPanner()
    place.pan.value = pan
    oscillator.connect(gain).connect(place).connect(context.destination)
    oscillator.start(from)
    oscillator.stop(to)
  }
  return start + tones.length * TONE
}

let stopCurrent: (() => void) | null = null

/** Ends what is being heard, if anything. */
export const stopSound = () => stopCurrent?.()

/**
 * Plays the curves one after another; `onCurve` is called as each begins. Ends what was heard before. Resolves when all
 * is over or `stopSound` was called.
 * @throws {Error} where this machine lets no page make a sound
 */
export async function play(melodies: readonly Melody[], onCurve: (at: number) => void): Promise<void> {
  stopSound()
  const context = new AudioContext()
  let stopped = false
  let wake = () => {}
  const stop = () => {
    stopped = true
    wake()
  }
  stopCurrent = stop
  try {
    // A context that is not let run (no loudspeaker) would wait for ever.
    await Promise.race([context.resume(), new Promise((resolve) => setTimeout(resolve, 2000))])
    if (context.state !== 'running') throw new Error(say.charts.thisMachineLetsNoPageMake)
    for (const [at, melody] of melodies.entries()) {
      if (stopped) return
      onCurve(at)
      const over = schedule(context, melody, context.currentTime + 0.05, at) + (at < melodies.length - 1 ? PAUSE : 0.1)
      // A silent node tells when the clock of the sound, not that of the page, has come so far.
      const silence = context.createConstantSource()
      silence.start()
      silence.stop(over)
      await new Promise<void>((resolve) => {
        wake = resolve
        silence.addEventListener('ended', () => resolve())
      })
    }
  } finally {
    if (stopCurrent === stop) stopCurrent = null
    await context.close()
  }
}
