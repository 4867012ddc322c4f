interface Route {
  method: string
  path: string
}

/** What can be done at a path according to a route table, e.g. ['GET', 'PATCH']; empty where there is no such path. */
export function methodsFor(path: string, routes: readonly Route[]): string[] {
  const fitting = routes.filter(({ method, path: pattern }) => method !== 'ALL' && expression(pattern).test(path))
  return [...new Set(fitting.map(({ method }) => method))].sort()
}

/** ':id' stands for one segment. A star is a catch-all and names no place of its own. */
const expression = (pattern: string) =>
  pattern.includes('*')
    ? /(?!)/
    : new RegExp(`^${pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/:[^/]+/g, '[^/]+')}$`)
