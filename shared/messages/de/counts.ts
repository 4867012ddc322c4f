import type { en } from '../en/all.ts'
import { formats } from '../languages.ts'

const { plural, whole } = formats.de
const counter = (one: string, other: string) => (n: number) =>
  plural(n, { one: `${whole(n)} ${one}`, other: `${whole(n)} ${other}` })

export const counts: typeof en.counts = {
  row: counter('Zeile', 'Zeilen'),
  text: counter('Text', 'Texte'),
  word: counter('Wort', 'Wörter'),
  sentence: counter('Satz', 'Sätze'),
  class: counter('Klasse', 'Klassen'),
  entry: counter('Eintrag', 'Einträge'),
  edit: counter('Änderung', 'Änderungen'),
  distinctText: counter('verschiedener Text', 'verschiedene Texte'),
  repeat: counter('Wiederholung', 'Wiederholungen'),
  task: counter('Aufgabe', 'Aufgaben'),
  time: counter('Mal', 'Mal'),
  experiment: counter('Experiment', 'Experimente'),
  comparison: counter('Vergleich', 'Vergleiche'),
  trainingRow: counter('Trainingszeile', 'Trainingszeilen'),
  model: counter('Modell', 'Modelle'),
  file: counter('Datei', 'Dateien'),
  label: counter('Label', 'Labels'),
  step: counter('Schritt', 'Schritte'),
  run: counter('Lauf', 'Läufe'),
}
