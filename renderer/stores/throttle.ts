/**
 * Calls `work` at once, then at most every `milliseconds`, and once more after the last call.
 * `cancel` drops what is outstanding.
 */
export function throttle(work: () => void, milliseconds: number) {
  let timer: ReturnType<typeof setTimeout> | undefined
  let again = false
  const tick = () => {
    timer = undefined
    if (again) run()
  }
  function run() {
    again = false
    timer = setTimeout(tick, milliseconds)
    work()
  }
  function call() {
    if (timer === undefined) run()
    else again = true
  }
  call.cancel = () => {
    clearTimeout(timer)
    timer = undefined
    again = false
  }
  return call
}

/** Calls `work` when nothing was asked for during `milliseconds`. `flush` does what is outstanding at once. */
export function debounce(work: () => void, milliseconds: number) {
  let timer: ReturnType<typeof setTimeout> | undefined
  const call = () => {
    clearTimeout(timer)
    timer = setTimeout(() => {
      timer = undefined
      work()
    }, milliseconds)
  }
  call.cancel = () => {
    clearTimeout(timer)
    timer = undefined
  }
  call.flush = () => {
    if (timer === undefined) return
    call.cancel()
    work()
  }
  return call
}
