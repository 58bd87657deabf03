// A change of page and of what it shows reaches the browser as two entries of its history: the old page with what the new
// one shows, then the new page. Together they are one step, so that Back undoes it in one.
const STEP = 400 // milliseconds
const SAME_QUERY_STEP = 2500 // milliseconds; on a slow machine the second comes late, but with the same query

export default function ({ data }) {
  document.documentElement.lang = data.language // screen readers pronounce by it
  if (window.milepostSteps) return
  window.milepostSteps = true
  const push = window.history.pushState.bind(window.history)
  let last = { at: 0, path: "", query: "" }
  window.history.pushState = (kept, title, address) => {
    const to = new URL(address, window.location.href)
    const passed = performance.now() - last.at
    const isLate = to.search === last.query && to.pathname !== last.path && passed < SAME_QUERY_STEP
    const isSameStep = passed < STEP || isLate
    last = { at: performance.now(), path: to.pathname, query: to.search }
    if (isSameStep) window.history.replaceState(kept, title, address)
    else push(kept, title, address)
  }
}
