// What the binary offers. Every pointer is a byte address in the imported memory; there is no static data and no heap.
export { productScratch, product } from './product'
export { lstmScratch, lstmForward, lstmBackward } from './lstm'
export { rnnScratch, rnnForward, rnnBackward } from './rnn'
export { embeddingBackward, rowLookup, rowNorms } from './rows'
export { optimise, optimiseRows } from './optimiser'
export { applyTanh, applySigmoid } from './vector'
