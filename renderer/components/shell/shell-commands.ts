import { onScopeDispose } from 'vue'
import { useRouter } from 'vue-router'
import { useExperimentInView } from '../../stores/experiment-in-view.ts'
import { useTrainingStore } from '../../stores/training.ts'
import type { ShellBridge, ShellCommand } from '../../../shared/contract/shell.ts'

/** `window.unroll` is there under Electron only; everything else the page needs comes through the one door. */
export const shellBridge = () => (globalThis as { unroll?: ShellBridge }).unroll

/**
 * Follows the native menu to the screens it names, and stops training when the window is about to close: models train on
 * while another screen is shown, so this is heard wherever the user is.
 */
export function useShellCommands() {
  const router = useRouter()
  const experiment = useExperimentInView()
  const toExperiment = (name: 'vocabulary' | 'train' | 'compare') =>
    void router.push({ name, params: { experiment: experiment.value } })
  const actions: Record<ShellCommand, () => void> = {
    'show-data': () => void router.push({ name: 'data' }),
    'show-vocabulary': () => toExperiment('vocabulary'),
    'show-train': () => toExperiment('train'),
    'show-compare': () => toExperiment('compare'),
    'stop-training': () => useTrainingStore().stopAll(),
  }
  const stop = shellBridge()?.onCommand((command) => actions[command]())
  if (stop) onScopeDispose(stop)
}
