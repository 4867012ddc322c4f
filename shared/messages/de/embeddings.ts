import type { en } from '../en/all.ts'

export const embeddings: typeof en.embeddings = {
  cosine: 'Kosinus',
  euclidean: 'Euklidisch',
  inTrainingSentences: 'In Trainingssätzen',
  logOdds: 'Log-Odds',
  lengthOfItsVector: 'Länge des Vektors',
  nearestWords: 'Nächste Wörter',
  measureOfNearness: 'Maß der Nähe',
  byTheAngleBetweenTheVectors:
    'Nach dem Winkel zwischen den Vektoren: 1 ist dieselbe Richtung, 0 ohne Beziehung, −1 entgegengesetzt.',
  byTheDistanceBetweenTheEnds: 'Nach dem Abstand der Enden der Vektoren: Lange Vektoren liegen fern von kurzen.',
  word: 'Wort',
  distance: 'Abstand',
  lengthWord: 'Länge',
  showFewer: 'Weniger zeigen',
  show: (neighbours) => `${neighbours} zeigen`,
  exampleWord: 'schlecht',
  distanceToAnotherWord: 'Abstand zu einem anderen Wort',
  isNotInTheVocabulary: (other) => `„${other}“ steht nicht im Vokabular.`,
  andCosineDistance: (id, other, cosine, distance) => `„${id}“ und „${other}“: Kosinus ${cosine}, Abstand ${distance}.`,
  noWordOfTheMapIs: 'Kein Wort der Karte passt dazu.',
  findAWord: 'Ein Wort suchen',
  logOddsInTheTrainingPart: 'Log-Odds im Trainingsteil',
  logOddsThatTheModelGives: 'Log-Odds, die das Modell dem Wort allein gibt',
  against: (className) => `gegen „${className}“`,
  forWord: (className) => `für „${className}“`,
  toSmallDotsSayLittle: (by) => `${by}, −3 bis +3; kleine Punkte sagen wenig`,
  mapOfWordsArrowKeysGo:
    'Karte der Wörter: Die Pfeiltasten gehen von Wort zu Wort, die Eingabetaste wählt, Plus und Minus zoomen, 0 zeigt alles',
  acrossUp: (x, y) => `Quer: ${x}. Nach oben: ${y}.`,
  showAll: 'Alles zeigen',
  zoomIn: 'Vergrößern',
  zoomIn2: 'Vergrößern (+)',
  zoomOut: 'Verkleinern',
  zoomOut2: 'Verkleinern (−)',
  whatIsCloseHereIsClose: 'Was hier nah ist, ist mit wenigen Ausnahmen wirklich nah.',
  theRestIsMissingFromThe:
    'Der Rest fehlt im Bild: Zwei Wörter, die sich hier treffen, können doch weit auseinander liegen.',
  mostOfItIsMissingFrom: 'Das meiste fehlt im Bild: eher der Tabelle der Nachbarn trauen als der Nähe hier.',
  theTwoAxesShowOfThe: (both, ids, dimensions, first, second, follows) =>
    `Die beiden Achsen zeigen ${both} der Streuung von ${ids} Wörtern in ${dimensions} Dimensionen (${first} und ${second}). ${follows}`,
  eachPointIsAWordThe:
    'Jeder Punkt ist ein Wort; die Achsen sind die beiden Richtungen, in denen die Wortvektoren am weitesten streuen. Ein Modell, das die Klassen gelernt hat, zieht ihre Wörter auseinander.',
  eachPointIsAWordBeside:
    'Jeder Punkt ist ein Wort neben seinen nächsten Nachbarn. Es zählt nur, wer neben wem steht: Achsen, Abstände und die Größe von Gruppen bedeuten nichts, und ein anderer Startwert gibt ein anderes Bild.',
  umapNoUnit: 'UMAP 1 (ohne Einheit)',
  umapNoUnit2: 'UMAP 2 (ohne Einheit)',
  principalComponentOfTheSpread: (at, share) => `Hauptkomponente ${at} (${share} der Streuung)`,
  inTrainingLogOdds: (n, sentences, odds) =>
    `in ${sentences} ${n === 1 ? 'Trainingssatz' : 'Trainingssätzen'}, Log-Odds ${odds}`,
  saysNothingAbout: (className) => `sagt nichts über „${className}“`,
  itsOddsAreTimesHigherIn: (times, className) => `seine Odds sind in „${className}“ ${times}-mal höher als sonst`,
  itsOddsAreTimesLowerIn: (times, className) => `seine Odds sind in „${className}“ ${times}-mal niedriger als sonst`,
  thereAreNoWordsToShow: 'Noch gibt es keine Wörter zu zeigen.',
  wordsMostTellingForAgainstIt: (points, className, best, worst) =>
    `${points} Wörter. Am deutlichsten für „${className}“: ${best}; dagegen: ${worst}.`,
  none: 'keines',
  oddsInTheTrainingData: 'Odds in den Trainingsdaten',
  theModelsAnswerToTheWord: 'Antwort des Modells auf das Wort allein',
  trainingSentences: 'Trainingssätze',
  logOddsOf: (className) => `Log-Odds von „${className}“`,
  lengthOfTheVector: 'Länge des Vektors',
  theSnapshotsAreBeingRead: 'Die Momentaufnahmen werden gelesen …',
  thisModelHasAOneHot:
    'Dieses Modell hat eine One-hot-Eingabe: Es gibt keine Einbettung, deren Wörter sich verfolgen ließen.',
  thisRunHasKeptNoSnapshots:
    'Dieser Lauf hat keine Momentaufnahmen seiner Wörter: neu trainieren, um zu sehen, wie sie sich bewegt haben.',
  wordVectors: 'Wortvektoren',
  thisModelsWordsHaveNoVectors: 'Die Wörter dieses Modells haben keine eigenen Vektoren',
  anAnnWithOneHotInput:
    'Ein ANN mit One-hot-Eingabe hat für jede Stelle, an der ein Wort stehen kann, eine andere Zeile Gewichte. Ein Modell mit Einbettung oder ein rekurrentes oder gemitteltes wählen.',
  projection: 'Projektion',
  mostFrequentWords: 'Häufigste Wörter',
  neighbours: 'Nachbarn',
  howManyNearestWordsUmapKeeps:
    'Wie viele nächste Wörter UMAP zusammenhält: Wenige zeigen kleine Gruppen, viele das Ganze.',
  seed: 'Startwert',
  oddsOf: 'Odds von',
  colour: 'Farbe',
  theWordsCouldNotBeShown: 'Die Wörter ließen sich nicht zeigen',
  wordsOfInThePlane: (name, projection) => `Wörter von ${name} in der Ebene (${projection})`,
  theVocabularyHasTooFewWords: 'Das Vokabular hat zu wenige Wörter für eine Karte.',
  theWordsAreBeingPlaced: 'Die Wörter werden verteilt …',
  umapPlacesTheWords: 'UMAP verteilt die Wörter',
  cancel: 'Abbrechen',
  thisModelsInputIsOneHot: (table) =>
    `Die Eingabe dieses Modells ist one-hot: Der Vektor eines Wortes ist hier seine Zeile von ${table}, also das, was es zur ersten Schicht beiträgt.`,
  stepEpoch: (step, epoch) => `Schritt ${step}, Epoche ${epoch}`,
  snapshotsThePlaneShowsOfThe: (name, steps, both, far) =>
    `${name}: ${steps} Momentaufnahmen; die Ebene zeigt ${both} der Streuung am Ende. Die weitesten Wege der verfolgten Wörter: ${far}.`,
  step: 'Schritt',
  theWordsPathsOverTraining: 'Die Wege der Wörter im Training',
  whereTheMostFrequentWordsStood: (followed) =>
    `Wo die häufigsten Wörter bei jeder Momentaufnahme standen, in der Ebene, in der sie am Ende am weitesten streuen; die Linien sind die Wege der ${followed} deutlichsten Wörter jeder Seite und des gewählten.`,
}
