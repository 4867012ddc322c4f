/** TeX as it can stand in a tooltip: x_t, ∂L/∂h. What is too long is left to its name. */
export function plainSymbol(tex: string): string {
  const plain = tex
    .replace(/\\t?frac\{\\partial L\}\{\\partial ((?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*)\}/g, '∂L/∂$1')
    .replace(/\\(?:Big\|_|big\|_)\{\\text\{([^}]*)\}\}/g, ' ($1)')
    .replace(/\\overleftarrow\{([^}]*)\}/g, '←$1')
    .replace(/\\text\{([^}]*)\}/g, '$1')
    .replace(/\\hat\{y\}/g, 'ŷ')
    .replace(/\\bar\{x\}/g, 'x̄')
    .replace(/\\tfrac\{1\}\{([^}]*)\}/g, '1/$1 ')
    .replace(/\\left|\\right|\\Big/g, '')
    .replace(/\\tanh/g, 'tanh ')
    .replace(/\\odot/g, '⊙')
    .replace(/\\top/g, 'T')
    .replace(/\\[,! ]/g, ' ')
    .replace(/_\{([^{}]*)\}/g, '_$1')
    .replace(/\^\{?\(?([^{}()]*)\)?\}?/g, '^$1')
  return plain.replace(/[{}]/g, '').replace(/\s+/g, ' ').trim()
}
