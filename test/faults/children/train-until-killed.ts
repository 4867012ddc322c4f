// Plays a trainer that records steps and writes checkpoints until it is killed. Says 'saved <step>' for each that is safe.
import { encodeSafetensors } from '../../../shared/engine/training/safetensors.ts'
import { openServices } from '../../../electron/services.ts'

const [dataFolder, run, values] = process.argv.slice(2)
const services = await openServices({ dataFolder, resources: null })
services.runs.update(run, { status: 'running', device: 'cpu' })
console.log('ready')
for (let step = services.runs.read(run).step + 1; ; step++) {
  services.runs.appendMetrics(run, { columns: ['step', 'loss'], values: Float64Array.of(step, 1 / step) })
  const data = new Float32Array(Number(values)).fill(step)
  const bytes = encodeSafetensors({ w: { dtype: 'F32', shape: [data.length], data } }, { step: String(step) })
  await services.runs.saveCheckpoint(run, 'last', bytes)
  console.log(`saved ${step}`)
}
