// Copies the address of the page as it is now. Where the browser has no clipboard for us (plain http), the old way works.
export default function (component) {
  const { data, parentElement } = component
  const button = parentElement.querySelector("button")
  button.textContent = data.label
  button.onclick = async () => {
    const address = window.location.href
    try {
      await navigator.clipboard.writeText(address)
    } catch {
      const field = document.createElement("textarea")
      field.value = address
      button.parentElement.append(field)
      field.select()
      document.execCommand("copy")
      field.remove()
    }
    button.textContent = data.done
    window.setTimeout(() => { button.textContent = data.label }, 2000)
  }
}
