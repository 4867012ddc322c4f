// `npm run test:e2e -- --grep @main-job`: vitest calls that filter -t; people's fingers know --grep, too.
import { spawnSync } from 'node:child_process'
import { root, toolEnvironment } from './part.ts'

const [project, ...given] = process.argv.slice(2)
const args = given.flatMap((argument) => {
  if (argument === '--grep' || argument === '-g') return ['-t']
  return argument.startsWith('--grep=') ? ['-t', argument.slice('--grep='.length)] : [argument]
})
const { status } = spawnSync('vitest', ['run', '--config', '.config/vitest.config.ts', '--project', project, ...args], {
  cwd: root,
  env: toolEnvironment,
  stdio: 'inherit',
  shell: process.platform === 'win32',
})
process.exit(status ?? 1)
