import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { kernelsModule } from '../../../.config/build-kernels.ts'
import { plainBinary, relaxedBinary } from '../../../shared/engine/kernels/wasm/binary.ts'

describe('the committed WebAssembly binaries', () => {
  it('are what the AssemblyScript sources compile to (else: npm run build:kernels)', async () => {
    const committed = await readFile(new URL('../../../shared/engine/kernels/wasm/binary.ts', import.meta.url), 'utf8')
    expect((await kernelsModule()) === committed).toBe(true)
  })

  it.each([
    ['relaxed', relaxedBinary],
    ['plain', plainBinary],
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
