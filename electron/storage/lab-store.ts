import { labDocument } from '../../shared/labs/document.ts'
import type { LabDocument } from '../../shared/labs/document.ts'
import type { LabName } from '../../shared/labs/spec.ts'
import type { Database } from './database.ts'

/** The last result of each laboratory, whole: a document is replaced, never changed. Names 'lab:…' in the settings table. */
export function labStore(database: Database) {
  const name = (lab: LabName) => `lab:${lab}`
  return {
    /** null: nothing kept, or by a version whose numbers mean something else. */
    read(lab: LabName): LabDocument | null {
      const row = database.get<{ value: string }>('SELECT value FROM settings WHERE name = ?', name(lab))
      if (!row) return null
      const parsed = labDocument.safeParse(JSON.parse(row.value))
      return parsed.success ? parsed.data : null
    },
    write(document: LabDocument): void {
      database.run(
        'INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
        name(document.spec.lab),
        JSON.stringify(document),
      )
    },
    remove(lab: LabName): void {
      database.run('DELETE FROM settings WHERE name = ?', name(lab))
    },
  }
}
export type LabStore = ReturnType<typeof labStore>
