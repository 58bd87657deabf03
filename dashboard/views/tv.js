// Turns slides by itself; arrows turn them by hand, Space stops and goes on, Escape leaves. It asks for nothing and
// keeps nothing but which slide is shown.
export default function (component) {
  const { data, parentElement, setTriggerValue } = component
  const room = parentElement.querySelector("[data-room]")
  if (!room) return
  const wall = (room.milepostWall ??= { at: 0, isStopped: false })
  const show = () => {
    wall.at = (wall.at + data.slides.length) % data.slides.length
    const dots = data.slides.map((_, n) => `<i class="${n === wall.at ? "mp-on" : ""}"></i>`).join("")
    room.innerHTML =
      `<div class="mp-tv" tabindex="-1">${data.slides[wall.at]}` +
      `<nav><span class="mp-tv-dots">${dots}</span><button type="button" data-leave></button></nav></div>`
    room.querySelector("[data-leave]").textContent = data.leave
  }
  const turn = (by) => {
    wall.at += by
    show()
  }
  clearInterval(wall.timer)
  wall.timer = setInterval(() => !wall.isStopped && turn(1), 1000 * data.seconds)
  const leave = () => setTriggerValue("leave", true)
  if (wall.keys) document.removeEventListener("keydown", wall.keys)
  wall.keys = (event) => {
    if (event.key === "Escape") leave()
    else if (event.key === "ArrowRight") turn(1)
    else if (event.key === "ArrowLeft") turn(-1)
    else if (event.key === " ") {
      wall.isStopped = !wall.isStopped
      event.preventDefault()
    }
  }
  document.addEventListener("keydown", wall.keys)
  room.onclick = (event) => event.target.closest("[data-leave]") && leave()
  show()
  return () => {
    clearInterval(wall.timer)
    document.removeEventListener("keydown", wall.keys)
  }
}
