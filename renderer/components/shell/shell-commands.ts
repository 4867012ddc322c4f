import { onScopeDispose } from 'vue'
import { useRouter } from 'vue-router'
import { commands } from '../../../shared/contract/commands.ts'
import type { ShellBridge } from '../../../shared/contract/shell.ts'
import type { Screen } from '../../router.ts'
import { useCommand, useCommandsStore } from '../../stores/commands.ts'
import { useExperimentInView } from '../../stores/experiment-in-view.ts'
import { useExperimentsStore } from '../../stores/experiments.ts'
import { useNoticesStore } from '../../stores/notices.ts'
import { useSettingsStore } from '../../stores/settings.ts'
import { useTrainingStore } from '../../stores/training.ts'
import { useFileImport } from '../../views/data/use-file-import.ts'
import { useExperimentFile } from '../../views/experiments/use-experiment-file.ts'
import { useNewComparison } from '../../views/experiments/use-new-comparison.ts'
import { commandPressed, thisKeyboard } from './shortcut-keys.ts'
import { say } from '../../messages.ts'

/** `window.unroll` is there under Electron only; everything else the page needs comes through the one door. */
export const shellBridge = () => (globalThis as { unroll?: ShellBridge }).unroll

/** The commands that work on every screen, and the two ways besides the palette to give one: keyboard and native menu. */
export function useShellCommands() {
  const store = useCommandsStore()
  takeOnScreens()
  takeOnTraining()
  takeOnThemes()
  const { chooseFile } = useFileImport()
  const { create } = useNewComparison()
  useCommand('open-file', chooseFile)
  useCommand('new-comparison', create)
  const [experiments, { save }] = [useExperimentsStore(), useExperimentFile()]
  useCommand(
    'save-experiment',
    () => experiments.currentId && save(experiments.currentId),
    () => (experiments.currentId ? null : say.shell.noExperimentIsOpen),
  )
  useCommand('command-palette', () => (store.paletteOpen = !store.paletteOpen))
  useCommand('shortcuts', () => (store.shortcutsOpen = true))

  const keyboard = thisKeyboard()
  const hear = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.repeat || event.isComposing) return
    const command = commandPressed(commands, event, keyboard)
    // What nobody does here stays with the browser, or the host.
    if (command && store.run(command.id)) event.preventDefault()
  }
  window.addEventListener('keydown', hear)
  onScopeDispose(() => window.removeEventListener('keydown', hear))

  const stop = shellBridge()?.onCommand((command) => store.run(command))
  if (stop) onScopeDispose(stop)
}

function takeOnScreens() {
  const router = useRouter()
  const experiment = useExperimentInView()
  const show = (name: Screen) => void router.push({ name })
  const showWithExperiment = (name: Screen) => void router.push({ name, params: { experiment: experiment.value } })
  for (const screen of ['data', 'laboratory', 'lessons', 'settings'] as const)
    useCommand(`show-${screen}`, () => show(screen))
  for (const screen of ['vocabulary', 'train', 'compare', 'inspect'] as const)
    useCommand(`show-${screen}`, () => showWithExperiment(screen))
}

function takeOnTraining() {
  const training = useTrainingStore()
  const nothing = () => (training.busy ? null : say.shell.nothingIsBeingTrained)
  useCommand('stop-training', () => training.stopAll(), nothing)
  useCommand('pause-training', () => (training.state === 'paused' ? training.resume() : training.pause()), nothing)
}

function takeOnThemes() {
  const [settings, notices] = [useSettingsStore(), useNoticesStore()]
  for (const theme of ['system', 'light', 'dark'] as const)
    useCommand(`theme-${theme}`, () => void settings.update({ theme }).catch(notices.complain))
}
