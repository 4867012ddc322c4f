/** Why a laboratory could not come to its end, in words for people. */
export class LabFailure extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'LabFailure'
  }
}
