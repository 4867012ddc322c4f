/** Texts that are the same in both languages: names, abbreviations and words that German has taken over. */
export const sameInGerman = new Set([
  '&Training',
  'Browser',
  'Desktop',
  'Dropout',
  'Format',
  'Import',
  'Label',
  'Momentum',
  'Name',
  'One-hot',
  'Peepholes',
  'Status',
  'Test',
  'Text',
  'Training',
])
