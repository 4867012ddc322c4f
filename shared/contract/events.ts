import type { ImportState } from './dataset.ts'

/** What /api/events sends (server-sent events, one JSON object each). Ids tell what to fetch again. */
export type ChangeEvent =
  | { kind: 'import'; state: ImportState }
  /** More is known of the rows of an import that is being previewed: fetch its checks again. */
  | { kind: 'import-checks'; id: string }
  | { kind: 'datasets' }
  | { kind: 'experiments' }
  | { kind: 'experiment'; id: string }
  | { kind: 'run'; id: string; experimentId: string }
  | { kind: 'settings' }
  | { kind: 'recipe'; id: string; dataset: string }
  /** The host asks the page to open an import (file from the command line or a menu). */
  | { kind: 'open-import'; id: string }
  /** The host has taken in a saved experiment and asks the page to show it. */
  | { kind: 'open-experiment'; id: string }
  /** The host has read a lesson file; the page takes it into use, or says what is wrong with it. */
  | { kind: 'open-lessons'; fileName: string; text: string }
