import type { Topic } from './negation-lexicon.ts'

/** Which list of opinion words a construction draws from. */
export type OpinionKind = 'adjective' | 'past-verb' | 'base-verb' | 'feeling'

/** A topic with its grammar: 'the jokes', 'were', 'are', 'they', and 'bad jokes' or 'a bad plot'. */
export interface Subject {
  the: string
  bare: string
  was: string
  is: string
  it: string
  them: string
  /** Noun phrase with that adjective and its article. */
  phrase(adjective: string): string
}

export function subjectOf({ noun, kind }: Topic): Subject {
  const plural = kind === 'plural'
  return {
    the: `the ${noun}`,
    bare: noun,
    was: plural ? 'were' : 'was',
    is: plural ? 'are' : 'is',
    it: plural ? 'they' : 'it',
    them: plural ? 'them' : 'it',
    phrase: (adjective) =>
      kind === 'count' ? `${/^[aeiou]/.test(adjective) ? 'an' : 'a'} ${adjective} ${noun}` : `${adjective} ${noun}`,
  }
}

/**
 * A sentence with two opposite opinion words of which only one is the verdict. With the two words exchanged it has the same
 * bag of words and the opposite label: what tells them apart is order alone.
 */
export interface Swap {
  name: string
  opinion: OpinionKind
  say(subject: Subject, verdict: string, other: string): string
}

/** Two sentences with one opinion word: one takes it back, the other does not. */
export interface Turn {
  name: string
  opinion: OpinionKind
  takesBack(subject: Subject, opinion: string): string
  stands(subject: Subject, opinion: string): string
}

const swap = (name: string, say: Swap['say'], opinion: OpinionKind = 'adjective'): Swap => ({ name, opinion, say })
const turn = (
  name: string,
  takesBack: Turn['takesBack'],
  stands: Turn['stands'],
  opinion: OpinionKind = 'adjective',
): Turn => ({ name, opinion, takesBack, stands })

/** In some the verdict comes first, in others last: neither place gives it away. */
export const swaps: readonly Swap[] = [
  swap('not b, it was a', (s, a, b) => `${s.the} ${s.was} not ${b}, ${s.it} ${s.was} ${a}`),
  swap('a, not b', (s, a, b) => `${s.the} ${s.was} ${a}, not ${b}`),
  swap('headline', (s, a, b) => `${s.bare}: ${a}, not ${b}`),
  swap('not b at all', (s, a, b) => `not ${b} at all: ${s.the} ${s.was} ${a}`),
  swap('expected b, got a', (s, a, b) => `I expected ${s.phrase(b)} and got ${s.phrase(a)}`),
  swap('got a, expected b', (s, a, b) => `I got ${s.phrase(a)} where I expected ${s.phrase(b)}`),
  swap('b at first', (s, a, b) => `${s.the} ${s.was} ${b} at first and ${a} by the end`),
  swap('turned out a', (s, a, b) => `${s.the} looked ${b} but turned out ${a}`),
  swap('would be b', (s, a, b) => `I thought ${s.the} would be ${b}, but ${s.it} ${s.was} ${a}`),
  swap('more a than b', (s, a, b) => `${s.the} ${s.was} more ${a} than ${b}`),
  swap('less b than a', (s, a, b) => `${s.the} ${s.was} less ${b} than ${a}`),
  swap('anything but b', (s, a, b) => `anything but ${b}, ${s.the} ${s.was} ${a}`),
  swap('unlike the book', (s, a, b) => `unlike the ${b} book, ${s.the} ${s.was} ${a}`),
  swap('as b as the book', (s, a, b) => `as ${b} as the book was, ${s.the} ${s.was} ${a}`),
  swap('rather than b', (s, a, b) => `I would call ${s.the} ${a} rather than ${b}`),
  swap('question', (s, a, b) => `${b}? No, ${s.the} ${s.was} ${a}`),
  swap('everyone else', (s, a, b) => `everyone else called ${s.the} ${b}, I call ${s.them} ${a}`),
  swap('the longer', (s, a, b) => `the longer I watched, the less ${b} and the more ${a} ${s.the} became`),
  swap('right and wrong', (s, a, b) => `those who call ${s.the} ${a} are right, those who say ${b} are wrong`),
  swap('wrong and right', (s, a, b) => `those who call ${s.the} ${b} are wrong, those who say ${a} are right`),
  swap('never and always', (s, a, b) => `${s.the} ${s.was} never ${b} and always ${a}`),
  swap('always and never', (s, a, b) => `${s.the} ${s.was} always ${a}, never ${b}`),
  swap('from b to a', (s, a, b) => `${s.the} went from ${b} to ${a} in no time`),
  swap('only seems b', (s, a, b) => `${s.the} ${s.is} really ${a} and only ${s.it === 'they' ? 'seem' : 'seems'} ${b}`),
  swap('on paper', (s, a, b) => `${b} on paper, ${s.the} ${s.is} ${a} on screen`),
  swap('on screen', (s, a, b) => `${a} on screen, ${s.the} ${s.was} ${b} on paper`),
  swap('the critics', (s, a, b) => `the critics ${b} ${s.the}, but I ${a} ${s.them}`, 'past-verb'),
  swap('that the critics', (s, a, b) => `I ${a} ${s.the} that the critics ${b}`, 'past-verb'),
  swap('went in', (s, a, b) => `I went in ${b} and ${s.the} left me ${a}`, 'feeling'),
  swap('although', (s, a, b) => `${s.the} left me ${a} although I went in ${b}`, 'feeling'),
]

