// Draws the HTML it is given and tells what is clicked: any element with data-click, by mouse, touch, Enter or Space.
// With Alt held the click means "not this". Nothing here reads or keeps anything.
export default function (component) {
  const { data, parentElement, setTriggerValue } = component
  const room = parentElement.querySelector("[data-room]")
  if (!room) return
  if (room.dataset.drawn !== data.html) {
    // Focus stays on what was used, in this room only: another may hold the same card.
    const used = room.getRootNode().activeElement
    const held = room.contains(used) ? used.dataset.click : undefined
    room.innerHTML = data.html
    room.dataset.drawn = data.html
    if (held !== undefined) {
      const again = [...room.querySelectorAll("[data-click]")].find((e) => e.dataset.click === held)
      again?.focus({ preventScroll: true })
    }
  }
  const tell = (event) => {
    const hit = event.target.closest("[data-click]")
    if (!hit || !room.contains(hit) || hit.getAttribute("aria-disabled") === "true") return
    if (event.ctrlKey || event.metaKey || event.shiftKey) return // a link opens elsewhere
    event.preventDefault()
    setTriggerValue("click", { value: hit.dataset.click, alt: event.altKey === true })
  }
  room.onclick = tell
  room.onkeydown = (event) => {
    const isButton = event.target.tagName === "BUTTON"
    if ((event.key === "Enter" && (!isButton || event.altKey)) || (event.key === " " && !isButton)) tell(event)
  }
  // Escape closes what a card here has opened, from the card, from its back, and from where nothing holds the focus.
  const close = (event) => {
    const opened = room.isConnected && room.querySelector('[data-click][aria-expanded="true"]')
    if (event.key !== "Escape" || event.defaultPrevented || !opened) return
    const at = event.target
    if (at !== document.body && !room.contains(at) && !at.closest?.(".st-key-goal_back")) return
    opened.focus({ preventScroll: true })
    setTriggerValue("click", { value: opened.dataset.click, alt: false })
  }
  document.removeEventListener("keydown", room.close)
  room.close = close
  document.addEventListener("keydown", close)
  return () => document.removeEventListener("keydown", close)
}
