import { commands } from './commands.ts'
import { counts } from './counts.ts'
import { data } from './data.ts'
import { settings } from './settings.ts'
import { shell } from './shell.ts'
import { train } from './train.ts'

export const de = { commands, counts, data, settings, shell, train }
