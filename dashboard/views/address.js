// A change of page and of what it shows reaches the browser as two entries of its history: the old page with what the new
// one shows, then the new page. Together they are one step, so that Back undoes it in one: a step begins with something that
// the reader does, and what follows without the reader belongs to it, however slow the machine.
const STEP = 400 // milliseconds: also one step where the reader did something in between, such as letting go of a key

export default function ({ data }) {
  document.documentElement.lang = data.language // screen readers pronounce by it
  if (window.milepostSteps) return
  window.milepostSteps = true
  const push = window.history.pushState.bind(window.history)
  let isNew = true
  let last = -STEP
  for (const done of ["pointerdown", "keydown"]) document.addEventListener(done, () => (isNew = true), true)
  window.history.pushState = (kept, title, address) => {
    const isSameStep = !isNew || performance.now() - last < STEP
    isNew = false
    last = performance.now()
    if (isSameStep) window.history.replaceState(kept, title, address)
    else push(kept, title, address)
  }
}
