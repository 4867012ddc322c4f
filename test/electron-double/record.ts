/** Calls that leave the program (dialogs, other applications, the power manager), in order, for the tests to look at. */
export interface RecordedCall {
  call: string
  args: unknown[]
}

export const calls: RecordedCall[] = []

export function record(call: string, ...args: unknown[]): void {
  calls.push({ call, args: JSON.parse(JSON.stringify(args)) as unknown[] })
}

/** An event as Electron hands it to listeners. */
export class DoubleEvent {
  defaultPrevented = false
  preventDefault(): void {
    this.defaultPrevented = true
  }
}
