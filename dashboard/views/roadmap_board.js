// Draws a board and lets its cards be moved: dragged by mouse, pen or finger, lifted and moved by keyboard, or lifted by a
// click on their handle and put down by a click on a cell. Tells what was moved, and what was clicked. Keeps nothing.
const FAR = 6 // pixels until a press becomes a drag
const EDGE = 48 // pixels from an edge at which the board, or the page, moves along

export default function (component) {
  const { data, parentElement, setTriggerValue } = component
  const room = parentElement.querySelector("[data-room]")
  const voice = parentElement.querySelector("[data-voice]")
  if (!room || !voice) return
  draw(room, data)
  const cards = (cell) => [...cell.querySelectorAll("[data-card]")]
  const cells = () => [...room.querySelectorAll("[data-cell]")]
  const list = (cell) => cell.querySelector("[data-list]")
  const fill = (text, card) => {
    const cell = card.closest("[data-cell]")
    const there = cards(cell)
    const known = {
      title: card.dataset.title, lane: cell.dataset.lane, column: cell.dataset.column,
      place: there.indexOf(card) + 1, count: there.length,
    }
    return text.replace(/\{(\w+)\}/g, (all, name) => known[name] ?? all)
  }
  const say = (text, card) => { voice.textContent = ""; voice.textContent = fill(text, card) }

  // Once the board came back: whether the card stands where it was put. It may be refused, or wait for a name.
  if (room.awaited && room.awaited.turn !== data.turn) {
    const { card, cell, isTold } = room.awaited
    const again = [...room.querySelectorAll("[data-card]")].find((other) => other.dataset.card === card)
    const isThere = again?.closest("[data-cell]").dataset.cell === cell
    if (again && (isThere || !isTold)) say(isThere ? data.words.dropped : data.words.still, again)
    room.awaited = again && !isThere ? { ...room.awaited, isTold: true } : null
  }

  const lift = (card) => {
    room.awaited = null
    room.lifted = { card, parent: card.parentNode, next: card.nextElementSibling }
    card.classList.add("mp-lifted")
    card.querySelector("[data-grip]").setAttribute("aria-pressed", "true")
    room.classList.add("mp-moving")
  }
  const lower = () => {
    const { card } = room.lifted
    card.classList.remove("mp-lifted")
    card.querySelector("[data-grip]").setAttribute("aria-pressed", "false")
    room.classList.remove("mp-moving")
    for (const cell of cells()) cell.classList.remove("mp-over")
  }
  const back = () => {
    const { card, parent, next } = room.lifted
    parent.insertBefore(card, next)
    lower()
    room.lifted = null
  }
  const drop = () => {
    const { card, parent, next } = room.lifted
    const isMoved = card.parentNode !== parent || card.nextElementSibling !== next
    lower()
    room.lifted = null
    if (!isMoved) return say(data.words.cancelled, card)
    const cell = card.closest("[data-cell]")
    room.awaited = { card: card.dataset.card, cell: cell.dataset.cell, turn: data.turn }
    room.dataset.drawn = "" // what comes back is drawn anew, whether the move was kept or refused
    room.moved = card.dataset.card
    setTriggerValue("move", {
      card: card.dataset.card, seen: card.dataset.seen, cell: cell.dataset.cell,
      before: card.nextElementSibling?.dataset.card ?? "",
    })
  }
  const put = (card, cell, y) => {
    const after = y === undefined ? undefined : cards(cell).find((other) => other !== card && middle(other) > y)
    list(cell).insertBefore(card, after ?? null)
  }

  // By keyboard: a row of the board is a lane, its cells in the order of the columns.
  const step = (card, key) => {
    const cell = card.closest("[data-cell]")
    const every = cells()
    const wide = every.filter((other) => other.dataset.row === cell.dataset.row).length
    const at = every.indexOf(cell)
    if (key === "ArrowLeft" || key === "ArrowRight") {
      const to = every[at + (key === "ArrowLeft" ? -1 : 1)]
      if (to && to.dataset.row === cell.dataset.row) put(card, to)
    } else if (key === "ArrowUp") {
      if (card.previousElementSibling) card.parentNode.insertBefore(card, card.previousElementSibling)
      else if (every[at - wide]) put(card, every[at - wide])
    } else if (card.nextElementSibling) card.parentNode.insertBefore(card.nextElementSibling, card)
    else if (every[at + wide]) list(every[at + wide]).prepend(card)
  }
  room.onkeydown = (event) => {
    const card = event.target.closest("[data-card]")
    if (event.ctrlKey || event.metaKey || event.altKey || room.dragged) return
    if ((event.key === "Escape" || event.key === "Tab") && room.lifted) {
      const held = room.lifted.card
      back()
      say(data.words.cancelled, held)
      if (event.key === "Tab") return // goes on from where the card stood
      held.querySelector("[data-grip]").focus()
      event.preventDefault()
    } else if (card && event.key === " ") {
      event.preventDefault()
      if (room.lifted?.card === card) return drop()
      if (room.lifted) back()
      lift(card)
      card.querySelector("[data-grip]").focus()
      say(data.words.lifted, card)
    } else if (room.lifted && event.key.startsWith("Arrow")) {
      event.preventDefault()
      const held = room.lifted.card
      step(held, event.key)
      const grip = held.querySelector("[data-grip]")
      grip.focus({ preventScroll: true }) // a card that is put elsewhere loses it
      held.scrollIntoView({ block: "nearest", inline: "nearest" })
      say(data.words.moved, held)
    }
  }

  // By mouse, pen and finger. A finger drags by the handle only: elsewhere it scrolls.
  room.onpointerdown = (event) => {
    const card = event.target.closest("[data-card]")
    const isByHandle = Boolean(event.target.closest("[data-grip]"))
    room.dragged = false
    if (!card || event.button !== 0 || (event.pointerType === "touch" && !isByHandle)) return
    const from = { x: event.clientX, y: event.clientY }
    const drag = (move) => {
      if (!room.dragged) {
        if (Math.hypot(move.clientX - from.x, move.clientY - from.y) < FAR) return
        room.dragged = true
        if (room.lifted) back()
        lift(card)
      }
      if (room.lifted?.card !== card) return // taken back, or the board was drawn anew meanwhile
      move.preventDefault()
      along(room, move)
      const root = room.getRootNode()
      const cell = root.elementFromPoint(move.clientX, move.clientY)?.closest("[data-cell]")
      for (const other of cells()) other.classList.toggle("mp-over", other === cell)
      if (cell && room.contains(cell)) put(card, cell, move.clientY)
    }
    const end = (up) => {
      for (const [name, does] of listened) document.removeEventListener(name, does)
      if (!room.dragged || !room.lifted) return
      if (up.type === "pointerup") drop()
      else back()
      window.setTimeout(() => (room.dragged = false), 0) // the click that follows is none
    }
    const stop = (key) => {
      if (key.key !== "Escape" || !room.dragged || !room.lifted) return
      key.preventDefault()
      end(key)
    }
    const listened = [["pointermove", drag], ["pointerup", end], ["pointercancel", end], ["keydown", stop]]
    for (const [name, does] of listened) document.addEventListener(name, does, { passive: false })
  }
  room.ondragstart = (event) => event.preventDefault() // a link would be dragged as a link
  room.onclick = (event) => {
    if (room.dragged) return event.preventDefault()
    const grip = event.target.closest("[data-grip]")
    const cell = event.target.closest("[data-cell]")
    if (grip) {
      const card = grip.closest("[data-card]")
      if (room.lifted?.card === card) return drop()
      if (room.lifted) back()
      lift(card)
      say(data.words.lifted, card)
    } else if (room.lifted && cell) {
      event.preventDefault()
      put(room.lifted.card, cell, event.clientY)
      drop()
    } else {
      const hit = event.target.closest("[data-click]")
      if (!hit || event.ctrlKey || event.metaKey || event.shiftKey) return // a link opens elsewhere
      event.preventDefault()
      setTriggerValue("click", { value: hit.dataset.click })
    }
  }
}

