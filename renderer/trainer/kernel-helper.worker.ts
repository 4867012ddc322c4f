import { help } from '../../shared/engine/kernels/wasm/helper.ts'
import type { HelperOrder } from '../../shared/engine/kernels/wasm/helper.ts'

// One helper thread of the device 'wasm'. It never leaves `help` again: its owner terminates it, or ends with it.
self.onmessage = ({ data }: MessageEvent<HelperOrder>) => help(data, () => self.postMessage('ready'))
