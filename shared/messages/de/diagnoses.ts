import type { en } from '../en/all.ts'

export const diagnoses: typeof en.diagnoses = {
  diverged: (step) => `Das Training ist in Schritt ${step} divergiert`,
  atChance: 'Der Verlust ist nicht besser als Raten',
  atChanceText: (epochs, loss, chance) =>
    `Nach ${epochs} Epochen ist der Trainingsverlust ${loss}; Raten ergibt ${chance}. Das Modell hat noch nichts gelernt: eine andere Lernrate, mehr verdeckte Einheiten oder ein Modell versuchen, das die Reihenfolge sieht.`,
  atChanceRule: (share, epochs) =>
    `nach ${epochs} Epochen bis auf ${share} beim Verlust des Ratens (CS231n-Skript, Teil 3).`,
  byHeart: 'Es lernt auswendig',
  byHeartText: (epoch, best, now, gap) =>
    `Der Validierungsverlust war in Epoche ${epoch} am kleinsten (${best}) und ist jetzt ${now}, während der Trainingsverlust weiter fällt; ${gap}. Getestet werden die Gewichte der Epoche ${epoch}. Dropout, weniger Einheiten oder mehr Daten schließen die Lücke.`,
  byHeartRule: (share) =>
    `ein Validierungsverlust ${share} über seinem besten heißt Auswendiglernen (Prechelt 1998, „Early stopping – but when?“).`,
  gap: (train, validation) => `richtig sind ${train} der Trainingssätze und ${validation} der anderen`,
  better: 'Es wird noch besser',
  betterText: (loss, gap) => `Die letzte Epoche hat den bisher kleinsten Validierungsverlust, ${loss}; ${gap}.`,

  alwaysClipped: 'Das Kappen begrenzt fast jeden Schritt',
  alwaysClippedText: (share) =>
    `Der Gradient wurde in ${share} der aufgezeichneten Schritte gekappt; die Schrittweite bestimmt also die Grenze, nicht der Gradient.`,
  raiseLimit: 'Die Grenze etwa auf die übliche Norm anheben oder stattdessen die Lernrate senken.',
  latestStep: (before, after) => `Im letzten Schritt: ${before} vorher, ${after} nachher.`,
  neverClipped: 'Gekappt wurde nie',
  neverClippedText: 'Kein Gradient kam an die Grenze; das Kappen hat bisher nichts geändert.',
  clipsPeaks: 'Das Kappen fängt die Spitzen ab',
  clipsPeaksText: (share) => `Der Gradient wurde in ${share} der aufgezeichneten Schritte gekappt.`,
  clippingRule: (always, never) => `zu oft ab ${always} der Schritte (flood-forecasting, Issue 298), nie bis ${never}.`,
  nothingLearned: 'Es wird nichts mehr gelernt',
  nothingLearnedText: (norm) =>
    `Die globale Gradientennorm ist ${norm}: zu klein, um ein Gewicht zu ändern. Entweder wird jeder Satz mit Gewissheit beantwortet, oder die Einheiten sind gesättigt; Letzteres vermeidet eine von Anfang an kleinere Lernrate.`,
  standsStill: 'Ein Teil des Modells steht still',
  standsStillText: (names) =>
    `Der Gradient ist so gut wie null in ${names}, während das Übrige noch lernt: Die Einheiten dort sind gesättigt oder abgeschnitten.`,
  deadRule: (dead, spacing) => `unter ${dead}: 32-Bit-Zahlen nahe 1 liegen ${spacing} auseinander (IEEE 754).`,

  ends: (ratio) => `Im mittleren Satz (Median) ist der Gradient am ersten Wort das ${ratio}-Fache dessen am letzten`,
  keeps: (share) => `im Mittel bleiben je Wort zurück ${share} davon`,
  multiplies: (factor) => `im Mittel wird er je Wort zurück mit ${factor} multipliziert`,
  half: (each, words) => `${each}; so ist nach ${words} Wörtern die Hälfte weg`,
  vanishes: 'Der Gradient verschwindet',
  vanishesText: (ends, each, remedy) =>
    `${ends}: Er verschwindet; ${each}. Frühe Wörter lehren das Modell kaum etwas. ${remedy}`,
  vanishesRule: (limit) =>
    `unter ${limit}, der üblichen Änderung eines Gewichts, geht er verloren (CS231n-Skript, Teil 3).`,
  explodes: 'Der Gradient explodiert',
  explodesText: (ratio, each) =>
    `Im mittleren Satz (Median) ist der Gradient am ersten Wort das ${ratio}-Fache dessen am letzten: Er explodiert; ${each}. Frühe Wörter übertönen die späten. Die Gradientennorm kappen oder die Lernrate senken.`,
  explodesRule: (limit) => `über ${limit}, dem Kehrwert dessen, was als verschwunden gilt (CS231n-Skript, Teil 3).`,
  reaches: 'Der Gradient erreicht das erste Wort',
  reachesText: (ends, each) => `${ends}: Er kommt ganz an; ${each}.`,
  reachesRule: (share) =>
    `bis auf ${share} bei 1 je Wort bleibt die Norm erhalten (Pascanu et al. 2013, Abschnitt 3.3).`,
  fades: 'Der Gradient schwindet',
  fadesText: (ends, each) => `${ends}: Er schwindet, kommt aber an; ${each}.`,
  grows: 'Der Gradient wächst',
  growsText: (ends, each) => `${ends}: Er wächst, explodiert aber nicht; ${each}.`,
  betweenRule: (share, least, most) =>
    `mehr als ${share} je Wort (Pascanu et al. 2013), insgesamt aber zwischen ${least} und ${most} (CS231n-Skript, Teil 3).`,
  lstmRemedy: 'Längeres Training lässt die Vergessensgatter aufgehen; ein Gatter bei 1 reicht alles weiter.',
  gruRemedy:
    'Längeres Training lässt die Aktualisierungsgatter das Wichtige bewahren; ein Gatter, das den Zustand behält, reicht alles weiter.',
  otherRemedy:
    'Ein LSTM oder GRU trägt den Gradienten daran vorbei, durch einen Zustand, zu dem addiert statt multipliziert wird.',
  noChain: 'Keine Kette, an der er schwindet',
  averaged: (ends) => `${ends}: Jedes Wort hat denselben Anteil am Mittel.`,
  direct: (ends) => `${ends}: Jede Stelle erreicht die verdeckte Schicht direkt, ohne eine Kette von Zeitschritten.`,

  outOfReach: 'Das erste Wort ist außer Reichweite',
  withinReach: 'Das erste Wort reicht noch bis ans Ende',
  reachText: (steps, factor) =>
    `Über ${steps} ${steps === 1 ? 'Schritt' : 'Schritte'} ändert eine kleine Änderung des ersten Zustands den letzten höchstens um das ${factor}-Fache.`,
  reachKept: (steps, factor, kept) =>
    `Über ${steps} ${steps === 1 ? 'Schritt' : 'Schritte'} ändert eine kleine Änderung des ersten Zustands den letzten höchstens um das ${factor}-Fache; die Gatter bewahren im Mittel über die Einheiten ${kept} des Gedächtnisses vom ersten Wort.`,
  reachRule: (limit) =>
    `außer Reichweite unter ${limit}, der üblichen Änderung eines Gewichts (CS231n-Skript, Teil 3).`,
  matrixAlone: 'Was die Matrix allein sagt',
  mustVanish: (sigma, limit) =>
    `Der größte Singulärwert von U ist ${sigma}. Unter ${limit} muss der Gradient verschwinden, bei jedem Satz.`,
  canExplodeUnits: (rho, limit) =>
    `Der Spektralradius von U ist ${rho}, über ${limit}: Auf die Dauer kann der Gradient explodieren, muss aber nicht, denn Einheiten, die sättigen, halten ihn klein.`,
  canExplodeGates: (rho, limit) =>
    `Der Spektralradius von U ist ${rho}, über ${limit}: Auf die Dauer kann der Gradient explodieren, muss aber nicht, denn die Gatter halten ihn klein.`,
  provesNeither: (sigma, rho) =>
    `Der größte Singulärwert von U ist ${sigma}, sein Spektralradius ${rho}: Das beweist weder Verschwinden noch Explodieren. Es entscheidet die gemessene Kurve.`,
  boundsRule:
    'γσ₁ < 1 beweist das Verschwinden, γρ > 1 erlaubt das Explodieren nur (Pascanu, Mikolov & Bengio 2013, Abschnitt 2.1).',

  offIs: 'Es wird nicht gekappt',
  offText: (norm, low, high) =>
    `Die Norm ist im Mittel ${norm}. Die halbe bis zehnfache mittlere Norm, hier ${low} bis ${high}, konvergiert noch (Pascanu et al. 2013): Eine Schwelle in diesem Bereich finge nur Explosionen ab.`,
  tight: 'Die Schwelle ist eng',
  tightText: (limit, norm, share) =>
    `${limit} liegt unter der Hälfte der mittleren Norm von ${norm}: Das verkürzt ${share} der Schritte und wirkt wie eine zweite Lernrate.`,
  thresholdFar: 'Die Schwelle ist außer Reichweite',
  thresholdFarText: (limit, norm) =>
    `${limit} ist mehr als das Zehnfache der mittleren Norm von ${norm}; nur eine Explosion käme so weit.`,
  thresholdFits: 'Die Schwelle passt',
  thresholdFitsText: (limit, norm) => `${limit} passt gut zu einer mittleren Norm von ${norm}.`,
  converges: (low, high) =>
    `Die halbe bis zehnfache mittlere Norm, hier ${low} bis ${high}, konvergiert noch (Pascanu et al. 2013).`,
  largeSteps: 'Einige Schritte sind groß',
  largeStepsText: (list) =>
    `Ein Schritt bewegt mehr als ein Hundertstel von ${list}; üblich ist etwa ein Tausendstel. Eine kleinere Lernrate macht die Schritte ruhiger.`,
  smallSteps: 'Einige Schritte sind klein',
  smallStepsText: (list) =>
    `Ein Schritt bewegt weniger als ein Zehntausendstel von ${list}; üblich ist etwa ein Tausendstel. Entweder ist es zur Ruhe gekommen, oder die Lernrate ist dafür zu klein.`,
  healthySteps: 'Die Schritte haben eine gesunde Größe',
  healthyStepsText: (list) =>
    `Im Lauf des Trainings bewegt ein Schritt typischerweise diesen Anteil jeder Matrix: ${list}. Das liegt höchstens um das Zehnfache neben dem üblichen Tausendstel.`,
  stepsRule: (times, guide) =>
    `ein Faktor von ${times} über oder unter ${guide} (CS231n-Skript, Teil 3, „Ratio of weights:updates“).`,

  units: {
    dead: (found, all) => `${found} von ${all} Einheiten sind nie an`,
    saturated: (found, all) => `${found} von ${all} Einheiten stehen fast immer am Anschlag`,
    constant: (found, all) => `${found} von ${all} Einheiten bewegen sich kaum`,
  },
  unitReasons: {
    dead: 'Durch eine Einheit, die bei jedem Satz aus ist, kommt kein Gradient. Eine kleinere Lernrate hält sie am Leben.',
    saturated:
      'Wo ein tanh am Anschlag steht, ist seine Steigung nahe 0, und wenig Gradient kommt durch. Kleinere Gewichte oder Schritte lassen Platz.',
    constant: 'Sie sagen bei jedem Wort dasselbe und könnten wegbleiben.',
  },
  overSentences: (sentences, units, reason) => `In ${sentences} Testsätzen: ${units}. ${reason}`,
  someUnits: (units) => `Einheiten ${units} und weitere`,
  oneUnit: (unit) => `Einheit ${unit}`,
  theseUnits: (units) => `Einheiten ${units}`,
  allWork: 'Alle Einheiten arbeiten',
  allWorkText: (units, sentences) =>
    `Keine der ${units} Einheiten ist in ${sentences} Testsätzen tot, gesättigt oder untätig.`,
  unitsRule: (slope, share, range, many) =>
    `tot: ein ReLU, das immer 0 ist; gesättigt: eine Steigung unter ${slope} bei ${share} der Wörter; untätig: Bewegung um weniger als ${range}. Die Anzeichen stammen aus dem CS231n-Skript, Teil 3; die Zahlen und die Warnung ab ${many} der Einheiten sind Unrolls Wahl.`,
  noForgetOpen: 'Kein Vergessensgatter steht meistens offen',
  noUpdateOpen: 'Kein Aktualisierungsgatter steht meistens offen',
  forgetOpen: (share) => `${share} der Vergessensgatter stehen meistens offen`,
  updateOpen: (share) => `${share} der Aktualisierungsgatter stehen meistens offen`,
  noneOpenText:
    'Keines liegt bei mehr als der Hälfte der Wörter über 0,9; keine Einheit trägt also ihren Zustand unverändert über viele Wörter.',
  openText:
    'Über 0,9 bei mehr als der Hälfte der Wörter: Diese Einheiten tragen ihren Zustand über viele Wörter und sind das Langzeitgedächtnis.',
  gatesRule: (open) => `über ${open} bei mehr als der Hälfte der Wörter (nach Karpathy, Johnson & Fei-Fei 2015).`,
}