function middle(card) {
  const box = card.getBoundingClientRect()
  return box.top + box.height / 2
}

// Near an edge the board moves sideways, and the page up or down.
function along(room, { clientX, clientY }) {
  const board = room.querySelector(".mp-road")
  const box = board.getBoundingClientRect()
  if (clientX > box.right - EDGE) board.scrollLeft += 14
  else if (clientX < box.left + EDGE) board.scrollLeft -= 14
  const page = board.closest('[data-testid="stMain"]') ?? document.scrollingElement
  if (clientY > window.innerHeight - EDGE) page?.scrollBy(0, 14)
  else if (clientY < EDGE * 2) page?.scrollBy(0, -14)
}

// Drawn anew only where it differs; the focus stays on the card that was used.
function draw(room, data) {
  if (room.dataset.drawn === data.html) return
  const used = room.getRootNode().activeElement
  const card = room.moved ?? (room.contains(used) ? used.closest("[data-card]")?.dataset.card : undefined)
  const isByLink = room.moved === undefined && used?.matches?.("a")
  const left = room.querySelector(".mp-road")?.scrollLeft ?? 0
  room.innerHTML = data.html
  room.dataset.drawn = data.html
  room.lifted = null
  room.moved = undefined
  room.classList.remove("mp-moving")
  const board = room.querySelector(".mp-road")
  if (board) board.scrollLeft = left
  if (card === undefined) return
  const again = [...room.querySelectorAll("[data-card]")].find((other) => other.dataset.card === card)
  again?.querySelector(isByLink ? "a" : "[data-grip]")?.focus({ preventScroll: true })
}
