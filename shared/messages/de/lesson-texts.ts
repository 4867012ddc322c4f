/** A lesson's own words in German: its definition (shared/lessons) holds the English ones. */
export interface LessonTexts {
  title: string
  question: string
  /** By the task's id. */
  tasks: Record<string, { ask: string; hint: string }>
}

/** By the lesson's id. */
export const lessonTexts: Record<string, LessonTexts> = {
  order: {
    title: 'Warum die Reihenfolge zählt',
    question: 'Warum gibt man einen Satz nicht einem gewöhnlichen Netz?',
    tasks: {
      small: {
        ask: 'Die drei Sätze so umschreiben, dass mit einem Vokabular kein Netz mehr als 100 Parameter braucht. Es bleibt bei 4 verdeckten Einheiten und mindestens zwei Wörtern je Satz.',
        hint: 'Gezählt wird (Vokabular × Wörter) × verdeckt + verdeckt. Kürzere Sätze helfen; Sätze, die Wörter gemeinsam haben, auch.',
      },
      pair: {
        ask: 'Ein Paar aus höchstens je vier Wörtern finden, das ein mittelndes Netz nicht unterscheiden kann: dieselben Wörter, in einer Reihenfolge, die den Sinn ändert.',
        hint: '„not“ vor ein anderes Wort setzen: „not good but bad“ sagt das Gegenteil von … was?',
      },
    },
  },
  'one-hot': {
    title: 'Wörter als Vektoren',
    question: 'Wie wird ein Wort zu Zahlen, die ein Netz multiplizieren kann?',
    tasks: {
      grow: {
        ask: 'Die Sätze ändern, bis ein One-hot-Vektor 8 Zahlen hat.',
        hint: 'Nur ein Wort, das noch nicht da war, verlängert die Vektoren. „good“ zu wiederholen bewirkt nichts.',
      },
      opposites: {
        ask: '„good“ und „bad“ beginnen mit Zeilen, die in dieselbe Richtung zeigen. Sie zu Gegensätzen machen: eine Ähnlichkeit von −0,9 oder weniger.',
        hint: '„bad“ die Zahlen von „good“ mit umgekehrten Vorzeichen geben. Das tut das Training mit den Zeilen, in kleinen Schritten.',
      },
    },
  },
  'rnn-forward': {
    title: 'Ein Gedächtnis aus zwei Zahlen',
    question: 'Was berechnet ein rekurrentes Netz, Wort für Wort?',
    tasks: {
      flip: {
        ask: 'Nichts als W_h ändern und die erste Komponente von h nach „AI“ negativ machen.',
        hint: 'Die Wörter schieben diese Komponente jedes Mal nach oben, um 0,7, 0,5 und 0,5. Nach unten schieben kann nur, was vom Zustand davor kommt. Dessen zweite Komponente ist negativ: Was macht Zeile 2, Spalte 1 von W_h daraus?',
      },
      forget: {
        ask: 'Allein mit W_h den letzten Zustand das erste Wort vergessen lassen: Er soll von h nach „I“ um weniger als 0,001 abhängen.',
        hint: 'Zwischen „I“ und „AI“ liegen zwei Schritte, und jeder multipliziert mit W_h. Was geschieht mit einem Produkt zweier kleiner Faktoren?',
      },
    },
  },
  'back-propagation': {
    title: 'Zurück durch die Zeit',
    question: 'Wie lernt ein Wort am Anfang aus einem Fehler am Ende?',
    tasks: {
      learn: {
        ask: 'Schritte des Gradientenabstiegs machen, bis der Verlust unter 0,1 liegt. Satz und Antwort bleiben.',
        hint: 'Immer wieder auf „Einen Schritt machen“ klicken oder zuerst die Lernrate erhöhen. Was geschieht, wenn sie zu hoch ist?',
      },
      'short-sighted': {
        ask: 'W_h so ändern, dass weniger als 1 % vom Gradienten des letzten Wortes zum ersten zurückkommt.',
        hint: 'Auf dem Rückweg wird der Gradient je Wort einmal mit W_h multipliziert. Alle Zahlen darin klein machen.',
      },
    },
  },
  vanishing: {
    title: 'Verschwinden und Explodieren',
    question: 'Warum vergisst ein RNN den Anfang eines langen Satzes?',
    tasks: {
      vanish: {
        ask: 'Den Gradienten verschwinden lassen: Über 20 Wörter darf weniger als ein Tausendstel davon das erste Wort erreichen.',
        hint: 'Der Rückweg über 20 Wörter multipliziert 19-mal. Welche Zahl hoch 19 ist ein Tausendstel? Etwa 0,7.',
      },
      level: {
        ask: 'Ihn nun am Leben halten: Über 60 Wörter muss das Halbe bis Doppelte des Gradienten das erste Wort erreichen.',
        hint: 'Ein Faktor von 1 wäre ohne tanh richtig, dessen Steigung unter 1 liegt. Die Wortvektoren kleiner oder den Faktor eine Spur größer als 1 machen: So schmal ist der Weg.',
      },
    },
  },
  'lstm-gates': {
    title: 'Die Gatter eines LSTM',
    question: 'Wie entscheidet eine Zelle, was sie behält, schreibt und sagt?',
    tasks: {
      quarter: {
        ask: 'Ein Vergessensgatter wählen, das ein Viertel übrig lässt: Aus 2, 4, 8 soll 0,5, 1, 2 werden.',
        hint: 'Das Gatter multipliziert jede Komponente mit derselben Zahl.',
      },
      hold: {
        ask: 'Den Schritt zu einem Gedächtnis machen, das hält: allein mit den Biases mehr als 99 % von c behalten und weniger als 0,01 schreiben.',
        hint: 'Ein Gatter ist ein Sigmoid: Nahe 1 kommt es, wenn seine Summe weit über 0 liegt, nahe 0, wenn sie weit darunter liegt. Den Bias von f erhöhen, den von i senken.',
      },
      budget: {
        ask: 'Ein LSTM mit höchstens 500 Parametern, das weiterhin Vektoren aus 8 Zahlen liest: Wie viele Einheiten kann es haben? Die größte Zahl finden.',
        hint: 'Ein Gatter sieht Eingabe und Zustand: (Eingaben + Einheiten) × Einheiten + Einheiten. Die Zelle hat vier davon.',
      },
    },
  },
  limits: {
    title: 'Was bei Token 900 übrig ist',
    question: 'Erinnert sich ein LSTM an alles?',
    tasks: {
      half: {
        ask: 'f so wählen, dass nach 100 Schritten die Hälfte eines Tokens übrig ist.',
        hint: 'Gesucht ist die Zahl, deren hundertste Potenz ein Halb ist. Sie liegt zwischen 0,99 und 0,999.',
      },
      reach: {
        ask: 'Token 5 muss bei Token 900 noch da sein: Mindestens ein Zehntel soll übrig bleiben, ohne ein Gatter von genau 1.',
        hint: '895 Schritte liegen dazwischen. Ein Gatter von 0,99 lässt fast nichts übrig; Zahlen näher an 1 versuchen, etwa 0,998.',
      },
    },
  },
  'line-of-models': {
    title: 'Die Reihe der Modelle',
    question: 'Was kam davor, was danach, und was lässt sich hier trainieren?',
    tasks: {
      fair: {
        ask: 'Den Vergleich fair machen: RNN und GRU so viele Parameter geben, wie das LSTM mit 16 Einheiten hat, bis auf 3 %.',
        hint: 'Ein GRU hat drei Summen, wo ein LSTM vier hat, ein RNN eine. Mehr Einheiten gleichen das aus; für das GRU 19 versuchen.',
      },
    },
  },
}

