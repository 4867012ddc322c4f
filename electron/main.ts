// Electron's entry: life cycle only. What the window and menu do is in shell/, what the product does behind the one door.
import { app, dialog, session } from 'electron'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { createApi } from './api/app.ts'
import { dataFolder } from './data-folder.ts'
import { openServices } from './services.ts'
import { startApplication } from './shell/application.ts'
import type { Application } from './shell/application.ts'
import { fileInArguments } from './shell/choose-file.ts'
import { answerScheme, registerScheme } from './shell/protocol.ts'
import { confine, refusePermissions } from './shell/security.ts'
import { holdOpenImport, openFile } from './starting/open-file.ts'

const folder = dataFolder()
keepWindowFilesIn(join(folder, 'window'))
registerScheme()
app.enableSandbox() // for whatever window there may ever be

if (app.requestSingleInstanceLock()) void start()
else app.quit() // the first instance hears 'second-instance' and shows itself

async function start(): Promise<void> {
  let application: Application | null = null
  let asked: string | null = fileInArguments(process.argv, process.cwd(), app.isPackaged)
  const show = (path: string | null) => {
    if (application) void application.show(path)
    else asked = path ?? asked
  }
  app.on('second-instance', (_event, argv, cwd) => show(fileInArguments(argv, cwd, app.isPackaged)))
  app.on('open-file', (event, path) => {
    event.preventDefault()
    show(path)
  })
  app.on('activate', () => show(null))
  app.on('web-contents-created', (_event, contents) => confine(contents))
  app.on('window-all-closed', () => app.quit())

  await app.whenReady()
  refusePermissions(session.defaultSession)
  try {
    const opened = await openServices({ dataFolder: folder, resources: join(app.getAppPath(), 'resources') })
    const forPage = { ...opened, events: holdOpenImport(opened.events) }
    const door = createApi(forPage, { host: 'electron', page: join(app.getAppPath(), 'out', 'renderer') })
    answerScheme((request) => door.fetch(request))
    application = startApplication({
      services: opened,
      openFile: (path) => openFile(forPage, path),
      mainFolder: import.meta.dirname,
      stateFile: join(folder, 'window', 'window.json'),
    })
    let closed = false
    app.on('will-quit', (event) => {
      if (closed) return
      event.preventDefault()
      application?.close()
      void opened.close().finally(() => {
        closed = true
        app.quit()
      })
    })
    await application.show(asked)
  } catch (error) {
    dialog.showErrorBox('Unroll cannot start', error instanceof Error ? error.message : String(error))
    app.exit(1)
  }
}

/**
 * Chromium's own files lie apart from the data, but with it: so the folder can be moved as a whole, and (the single
 * instance is one per such folder) one data folder is open in one window at a time.
 */
function keepWindowFilesIn(windowFolder: string): void {
  try {
    mkdirSync(windowFolder, { recursive: true })
  } catch {
    return // a folder that cannot be written: opening the services says so in words
  }
  app.setPath('userData', windowFolder)
}
