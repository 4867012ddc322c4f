import { commands } from './commands.ts'
import { settings } from './settings.ts'
import { shell } from './shell.ts'

export const de = { commands, settings, shell }
