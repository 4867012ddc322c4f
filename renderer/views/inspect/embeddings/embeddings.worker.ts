import { serveHere } from '../words/asking/serve.ts'
import { mapAnswers } from './map-answers.ts'

/** Puts words into the plane, away from the page's own thread. */
serveHere(mapAnswers)
