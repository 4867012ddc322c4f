// Runs before `npm start`, `npm test` and `npm run compare`, on whatever Node the machine has (20 or newer):
// installs the dependencies when node_modules is absent or older than the lock file says.
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { join } from 'node:path'

const root = fileURLToPath(new URL('..', import.meta.url))
const stamp = join(root, 'node_modules', '.installed-lock')
const wanted = createHash('sha256')
  .update(readFileSync(join(root, 'package-lock.json')))
  .digest('hex')
const present = existsSync(stamp) ? readFileSync(stamp, 'utf8') : ''

if (present !== wanted) {
  console.log(present ? 'The lock file has changed: installing again …' : 'First start: installing what Unroll needs …')
  // npm itself is a script; on Windows it can only be started through a shell.
  const npm = spawnSync('npm', ['ci', '--no-fund', '--no-audit', '--loglevel=error'], {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  })
  if (npm.status !== 0) {
    console.error(
      'The installation failed (see above). Check the network connection to the npm registry, then try again.',
    )
    process.exit(npm.status ?? 1)
  }
  writeFileSync(stamp, wanted)
}
