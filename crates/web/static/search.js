// `/` goes to the search field, unless its reader switched that off, and the arrows go through what was found. Tab and
// Enter do the same without this.
const field = document.getElementById("search");
const isKey = field.hasAttribute("aria-keyshortcuts");

const isTyping = (element) => Boolean(element.closest("input, textarea, select, [contenteditable]"));

/**
 * Goes from one thing that was found to the next or the one before; before the first is the field. A page that has just
 * come has the focus nowhere, and is where the field is.
 */
function step(by) {
  const found = [field, ...document.querySelectorAll("[data-found]")];
  const focused = document.activeElement === document.body ? field : document.activeElement;
  const at = found.indexOf(focused);
  const next = found[at + by];
  if (at < 0 || !next) return false;
  next.focus();
  return true;
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (isKey && event.key === "/" && !isTyping(event.target)) {
    event.preventDefault();
    field.focus();
    field.select();
  } else if (event.key === "ArrowDown" && step(1)) {
    event.preventDefault();
  } else if (event.key === "ArrowUp" && step(-1)) {
    event.preventDefault();
  }
});
