import type { en } from '../en/all.ts'

export const errors: typeof en.errors = {
  'dataset-not-found': 'Diesen Datensatz gibt es nicht (mehr). Einen anderen wählen.',
  'import-not-found': 'Diesen Import gibt es nicht (mehr). Die Datei erneut öffnen.',
  'experiment-not-found': 'Dieses Experiment gibt es nicht (mehr). Ein anderes wählen.',
  'run-not-found': 'Diesen Lauf gibt es nicht (mehr). Einen anderen wählen.',
  'recipe-not-found': 'Dieses Vokabular oder diese Fassung gibt es nicht (mehr). Ein anderes wählen.',
  'file-empty': 'Die Datei ist leer: Es gibt nichts zu importieren.',
  'file-binary': 'Das ist keine Textdatei. Sie als CSV oder TSV sichern und dann jene Datei öffnen.',
  'csv-one-column':
    'Die Datei hat mit keinem der üblichen Trennzeichen mehr als eine Spalte. Nötig sind eine Spalte Text und eine Spalte Labels. Ein anderes Trennzeichen wählen oder die Labels ergänzen.',
  'csv-no-rows': 'Die Datei hat keine brauchbaren Zeilen. Die gewählten Spalten prüfen.',
  'labels-one-class':
    'Alle Zeilen gehören zu einer Klasse. Ein Modell braucht mindestens zwei, um sie zu unterscheiden: eine andere Label-Spalte, Schwelle oder Datei wählen.',
  'labels-unmapped': 'Die Labels ergeben keine Klassen. Eine andere Label-Spalte wählen oder den Labels Klassen geben.',
  'import-cancelled': 'Der Import wurde abgebrochen. Nichts davon wurde übernommen.',
  'experiment-frozen':
    'Ein Lauf dieses Experiments hat begonnen, seine Einstellungen ändern sich also nicht mehr: Seine Ergebnisse gehörten sonst nicht dazu. Mit den neuen Einstellungen ein anderes Experiment anlegen.',
  'recipe-changed':
    'Dieses Vokabular wurde inzwischen in einem anderen Fenster geändert. Gezeigt wird der jetzige Stand; die Änderung bitte wiederholen.',
  'disk-full':
    'Der Datenträger mit dem Datenordner ist voll, deshalb ließ sich nichts mehr sichern. Früher Gesichertes ist unversehrt. Platz schaffen und noch einmal versuchen.',
}
