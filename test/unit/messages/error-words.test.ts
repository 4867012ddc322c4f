import { afterEach, expect, it } from 'vitest'
import { errorOf } from '../../../renderer/api.ts'
import { speak } from '../../../renderer/messages.ts'

afterEach(() => speak('en', []))

const missing = { code: 'run-not-found', message: 'This run does not exist (any more). Choose another one.' }
const special = { code: 'file-unreadable', message: '“a.csv” cannot be read: EACCES.' }

it('the server’s own sentence is shown in English, another language’s by code, and English where it has none', () => {
  expect(errorOf(404, missing).message).toBe(missing.message)
  speak('de', [])
  expect(errorOf(404, missing).message).toBe('Diesen Lauf gibt es nicht (mehr). Einen anderen wählen.')
  expect(errorOf(422, special).message).toBe(special.message)
})
