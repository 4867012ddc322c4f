import type { Melody } from '../../renderer/charts/sound/melody.ts'
import { TONE, play, schedule } from '../../renderer/charts/sound/play.ts'

const RATE = 44_100

/** Renders a melody without a loudspeaker; per tone its pitch by counted zero crossings (Hz), and its loudness left and right. */
export async function heard(melody: Melody, voice: number) {
  const context = new OfflineAudioContext(2, Math.ceil(RATE * TONE * melody.tones.length), RATE)
  schedule(context, melody, 0, voice)
  const buffer = await context.startRendering()
  const [left, right] = [buffer.getChannelData(0), buffer.getChannelData(1)]
  return melody.tones.map((_, at) => {
    const [from, to] = [Math.round(at * TONE * RATE), Math.round((at + 1) * TONE * RATE)]
    const sides = [left, right].map((channel) => channel.subarray(from, to))
    const [l, r] = sides.map((side) => Math.sqrt(side.reduce((sum, value) => sum + value * value, 0) / side.length))
    const loudest = l > r ? sides[0] : sides[1]
    let crossings = 0
    for (let n = 1; n < loudest.length; n++) if (loudest[n - 1] < 0 && loudest[n] >= 0) crossings++
    return { hertz: crossings / TONE, left: l, right: r }
  })
}

/** Plays for real, where the machine can; the curves that began, or what it said. */
export async function playAloud(melodies: Melody[]): Promise<{ began: number[]; problem: string | null }> {
  const began: number[] = []
  const problem = await play(melodies, (at) => began.push(at)).then(
    () => null,
    (error: unknown) => (error as Error).message,
  )
  return { began, problem }
}
