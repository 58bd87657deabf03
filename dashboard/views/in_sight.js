// What was just opened is scrolled into view, once for each opening: it may stand screens below what was clicked.
const AGAIN = [60, 400, 900] // milliseconds: what stands above it may still be growing

export default function ({ data, parentElement }) {
  if (window.milepostInSight === data.opening) return
  window.milepostInSight = data.opening
  const isCalm = window.matchMedia("(prefers-reduced-motion: reduce)").matches
  const head = parentElement.querySelector("span")
  const show = () => head?.scrollIntoView({ block: "start", behavior: isCalm ? "instant" : "smooth" })
  let isLeft = false
  const leave = () => (isLeft = true) // whoever scrolls away is not fetched back
  for (const kind of ["wheel", "touchmove", "keydown"]) window.addEventListener(kind, leave, { once: true, passive: true })
  for (const wait of AGAIN) setTimeout(() => isLeft || show(), wait)
}
