// Opens a data folder, which brings an old database up to date, and ends.
import { openServices } from '../../../electron/services.ts'

console.log('ready')
await (await openServices({ dataFolder: process.argv[2], resources: null })).close()
console.log('open')
