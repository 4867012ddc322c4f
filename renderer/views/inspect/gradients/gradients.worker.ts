import { serveHere } from '../words/asking/serve.ts'
import { gradientAnswers } from './gradient-answers.ts'

/** Works out Jacobians, eigenvalues and units, away from the page's own thread. */
serveHere(gradientAnswers)
