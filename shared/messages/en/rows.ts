import type { Value } from '../value.ts'
import { counts } from './counts.ts'

/** The table of the rows of a data set: its filters, and what runs say of rows. */
export const rows = {
  aboutTheRows: 'About the rows',
  filters: 'Filters',
  filtersInUse: (n: Value) => `Filters (${n})`,
  clearFilters: 'Clear filters',
  model: 'Model',
  noModel: 'No model’s verdict',
  modelOf: (model: string, experiment: string) => `${model} of “${experiment}”`,
  verdict: 'Verdict',
  anyVerdict: 'Any verdict',
  right: 'Right',
  wrong: 'Wrong',
  notJudged: 'Not judged yet',
  predicts: (label: string) => `Predicts ${label}`,
  leastSureFirst: 'Least sure first',
  mostSureFirst: 'Most sure first',
  judge: 'Judge all rows',
  judgeHelp:
    'The model reads every row with its best weights and says which class it takes for the right one. Rows whose text changes later are judged anew when you press again.',
  judging: 'The model judges the rows',
  judgingStretches: (done: Value, of: Value) => `${done} of ${of} stretches of rows judged`,
  stop: 'Stop',
  judged: (n: number) => `${counts.row(n)} judged.`,
  judgeBroke: 'The judging broke off. What has been judged is kept; press “Judge all rows” to go on.',
  verdictInWords: (right: boolean, label: string, sure: string) =>
    `${right ? 'Right' : 'Wrong'}: the model says ${label}, with ${sure} certainty`,
}
