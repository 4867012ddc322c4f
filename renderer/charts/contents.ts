import type { ChartModel } from './chart-model.ts'
import { decayOf } from './chart-model.ts'
import { shareTick, formatCount, formatLoss, formatNumber, formatShare } from './format.ts'
import type { Line, LineContent, Mark } from './line-content.ts'
import { curveOf, epochPoints, positive, smooth, thin } from './points.ts'
import type { Point } from './points.ts'
import type { ChartTheme } from './theme.ts'
import { say } from '../messages.ts'

/** What each line chart draws, as plain data. */

/** Which of the two parts of the data a chart of learning curves shows. */
export type CurvePart = 'both' | 'training' | 'validation'

const dashed = [5, 3]
/** Losses are in nats, states and weights are plain numbers: so is a gradient. */
export const gradientUnit = say.charts.natsPerUnit
const atStep = (x: number) => say.charts.step2(formatCount(Math.round(x)))
const atEpoch = (x: number) => say.charts.epoch(formatCount(Math.round(x)))

/** Training loss of every recorded step, smoothed, and validation loss at the end of each epoch. */
export function lossContent(models: readonly ChartModel[], part: CurvePart): LineContent {
  const lines = models.flatMap(({ id, name, look, series, epochs }): Line[] => {
    const training: Line = {
      id: `${id} training`,
      label: say.charts.training(name),
      points: thin(smooth(curveOf(series, 'loss'))),
      colour: part === 'both' ? faded(look.colour) : look.colour,
      width: 1.5,
      dash: part === 'both' ? dashed : undefined,
      order: 2,
    }
    const validation: Line = {
      id: `${id} validation`,
      label: say.charts.validation(name),
      points: epochPoints(epochs, 'validationLoss'),
      colour: look.colour,
      mark: look.mark,
      order: 1,
    }
    return part === 'both' ? [training, validation] : [part === 'training' ? training : validation]
  })
  return {
    lines,
    xLabel: say.charts.trainingStep,
    yLabel: say.charts.lossNatsPerSentence,
    formatX: atStep,
    formatY: formatLoss,
  }
}

/** Accuracy at the end of each epoch, with what guessing would reach. */
export function accuracyContent(
  models: readonly ChartModel[],
  part: CurvePart,
  chance: number | null,
  x: 'step' | 'epoch' = 'step',
): LineContent {
  const lines = models.flatMap(({ id, name, look, epochs }): Line[] => {
    const training: Line = {
      id: `${id} training`,
      label: say.charts.training(name),
      points: epochPoints(epochs, 'trainAccuracy', x),
      colour: part === 'both' ? faded(look.colour) : look.colour,
      mark: part === 'both' ? undefined : look.mark,
      width: 1.5,
      dash: part === 'both' ? dashed : undefined,
      order: 2,
    }
    const validation: Line = {
      id: `${id} validation`,
      label: say.charts.validation(name),
      points: epochPoints(epochs, 'validationAccuracy', x),
      colour: look.colour,
      mark: look.mark,
      order: 1,
    }
    return part === 'both' ? [training, validation] : [part === 'training' ? training : validation]
  })
  return {
    lines,
    marks:
      chance === null
        ? []
        : [{ id: 'chance', axis: 'y', value: chance, label: say.charts.guessing(formatShare(chance)), at: 0.98 }],
    xLabel: x === 'step' ? say.charts.trainingStep : 'epoch',
    yLabel: say.charts.accuracyOfSentences,
    formatX: x === 'step' ? atStep : atEpoch,
    formatY: (y) => formatShare(y),
    formatTick: shareTick,
  }
}

/** Validation loss by epoch, for laying runs over each other whose batches differ in size. */
export const validationLossContent = (models: readonly ChartModel[]): LineContent => ({
  lines: models.map(({ id, name, look, epochs }) => ({
    id,
    label: name,
    points: epochPoints(epochs, 'validationLoss', 'epoch'),
    colour: look.colour,
    mark: look.mark,
  })),
  xLabel: 'epoch',
  yLabel: say.charts.validationLossNatsPerSentence,
  formatX: atEpoch,
  formatY: formatLoss,
})

