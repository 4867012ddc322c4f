/**
 * How many models may train side by side on the processor: one per core, and one core stays for the page and the disk.
 * @param cores `navigator.hardwareConcurrency`; undefined where the browser keeps it to itself.
 */
export const placesFor = (cores: number | undefined): number => Math.max(1, (cores ?? 1) - 1)
