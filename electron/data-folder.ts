import { homedir } from 'node:os'
import { join, resolve } from 'node:path'

/** Where the data lives: `UNROLL_DATA`, else the platform's place for application data. Always absolute. */
export function dataFolder(
  environment: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
  home: string = homedir(),
): string {
  if (environment.UNROLL_DATA) return resolve(environment.UNROLL_DATA)
  if (platform === 'win32') return join(environment.APPDATA ?? join(home, 'AppData', 'Roaming'), 'Unroll')
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Unroll')
  return join(environment.XDG_DATA_HOME ?? join(home, '.local', 'share'), 'unroll')
}
