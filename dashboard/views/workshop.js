// Present mode: next and back by arrows, Page Up and Page Down (as a clicker sends them); Escape leaves. None of it where
// something is typed. A timer for the item, which the browser alone keeps; Space stops it and lets it go on.
export default function (component) {
  const { data, parentElement, setTriggerValue } = component
  const room = parentElement.querySelector("[data-room]")
  if (!room) return
  const clock = (room.milepostClock ??= { item: null, left: 0, isStopped: false })
  if (clock.item !== data.item) {
    Object.assign(clock, { item: data.item, minutes: data.minutes, left: 60 * data.minutes, isStopped: false })
  }
  clock.left += 60 * (data.minutes - clock.minutes) // of the same item, whose minutes were changed meanwhile
  clock.minutes = data.minutes
  room.innerHTML =
    `<div class="mp-clock"><button type="button" data-stop></button><time role="timer"></time>` +
    `<button type="button" data-go="-1"></button><span></span><button type="button" data-go="1"></button></div>`
  const [time, at] = [room.querySelector("time"), room.querySelector("span")]
  const [stop, back, next] = room.querySelectorAll("button")
  back.textContent = data.back
  next.textContent = data.next
  back.disabled = data.at <= 1
  next.disabled = data.at >= data.of
  at.textContent = `${data.at} / ${data.of}`
  const show = () => {
    const left = Math.abs(clock.left)
    time.textContent = `${clock.left < 0 ? "−" : ""}${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`
    time.className = clock.left < 0 ? "mp-over" : ""
    stop.textContent = clock.isStopped ? "▶" : "❚❚"
    stop.setAttribute("aria-label", clock.isStopped ? data.resume : data.pause)
  }
  clearInterval(room.milepostTick)
  room.milepostTick = setInterval(() => {
    if (!clock.isStopped) clock.left -= 1
    show()
  }, 1000)
  const go = (by) => (by < 0 ? !back.disabled : !next.disabled) && setTriggerValue("go", by)
  const halt = () => {
    clock.isStopped = !clock.isStopped
    show()
  }
  stop.onclick = halt
  back.onclick = () => go(-1)
  next.onclick = () => go(1)
  const isTyping = (event) => {
    const hit = event.composedPath?.()[0] ?? event.target
    return hit?.closest?.("input, textarea, select, [contenteditable], [role=combobox], [role=dialog], [role=radiogroup]")
  }
  if (room.milepostKeys) document.removeEventListener("keydown", room.milepostKeys)
  room.milepostKeys = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event) || !room.isConnected) return
    if (event.key === "ArrowRight" || event.key === "PageDown") go(1)
    else if (event.key === "ArrowLeft" || event.key === "PageUp") go(-1)
    else if (event.key === "Escape") setTriggerValue("leave", true)
    else if (event.key === " " && !event.target.closest?.("button, a, summary")) halt()
    else return
    event.preventDefault()
  }
  document.addEventListener("keydown", room.milepostKeys)
  show()
  return () => {
    clearInterval(room.milepostTick)
    document.removeEventListener("keydown", room.milepostKeys)
  }
}
