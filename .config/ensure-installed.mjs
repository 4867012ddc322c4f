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

/** True when somebody ran `npm ci` or `npm install` by hand: npm notes in node_modules what it has put there. */
function isInstalledByHand() {
  const note = join(root, 'node_modules', '.package-lock.json')
  if (!existsSync(note)) return false
  const wantedPackages = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages
  const there = JSON.parse(readFileSync(note, 'utf8')).packages
  return Object.entries(wantedPackages).every(
    ([path, { version, optional }]) => path === '' || optional || there[path]?.version === version,
  )
}

/** npm itself is a script; on Windows it can only be started through a shell. */
function npm(...command) {
  const { status } = spawnSync('npm', [...command, '--no-fund', '--no-audit', '--loglevel=error'], {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  })
  return status ?? 1
}

if (present !== wanted && isInstalledByHand()) writeFileSync(stamp, wanted)
else if (present !== wanted) {
  console.log(present ? 'The lock file has changed: installing again …' : 'First start: installing what Unroll needs …')
  // Some versions of npm refuse a lock file that another one wrote (npm/cli#4828); installing from it without writing it
  // then gives the same packages.
  if (npm('ci') !== 0 && npm('install', '--no-save') !== 0) {
    console.error(
      'The installation failed (see above). Check the network connection to the npm registry, then try again.',
    )
    process.exit(1)
  }
  writeFileSync(stamp, wanted)
}
