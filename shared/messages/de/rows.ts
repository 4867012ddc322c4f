import type { en } from '../en/all.ts'
import { counts } from './counts.ts'

export const rows: typeof en.rows = {
  aboutTheRows: 'Über die Zeilen',
  filters: 'Filter',
  filtersInUse: (n) => `Filter (${n})`,
  clearFilters: 'Filter aufheben',
  model: 'Modell',
  noModel: 'Kein Urteil eines Modells',
  modelOf: (model, experiment) => `${model} aus „${experiment}“`,
  verdict: 'Urteil',
  anyVerdict: 'Jedes Urteil',
  right: 'Richtig',
  wrong: 'Falsch',
  notJudged: 'Noch nicht beurteilt',
  predicts: (label) => `Sagt ${label} voraus`,
  leastSureFirst: 'Unsicherste zuerst',
  mostSureFirst: 'Sicherste zuerst',
  judge: 'Alle Zeilen beurteilen',
  judgeHelp:
    'Das Modell liest jede Zeile mit seinen besten Gewichten und sagt, welche Klasse es für richtig hält. Zeilen, deren Text sich später ändert, werden beim nächsten Mal neu beurteilt.',
  judging: 'Das Modell beurteilt die Zeilen',
  judgingStretches: (done, of) => `${done} von ${of} Abschnitten der Zeilen beurteilt`,
  stop: 'Anhalten',
  judged: (n) => `${counts.row(n)} beurteilt.`,
  judgeBroke: 'Das Beurteilen brach ab. Was beurteilt ist, bleibt; „Alle Zeilen beurteilen“ macht weiter.',
  verdictInWords: (right, label, sure) =>
    `${right ? 'Richtig' : 'Falsch'}: Das Modell sagt ${label}, mit ${sure} Sicherheit`,
}
