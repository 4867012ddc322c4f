import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { describe, expect, it } from 'vitest'

const root = new URL('../../../', import.meta.url)
const read = (path: string) => readFileSync(new URL(path, root), 'utf8')
// The reader that electron-builder reads its own configuration with.
const fromBuilder = createRequire(new URL('node_modules/app-builder-lib/package.json', root))
const { load } = fromBuilder('js-yaml') as { load(text: string): unknown }

interface Step {
  uses?: string
  run?: string
  if?: string
  with?: Record<string, string | number | boolean>
  env?: Record<string, string>
}
interface Workflow {
  permissions: Record<string, string>
  jobs: Record<string, { strategy: { matrix: { os: string[] } }; permissions?: object; steps: Step[] }>
}

const text = read('.github/workflows/build.yml')
const workflow = load(text) as Workflow
const { steps, strategy } = workflow.jobs.build
const commands = steps.flatMap(({ run }) => run ?? [])
const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }

describe('the workflow', () => {
  it('is the only one, and runs on three systems', () => {
    expect(readdirSync(new URL('.github/workflows', root))).toEqual(['build.yml'])
    expect(strategy.matrix.os.map((os) => os.split('-')[0])).toEqual(['ubuntu', 'windows', 'macos'])
  })

  it('may read the repository and nothing more, and leaves no credentials behind', () => {
    expect(workflow.permissions).toEqual({ contents: 'read' })
    for (const { permissions } of Object.values(workflow.jobs)) expect(permissions).toBeUndefined()
    expect(steps.find(({ uses }) => uses?.startsWith('actions/checkout'))?.with?.['persist-credentials']).toBe(false)
    expect(text).not.toMatch(/pull_request_target|secrets\./)
  })

  it('uses only actions of GitHub itself, each at a major version', () => {
    const actions = steps.flatMap(({ uses }) => uses ?? [])
    expect(actions.length).toBeGreaterThan(2)
    expect(actions.filter((action) => !/^actions\/[\w-]+@v\d+$/.test(action))).toEqual([])
  })

  it('puts nothing that others can write into a shell', () => {
    expect(commands.filter((command) => command.includes('${{'))).toEqual([])
  })

  it('names only scripts, files and tools that there are', () => {
    const named = commands.flatMap((command) => [...command.matchAll(/\bnpm run ([\w:-]+)/g)].map(([, name]) => name))
    expect(named).toEqual(expect.arrayContaining(['build', 'test:e2e']))
    expect(named.filter((name) => !(name in scripts))).toEqual([])
    const files = commands.flatMap((command) => command.match(/\b(?:test|node_modules)\/[\w./-]+\.(?:ts|js)\b/g) ?? [])
    expect(files.length).toBeGreaterThan(1)
    expect(files.filter((file) => !existsSync(new URL(file, root)))).toEqual([])
    const tools = commands.flatMap((command) => [...command.matchAll(/\bnpx ([\w-]+)/g)].map(([, name]) => name))
    expect(tools.filter((tool) => !existsSync(new URL(`node_modules/.bin/${tool}`, root)))).toEqual([])
  })

  it('installs, tests, tests in Electron, builds and packages, in that order', () => {
    const order = ['npm ci', 'npm test', 'electron/install.js', 'true-electron', 'npm run build', 'electron-builder']
    const places = order.map((part) => commands.findIndex((command) => command.includes(part)))
    expect(places).not.toContain(-1)
    expect(places).toEqual(places.toSorted((a, b) => a - b))
  })
})

describe('the configuration of the packager', () => {
  const builder = load(read('electron-builder.yml')) as Record<string, Record<string, unknown>>
  const upload = String(steps.find(({ uses }) => uses?.startsWith('actions/upload-artifact'))?.with?.path)

  it('makes an installer for each system, and each is kept', () => {
    expect(builder.win.target).toEqual(['nsis'])
    expect(builder.mac.target).toEqual([{ target: 'dmg', arch: 'universal' }])
    expect(builder.linux.target).toEqual(['AppImage', 'deb'])
    for (const ending of ['exe', 'dmg', 'AppImage', 'deb']) expect(upload).toContain(`out/installers/*.${ending}\n`)
    expect(builder.directories.output).toBe('out/installers')
  })

  it('gives macOS a hardened runtime with one entitlement: compiled code', () => {
    expect(builder.mac).toMatchObject({ hardenedRuntime: true, entitlementsInherit: builder.mac.entitlements })
    const keys = [...read(String(builder.mac.entitlements)).matchAll(/<key>(.*)<\/key>/g)].map(([, key]) => key)
    expect(keys).toEqual(['com.apple.security.cs.allow-jit'])
  })

  it('opens tables, experiments and lessons from the file manager', () => {
    const types = builder.fileAssociations as unknown as { ext: string; mimeType: string }[]
    expect(types.map(({ ext }) => ext)).toEqual(['csv', 'tsv', 'unroll', 'unroll-lesson'])
    for (const { mimeType } of types) expect(mimeType).toMatch(/^(text|application)\/[a-z-]+$/)
  })

  it('asks no server for updates while none is named', () => {
    expect(builder.publish).toBeNull()
  })
})
