/** Where the command writes: results to one stream, what it is doing to the other. Both get finished, safe text. */
export interface Terminal {
  /** A line of the result (standard output). */
  print(line: string): void
  /** A line about the work (standard error). */
  note(line: string): void
  /** The stream for a progress bar, or null where nobody watches. */
  bar: NodeJS.WriteStream | null
}

export function processTerminal(): Terminal {
  // A reader that goes away (`| head`) is no failure.
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit(0)
      throw error
    })
  return {
    print: (line) => void process.stdout.write(`${line}\n`),
    note: (line) => void process.stderr.write(`${line}\n`),
    bar: process.stderr.isTTY ? process.stderr : null,
  }
}
