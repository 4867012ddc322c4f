/** The colour of a class by its index, from styles/tokens.css; they come round after six. */
export const classColour = (index: number) => `var(--class-${(index % 6) + 1})`