/** What lessons call their numbers, texts, measures and units, by their English names. */
export const lessonNames: Record<string, string> = {
  parameters: 'Parameter',
  words: 'Wörter',
  nats: 'Nats',
  tokens: 'Tokens',
  'Hidden units': 'Verdeckte Einheiten',
  'Sentence 1': 'Satz 1',
  'Sentence 2': 'Satz 2',
  'Sentence 3': 'Satz 3',
  'One order': 'Eine Reihenfolge',
  'Another order': 'Eine andere Reihenfolge',
  'The largest of the three nets': 'Das größte der drei Netze',
  'The shortest of the three sentences': 'Der kürzeste der drei Sätze',
  'The number of sentences': 'Anzahl der Sätze',
  'The number of words in all': 'Anzahl aller Wörter',
  'The vocabulary': 'Das Vokabular',
  'The recurrent layer': 'Die rekurrente Schicht',
  'The longer sentence of the pair': 'Der längere Satz des Paares',
  'Whether the pair has the same words in another order (1 or 0)':
    'Ob das Paar dieselben Wörter in anderer Reihenfolge hat (1 oder 0)',
  'Both have the same words, in another order.': 'Beide haben dieselben Wörter in anderer Reihenfolge.',
  'They must have the same words, in another order.': 'Sie müssen dieselben Wörter in anderer Reihenfolge haben.',
  'The distance between the averaging net’s two answers': 'Abstand der zwei Antworten des mittelnden Netzes',
  'The distance between the recurrent net’s two answers': 'Abstand der zwei Antworten des rekurrenten Netzes',
  'The word looked up, as its place in the vocabulary': 'Das nachgeschlagene Wort, als Platz im Vokabular',
  'The number of words without a row': 'Anzahl der Wörter ohne Zeile',
  'The likeness of the rows of “good” and “bad” (cosine, −1 to 1)':
    'Ähnlichkeit der Zeilen von „good“ und „bad“ (Kosinus, −1 bis 1)',
  'The length of row “good” plus row “bad”': 'Länge von Zeile „good“ plus Zeile „bad“',
  'The sentence': 'Der Satz',
  'The right answer': 'Die richtige Antwort',
  'The learning rate': 'Die Lernrate',
  'The loss': 'Der Verlust',
  'The net’s answer': 'Die Antwort des Netzes',
  'The loss after one step': 'Der Verlust nach einem Schritt',
  'The gradient through the first word, as a share of that through the last':
    'Gradient durch das erste Wort, als Anteil dessen durch das letzte',
  'The scale of W_h': 'Faktor von W_h',
  'The length of the sentence': 'Länge des Satzes',
  'The size of the word vectors': 'Größe der Wortvektoren',
  'The gradient at the first word, as a share of that at the last':
    'Gradient am ersten Wort, als Anteil dessen am letzten',
  'The factor per word': 'Faktor je Wort',
  'The largest change that one word makes to the bias': 'Größte Änderung des Bias durch ein Wort',
  'The smallest change that one word makes to the bias': 'Kleinste Änderung des Bias durch ein Wort',
  'The forget gate f': 'Das Vergessensgatter f',
  'The number of inputs': 'Anzahl der Eingaben',
  'The number of units': 'Anzahl der Einheiten',
  'h before': 'h davor',
  'c before': 'c davor',
  'A gate': 'Ein Gatter',
  'The cell': 'Die Zelle',
  'The sigmoid of z': 'Das Sigmoid von z',
  'The tanh of z': 'tanh von z',
  'c after the step': 'c nach dem Schritt',
  'h after the step': 'h nach dem Schritt',
  'The share of c that the step keeps': 'Anteil von c, den der Schritt behält',
  'What the step writes': 'Was der Schritt schreibt',
  'The token to remember': 'Zu merkendes Token',
  'The token at which we ask': 'Token, bei dem gefragt wird',
  'The share that is left': 'Anteil, der übrig ist',
  'The half-life': 'Die Halbwertszeit',
  'The RNN': 'Das RNN',
  'The LSTM': 'Das LSTM',
  'The GRU': 'Das GRU',
  'The GRU’s size as a share of the LSTM’s': 'Größe des GRU, als Anteil der des LSTM',
  'The RNN’s size as a share of the LSTM’s': 'Größe des RNN, als Anteil der des LSTM',
}

/** Names with something in them: what they look like in English, and what becomes of them. */
export const lessonNamePatterns: readonly [RegExp, string][] = [
  [/^(\w+), row (\d+), column (\d+)$/, '$1, Zeile $2, Spalte $3'],
  [/^(\w+), component (\d+)$/, '$1, Komponente $2'],
  [/^([zh]) after “(\w+)”, component (\d+)$/, '$1 nach „$2“, Komponente $3'],
  [/^What h after the last word still depends on h after “(\w+)”$/, 'Abhängigkeit des letzten h von h nach „$1“'],
  [/^The length of the gradient of (\w+)$/, 'Länge des Gradienten von $1'],
  [/^What is left of component (\d+) of the cell state$/, 'Rest von Komponente $1 des Zellzustands'],
  [/^Gate (\w) of the step$/, 'Gatter $1 des Schritts'],
  [/^(\w) of gate (\w)$/, '$1 von Gatter $2'],
  [/^Hidden units of the (\w+)$/, 'Verdeckte Einheiten des $1'],
]