/** The global gradient norm of one model, as computed and as applied. */
export function normContent({ id, look, series, clipNorm }: ChartModel, theme: ChartTheme): LineContent {
  const marks: Mark[] =
    clipNorm === null
      ? []
      : [{ id: 'limit', axis: 'y', value: clipNorm, label: say.charts.clippedTo(formatNumber(clipNorm)), at: 0.02 }]
  const after: Line = {
    id: `${id} after`,
    label: say.charts.afterClipping2,
    points: thin(positive(curveOf(series, 'clipped'))),
    colour: look.colour,
    width: 1.75,
  }
  const before: Line = {
    id: `${id} before`,
    label: say.charts.beforeClipping2,
    points: thin(positive(curveOf(series, 'norm'))),
    colour: theme.muted,
    width: 1.25,
    dash: [3, 2],
  }
  return {
    lines: clipNorm === null ? [{ ...after, label: say.charts.gradientNorm2, points: before.points }] : [after, before],
    marks,
    xLabel: say.charts.trainingStep,
    yLabel: `‖∇L‖ (${gradientUnit})`,
    yScale: 'logarithmic',
    ...(clipNorm !== null && { yReach: 3 * clipNorm }),
    formatX: atStep,
  }
}

const dashes = [undefined, [6, 3], [2, 2], [8, 3, 2, 3]]

/** The gradient norm of each parameter of one model. */
export function parameterContent({ id, series }: ChartModel, theme: ChartTheme): LineContent {
  const names = series.columns.filter((name) => name.startsWith('parameter:')).map((name) => name.slice(10))
  return {
    lines: names.map((name, at) => ({
      id: `${id} ${name}`,
      label: name,
      points: thin(positive(curveOf(series, `parameter:${name}`)), 500),
      colour: theme.models[at % theme.models.length],
      width: 1.5,
      dash: dashes[Math.floor(at / theme.models.length) % dashes.length] ?? dashes[at % 2],
    })),
    xLabel: say.charts.trainingStep,
    yLabel: `‖∂L/∂w‖ (${gradientUnit})`,
    yScale: 'logarithmic',
    formatX: atStep,
  }
}

/** How the gradient fades towards the first word, all models over each other. */
export function decayContent(models: readonly ChartModel[]): LineContent {
  const curves = models.flatMap((model) => {
    const curve = decayOf(model)
    return curve?.points.length ? [{ model, curve }] : []
  })
  return {
    lines: curves.flatMap(({ model: { id, name, look }, curve: { of, points, perWord } }): Line[] => [
      {
        id,
        label: of === 'x' ? `${name} (∂L/∂x)` : name,
        points,
        colour: look.colour,
        mark: points.length > 60 ? undefined : look.mark,
        order: 1,
      },
      {
        id: `${id} mean`,
        label: say.charts.meanFade(name),
        points: fade(perWord, points[points.length - 1].x),
        colour: faded(look.colour),
        width: 1.25,
        dash: dashed,
        order: 2,
        silent: true,
      },
    ]),
    xLabel: say.charts.wordsBeforeTheLastOne,
    yLabel: say.charts.rmsNormRmsNormAtThe,
    yScale: 'logarithmic',
    formatX: (x) => (x === 0 ? say.charts.theLastWord : say.charts.beforeTheLastWord(formatCount(x))),
    formatY: (y) => formatNumber(y),
  }
}

/** The straight line (on a logarithmic axis) of a gradient that changes by the same factor with every word. */
const fade = (perWord: number | null, words: number): Point[] =>
  perWord === null || perWord <= 0
    ? []
    : [
        { x: 0, y: 1 },
        { x: words, y: perWord ** words },
      ]

/** The share of the most frequent class: what always guessing it would reach. Null without counts. */
export function chanceOf(counts: readonly number[]): number | null {
  const total = counts.reduce((sum, count) => sum + count, 0)
  return total > 0 ? Math.max(...counts) / total : null
}

/** A hex colour at 60 percent. */
export const faded = (colour: string): string => (/^#[0-9a-f]{6}$/i.test(colour) ? `${colour}99` : colour)
