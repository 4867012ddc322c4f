/** Something that was deleted and can be restored by `POST /api/KINDs/ID/restore`. */
export interface DeletedThing {
  kind: 'dataset' | 'experiment' | 'run'
  id: string
  name: string
  /** A run's comparison, a comparison's data set; null for a data set. */
  of: string | null
  deletedAt: string
}
