// Remembers in this browser alone under which name its reader writes; nothing goes anywhere but to the page itself.
const NAME = "milepost-i-am"

export default function (component) {
  const { data, setStateValue } = component
  try {
    if (data.forget) window.localStorage.removeItem(NAME)
    else if (data.name) window.localStorage.setItem(NAME, data.name)
    const name = window.localStorage.getItem(NAME) || ""
    if (!data.forget && !data.name && name) setStateValue("name", name)
  } catch {
    // A browser that keeps nothing asks for the name again on the next visit.
  }
}
