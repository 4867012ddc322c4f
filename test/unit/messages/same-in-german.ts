/** Texts that are the same in both languages: names, abbreviations and words that German has taken over. */
export const sameInGerman = new Set(['&Training', 'Browser', 'Desktop', 'Import', 'Name', 'Training'])
