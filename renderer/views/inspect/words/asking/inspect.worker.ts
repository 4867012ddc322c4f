import { modelAnswers } from './model-answers.ts'
import { serveHere } from './serve.ts'

/** Reads sentences with trained models, away from the page's own thread. */
serveHere(modelAnswers)
