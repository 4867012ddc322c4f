// The 'build' part of `npm test`: the page, and the main process as Electron gets it.
import { buildMain, buildPage } from '../../electron/starting/page-build.ts'
import { root } from './part.ts'

const { seconds } = await buildPage(root, console.log)
if (seconds === 0) console.log('The page is up to date.')
await buildMain(root)
console.log('Built the main process.')
