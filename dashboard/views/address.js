// A change of page and of what it shows reaches the browser as two entries of its history, one after the other at once.
// Together they are one step: so that Back undoes it in one.
const STEP = 400 // milliseconds

export default function ({ data }) {
  document.documentElement.lang = data.language // screen readers pronounce by it
  if (window.milepostSteps) return
  window.milepostSteps = true
  const push = window.history.pushState.bind(window.history)
  let last = 0
  window.history.pushState = (kept, title, address) => {
    const now = performance.now()
    const isSameStep = now - last < STEP
    last = now
    if (isSameStep) window.history.replaceState(kept, title, address)
    else push(kept, title, address)
  }
}
