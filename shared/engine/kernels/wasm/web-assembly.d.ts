// The little of WebAssembly and base64 that every process has, although shared/ loads neither the DOM's types nor Node's.
declare namespace WebAssembly {
  class Memory {
    constructor(size: { initial: number; maximum?: number; shared?: boolean })
    readonly buffer: ArrayBuffer
    grow(pages: number): number
  }
  class Module {
    constructor(bytes: Uint8Array<ArrayBuffer>)
    private readonly module: unknown
  }
  class Instance {
    constructor(module: Module, imports: Record<string, Record<string, Memory>>)
    readonly exports: Record<string, unknown>
  }
  function validate(bytes: Uint8Array<ArrayBuffer>): boolean
  function compile(bytes: Uint8Array<ArrayBuffer>): Promise<Module>
}
declare function atob(base64: string): string