export const turns: readonly Turn[] = [
  turn(
    'not',
    (s, x) => `${s.the} ${s.was} not ${x}`,
    (s, x) => `${s.the} ${s.was} so ${x}`,
  ),
  turn(
    'headline not',
    (s, x) => `${s.bare}: not ${x}`,
    (s, x) => `${s.bare}: very ${x}`,
  ),
  turn(
    'not at all',
    (s, x) => `not ${x} at all, ${s.the}`,
    (s, x) => `so ${x} after all, ${s.the}`,
  ),
  turn(
    'not enough',
    (s, x) => `${s.the} ${s.was} ${x}, but not ${x} enough to matter`,
    (s, x) => `${s.the} ${s.was} ${x}, and easily ${x} enough to matter`,
  ),
  turn(
    'not as',
    (s, x) => `${s.the} ${s.was} not as ${x} as the trailer`,
    (s, x) => `${s.the} ${s.was} just as ${x} as the trailer`,
  ),
  turn(
    'so I thought',
    (s, x) => `${s.the} ${s.was} ${x}, or so I thought until the ending`,
    (s, x) => `${s.the} ${s.was} ${x}, and so I thought until the ending`,
  ),
  turn(
    'take it back',
    (s, x) => `${s.the} ${s.was} ${x} — no, I take that back`,
    (s, x) => `${s.the} ${s.was} ${x} — yes, I stand by that`,
  ),
  turn(
    'said nobody',
    (s, x) => `${s.the} ${s.was} ${x}, said nobody who saw it`,
    (s, x) => `${s.the} ${s.was} ${x}, said everybody who saw it`,
  ),
  turn(
    'the poster',
    (s, x) => `the poster calls ${s.the} ${x}, which is wrong`,
    (s, x) => `the poster calls ${s.the} ${x}, which is right`,
  ),
  turn(
    'far from',
    (s, x) => `${s.the} ${s.was} far from ${x}`,
    (s, x) => `${s.the} ${s.was} nothing short of ${x}`,
  ),
  turn(
    'nobody can say',
    (s, x) => `nobody can say that ${s.the} ${s.was} ${x}`,
    (s, x) => `nobody can say that ${s.the} ${s.was} not ${x}`,
  ),
  turn(
    'I cannot say',
    (s, x) => `I cannot say that ${s.the} ${s.was} ${x}`,
    (s, x) => `I must say that ${s.the} ${s.was} ${x}`,
  ),
  turn(
    'never found',
    (s, x) => `I never found ${s.the} ${x}`,
    (s, x) => `I always found ${s.the} ${x}`,
  ),
  turn(
    'did not',
    (s, x) => `I did not ${x} ${s.the}`,
    (s, x) => `I really did ${x} ${s.the}`,
    'base-verb',
  ),
]
