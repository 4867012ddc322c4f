// What the binary offers. Every pointer is a byte address in the imported memory; there is no static data, no heap and no
// stack in the memory, so that threads may compute side by side wherever they write to different places.
export { productScratch, product } from './product'
export { rnnScratch, rnnForward, rnnBackward } from './rnn'
export { lstmScratch, lstmForward } from './lstm-forward'
export { lstmBackward } from './lstm-backward'
export { peepholeGradient } from './peephole-gradient'
export { gruScratch, gruForward } from './gru-forward'
export { gruBackward } from './gru-backward'
export { embeddingBackward, rowLookup, rowNorms } from './rows'
export { optimise, optimiseRows } from './optimiser'
export { applyTanh, applySigmoid } from './vector'
