/** What the commands of the terminal say to the shell. */
export const exitCodes = { done: 0, failed: 1, refused: 2, stopped: 130 } as const
