/**
 * How many models may train side by side on the processor: one per core, and from three cores on one stays for the page and
 * the disk. On two cores both train: two models at once with a thread each took four fifths of the time of one after the other
 * with two threads each (RNN and LSTM, hidden 64, four epochs of 10,662 sentences: 8.1 s against 10.2 s), and the page needs
 * a few per cent of a core.
 * @param cores `navigator.hardwareConcurrency`; undefined where the browser keeps it to itself.
 */
export const placesFor = (cores: number | undefined): number => {
  const known = cores ?? 1
  return known <= 2 ? Math.max(1, known) : known - 1
}
