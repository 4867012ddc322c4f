/** Keeps the `size` most recently used results of costly work. Concurrent asks for one key share the work. */
export function lru<Key, Value>(size: number) {
  const kept = new Map<Key, Promise<Value>>()
  return (key: Key, make: () => Promise<Value>): Promise<Value> => {
    const value = kept.get(key) ?? make()
    kept.delete(key)
    kept.set(key, value)
    // A failure is not kept: the next ask tries again.
    value.catch(() => kept.get(key) === value && kept.delete(key))
    for (const oldest of kept.keys()) {
      if (kept.size <= size) break
      kept.delete(oldest)
    }
    return value
  }
}
