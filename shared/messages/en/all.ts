import { charts } from './charts.ts'
import { commands } from './commands.ts'
import { compare } from './compare.ts'
import { counts } from './counts.ts'
import { course } from './course.ts'
import { data } from './data.ts'
import { diagnoses } from './diagnoses.ts'
import { embeddings } from './embeddings.ts'
import { errors } from './errors.ts'
import { gradients } from './gradients.ts'
import { inspect } from './inspect.ts'
import { laboratory } from './laboratory.ts'
import { labs } from './labs.ts'
import { lessons } from './lessons.ts'
import { rows } from './rows.ts'
import { sentence } from './sentence.ts'
import { settings } from './settings.ts'
import { shell } from './shell.ts'
import { stores } from './stores.ts'
import { train } from './train.ts'
import { vocabulary } from './vocabulary.ts'
import { wordsPage } from './words-page.ts'

export const en = {
  charts,
  commands,
  compare,
  counts,
  course,
  data,
  diagnoses,
  embeddings,
  errors,
  gradients,
  inspect,
  laboratory,
  labs,
  lessons,
  rows,
  sentence,
  settings,
  shell,
  stores,
  train,
  vocabulary,
  wordsPage,
}
