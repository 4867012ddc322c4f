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
}
