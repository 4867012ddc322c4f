// What every process has (page, worker, Node, Electron) although neither the DOM library nor Node's types are loaded here.
declare class TextEncoder {
  encode(text?: string): Uint8Array<ArrayBuffer>
}
declare class TextDecoder {
  constructor(label?: string, options?: { fatal?: boolean; ignoreBOM?: boolean })
  decode(bytes?: ArrayBufferView | ArrayBuffer, options?: { stream?: boolean }): string
}
declare const performance: { now(): number }
declare function setTimeout(callback: () => void, milliseconds?: number): unknown
declare function structuredClone<T>(value: T): T
