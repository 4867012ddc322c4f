import type { en } from '../en/all.ts'

export const labs: typeof en.labs = {
  about: {
    order: {
      title: 'Reihenfolge',
      question: 'Was verliert ein Modell, wenn die Wörter eines Satzes die Plätze tauschen?',
      expect:
        'Ein Modell, das seine Wortvektoren mittelt, liest einen Beutel voll Wörter: Seine Linie ist flach. Modelle, die Wort für Wort lesen, fallen mit der Reihenfolge auf Raten zurück; wo sie kaum zählt, fallen sie wenig.',
      sources:
        'Hier trainiert auf Filmkritiken, in denen allein die Wortfolge das Label bestimmt; oder eigene Läufe wählen. Mittelung: Iyyer et al. 2015.',
    },
    distance: {
      title: 'Abstand',
      question: 'Über wie viele Wörter hinweg merkt sich ein Modell das eine, das die Antwort bestimmt?',
      expect:
        'Ein Hinweis an Token 5, dann n Füllwörter, dann die Frage, welcher Hinweis es war. Ein RNN verliert ihn zuerst: Sein Gradient schwindet mit jedem Wort um einen Faktor. Auch das LSTM (Vergessens-Bias 1) verliert ihn oft vor 100 Wörtern. Am weitesten reicht LSTM (chrono), dessen Vergessensgatter mit Zeitkonstanten beginnen, die über die Satzlänge verteilt sind.',
      sources:
        'Die Frage: Hochreiter 1991 sowie Hochreiter & Schmidhuber 1997; Vergessens-Bias 1: Jozefowicz et al. 2015; Chrono-Initialisierung: Tallec & Ollivier 2018. 995 Füllwörter ergeben die 1.000 Tokens des Artikels.',
    },
    padding: {
      title: 'Auffüllen',
      question: 'Was geschieht, wenn ein Modell die Füllzeichen liest, als wären es Wörter?',
      expect:
        'Auffüllen vor den Wörtern ist bald vergessen. Auffüllen danach verdrängt die Wörter aus dem Gedächtnis: Ein LSTM bleibt dann bei 50 %, wie es für Keras berichtet wurde. Maskierte Schritte werden übersprungen und kosten nichts.',
      sources:
        'Stellt keras-team/keras-io Issue 2044 nach (ein LSTM bleibt auf aufgefüllten Kritiken bei 50 %). Dreimal dieselben Sätze, Startwerte und Einstellungen; nur das Auffüllen unterscheidet sich.',
    },
    adding: {
      title: 'Addieren',
      question: 'Kann ein Modell zwei Zahlen addieren, die es vor langer Zeit sah?',
      expect:
        'Jeder Schritt bringt eine Zahl und eine Markierung; am Ende ist die Summe der zwei markierten Zahlen gefragt. Wer immer 1 antwortet, hat einen mittleren quadratischen Fehler von 1/6 ≈ 0,167, die Varianz der Summe.',
      sources:
        'Hochreiter & Schmidhuber 1997, Experiment 4: T = 100, 500, 1000 nach 74.000, 209.000, 853.000 Folgen gelöst, von einem LSTM ohne Vergessensgatter, mit Eingaben von −1 bis 1 und umskaliertem Ziel; die heutige Form nach Le et al. 2015. Als richtig gilt eine Summe bis auf 0,16, ihre Grenze.',
    },
    copy: {
      title: 'Kopieren',
      question: 'Kann ein Modell zehn Symbole nach einer Wartezeit wiederholen?',
      expect:
        'Zehn Symbole von acht Arten, T Schritte Wartezeit, dann sind sie zu wiederholen. Ohne Gedächtnis ist es am besten, zu schweigen und dann zu raten: 10 · ln 8 / (T + 20) Nats je Schritt. Die schwerste dieser Aufgaben; ein RNN bleibt auf jener Linie.',
      sources:
        'Arjovsky, Shah & Bengio 2016 und Tallec & Ollivier 2018 (128 Einheiten, T = 500 und 2.000: Chrono-Initialisierung weit unter der Linie); Bai et al. 2018 (T = 500 bis 2.000).',
    },
    'temporal-order': {
      title: 'Zeitliche Folge',
      question: 'Erkennt ein Modell, welches von zwei Symbolen zuerst kam?',
      expect:
        'Zwei Symbole, je X oder Y, stehen weit auseinander zwischen Ablenkern; die Klasse ist XX, XY, YX oder YY. Raten erreicht 25 %.',
      sources:
        'Hochreiter & Schmidhuber 1997, Aufgabe 6a: Länge 100 bis 110, nach 31.390 Folgen gelöst. Pascanu, Mikolov & Bengio 2013: Ein gekapptes und regularisiertes RNN mit 50 Einheiten löst Längen von 50 bis 200.',
    },
    'first-symbol': {
      title: 'Erstes Symbol',
      question: 'Kann ein Modell am Ende der Folge ihr erstes Symbol nennen?',
      expect:
        'Zwei Folgen, die sich nur im ersten Symbol unterscheiden, p Schritte lang. Der Gradient muss den ganzen Weg zurücklegen: Raten erreicht 50 %.',
      sources:
        'Hochreiter & Schmidhuber 1997, Aufgabe 2a: Real-Time Recurrent Learning löst 78 % der Versuche bei p = 4 und keinen bei p = 10; bei p = 100 löst Backpropagation Through Time keinen und ein LSTM alle, nach 5.040 Folgen.',
    },
    reber: {
      title: 'Reber',
      question: 'Kann ein Modell eine kleine Grammatik lernen und die Klammer schließen, die es geöffnet hat?',
      expect:
        'Zeichenketten der eingebetteten Reber-Grammatik, Symbol für Symbol: das nächste nennen. Das vorletzte Symbol wiederholt das zweite (T oder P), über mindestens sieben Symbole hinweg; Raten erreicht 50 %. Kurz und diskret: Die meisten Zellen lernen es.',
      sources:
        'Hochreiter & Schmidhuber 1997, Experiment 1: Ein LSTM lernt sie in 97 bis 100 % der Versuche nach 8.440 bis 39.740 Folgen, ein Elman-Netz in keinem.',
    },
  },
  paddings: {
    after: 'nach den Wörtern aufgefüllt, gelesen',
    before: 'vor den Wörtern aufgefüllt, gelesen',
    masked: 'maskiert',
  },

  guessing: 'Raten: 50 %',
  withoutMemory: (reached) => `ohne Gedächtnis: ${reached}`,
  accuracyOfAnswers: 'Genauigkeit (% der Antworten)',
  trainingStep: 'Trainingsschritt',
  epoch: 'Epoche',
  timestep: 'Zeitschritt',
  fillers: 'Füllwörter zwischen Hinweis und Ende',
  moved: 'Wörter jedes Satzes, die den Platz tauschen',
  cueToEnd: '‖∂L/∂h‖ beim Hinweis / am Ende',
  norm: '‖∂L/∂h‖ (Nats je Einheit)',
  squaredError: 'mittlerer quadratischer Fehler (ohne Einheit)',
  perStep: 'Kreuzentropie (Nats je Schritt)',
  perSequence: 'Kreuzentropie (Nats je Folge)',
  perSymbol: 'Kreuzentropie (Nats je Symbol)',
  loss: 'Verlust',
  lossReading:
    'Nur eine Kurve, die unter die gestrichelte Linie fällt, hat ihr Gedächtnis benutzt; der Rahmen endet beim Doppelten dieses Verlusts.',
  accuracy: 'Genauigkeit',
  shuffled: 'Genauigkeit beim Mischen',
  shuffledReading:
    'Links: Sätze wie geschrieben. Rechts: jedes Wort an zufälliger Stelle. Eine flache Linie hat die Reihenfolge nie benutzt.',
  distanceReading:
    'Anteil neuer Sätze mit richtiger Antwort; die dünnen Linien sind der beste und der schlechteste Startwert.',
  gradientBefore: 'Gradient beim Hinweis, vor dem Training',
  gradientBeforeReading:
    'Vor dem ersten Trainingsschritt: Bei 1 erreicht der ganze Gradient am letzten Wort den Hinweis; eine gerade Linie abwärts heißt, dass er je Wort um denselben Faktor schwindet.',
  gradientAfter: 'Gradient beim Hinweis, nach dem Training',
  gradientAfterReading:
    'Nach dem Training: Bei 1 erreicht der ganze Gradient am letzten Wort den Hinweis; eine gerade Linie abwärts heißt, dass er je Wort um denselben Faktor schwindet.',
  onValidation: 'Genauigkeit auf dem Validierungsteil',
  onValidationReading: 'Dasselbe Modell auf denselben Sätzen; nur was neben ihnen steht, ist verschieden.',
  gradientEach: 'Gradient bei jedem Zeitschritt, erste Epoche',
  gradientEachReading:
    'Was das Training jedem Zeitschritt noch sagen kann. Nach den Wörtern aufgefüllt: Sie stehen links, wo fast nichts ankommt.',
  sums: 'Summen bis auf 0,16 richtig',
  sumsReading: 'Der Anteil der Summen, die nach der Grenze von 1997 stimmen; die gestrichelte Linie antwortet immer 1.',
  repeated: 'Richtig wiederholte Symbole',
  repeatedReading: 'Von den zehn zu wiederholenden Symbolen; durch Raten stimmt jedes achte.',
  fourClassesReading: 'Der Anteil der Folgen, die der richtigen von vier Klassen zugeordnet werden.',
  firstReading: 'Der Anteil der Folgen, deren erstes Symbol richtig genannt wird.',
  reberLossReading: 'Nie 0: An den meisten Stellen wählt die Grammatik selbst zufällig zwischen zwei Symbolen.',
  needsMemory: 'Das Symbol, das Gedächtnis braucht',
  needsMemoryReading: 'Das vorletzte Symbol, das das zweite wiederholt: richtig oder falsch.',

  seeds: (n) => (n === 1 ? 'ein Startwert' : `${n} Startwerte`),
  bridgesNone: (name) => `${name} überbrückt keinen dieser Abstände`,
  bridges: (name, words) => `${name} überbrückt ${words} Füllwörter`,
  atLeastRight: (share) => `Mit mindestens ${share} richtigen Antworten`,
  rightAt: (words, tokens, seeds) => `Richtig bei ${words} Füllwörtern (${tokens} Tokens; ${seeds})`,
  reachesTheCue: 'Anteil des Gradienten am letzten Wort, der dort den Hinweis erreicht, vor dem Training',
  noBetter: (share) => `${share}, nicht besser als Raten`,
  guess: (share) => `${share} (Raten)`,
  stays: (name, share) => `${name} bleibt bei jeder Reihenfolge bei ${share}`,
  goes: (name, from, to) => `${name} geht von ${from} auf ${to}`,
  accuracyShuffled: (least, most, seeds) =>
    `Genauigkeit, wenn ${least} bis ${most} der Wörter gemischt sind (${seeds})`,
  toldApart: 'Paare aus denselben Wörtern mit entgegengesetztem Sinn, die unterschieden werden',
  rightOnTest: (cell, steps, seeds) => `Richtig auf dem Testteil, ${cell} auf ${steps} Schritte aufgefüllt (${seeds})`,
  firstWordGets: (factor) =>
    `Wo nach den Wörtern aufgefüllt und das gelesen wird, bekommt das erste Wort das ${factor}-Fache des Gradienten des letzten Schritts`,
  lossAndRight: (loss, right) => `${loss} (${right} richtig)`,
  withoutMemoryLoss: (loss) => `ohne Gedächtnis ${loss}`,
  usedMemory: (names) => `${names}: Gedächtnis benutzt`,
  noMemory: (names) => `${names}: nicht besser als eine Antwort ohne Gedächtnis`,
  errorAfter: (steps, seeds) => `Mittlerer quadratischer Fehler nach ${steps} Schritten (${seeds})`,
  entropyAfter: (steps, seeds) => `Kreuzentropie nach ${steps} Schritten (${seeds})`,
}
