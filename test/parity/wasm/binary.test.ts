import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { binaryModules } from '../../../.config/build-kernels.ts'
import { scanBinary } from '../../../electron/importing/scan/binary.ts'
import { plainBinary, relaxedBinary } from '../../../shared/engine/kernels/wasm/binary.ts'

describe('the committed WebAssembly binaries', () => {
  it('are what the AssemblyScript sources compile to (else: npm run build:kernels)', async () => {
    for (const [path, made] of Object.entries(await binaryModules()))
      expect((await readFile(new URL(`../../../${path}`, import.meta.url), 'utf8')) === made, path).toBe(true)
  })

  it.each([
    ['relaxed', relaxedBinary],
    ['plain', plainBinary],
    ['the look at a text', scanBinary],
  ])('are small, valid and import nothing but a memory (%s)', async (_name, base64) => {
    const bytes = Buffer.from(base64, 'base64')
    expect(bytes.length).toBeLessThan(30_000)
    const module = await WebAssembly.compile(bytes)
    expect(WebAssembly.Module.imports(module)).toEqual([{ module: 'env', name: 'memory', kind: 'memory' }])
  })

  it('differ: only one needs relaxed SIMD', () => {
    expect(relaxedBinary).not.toBe(plainBinary)
  })
})
