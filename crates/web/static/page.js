// Comfort only: every page works without this. Words come from the page, so nothing here speaks a language.

/** Shows and hides what is typed. */
for (const button of document.querySelectorAll("[data-show]")) {
  const input = document.getElementById(button.dataset.show);
  const words = [button.textContent, button.dataset.other];
  button.hidden = false;
  button.addEventListener("click", () => {
    const shown = input.type === "password";
    input.type = shown ? "text" : "password";
    button.textContent = words[shown ? 1 : 0];
    button.setAttribute("aria-pressed", String(shown));
    input.focus();
  });
  // A password that stays visible while it is sent may be kept by the browser as an ordinary text.
  input.form?.addEventListener("submit", () => (input.type = "password"));
}

/** Copies a text, and says so on the button for two seconds; refused, it selects the text for copying by hand. */
async function copy(text, from, button, done) {
  const before = button.textContent;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    getSelection().selectAllChildren(from);
    return;
  }
  button.textContent = done;
  setTimeout(() => (button.textContent = before), 2000);
}

if (navigator.clipboard) {
  for (const button of document.querySelectorAll("button[data-copy-from]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const from = document.getElementById(button.dataset.copyFrom);
      const lines = [...from.querySelectorAll("li")].map((line) => line.textContent.trim());
      copy(lines.length ? lines.join("\n") : from.textContent.trim(), from, button, button.dataset.done);
    });
  }
}

for (const button of document.querySelectorAll("button[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

/** Asks the server how strong a password is, a moment after the last key. */
for (const meter of document.querySelectorAll("[data-strength]")) {
  const input = document.getElementById(meter.dataset.input);
  const words = meter.dataset.words.split("|");
  const word = meter.querySelector(".word");
  let waiting = 0;
  let asked = 0;

  const ask = async () => {
    const turn = ++asked;
    const body = new URLSearchParams(new FormData(input.form));
    const answer = await fetch(meter.dataset.strength, { method: "POST", body }).catch(() => null);
    const level = answer?.ok ? Number(await answer.text()) : NaN;
    if (turn !== asked) return;
    meter.hidden = !(level in words);
    if (meter.hidden) return;
    meter.className = `strength level-${level}`;
    word.textContent = words[level];
  };

  input.addEventListener("input", () => {
    clearTimeout(waiting);
    asked++;
    if (input.value === "") meter.hidden = true;
    else waiting = setTimeout(ask, 400);
  });
}

/** Where a link leads to beside this page: the address it names for that, else its own. */
const besideOf = (link) => link.dataset.beside || link.href;

/** What the panel was opened from, and the address that is shown. */
let opener = null;
let shown = location.pathname + location.search;

/**
 * Shows beside this page what an address has beside it: help, or the details of a row. Where the address has nothing
 * there, the panel goes and what opened it has the focus again. What is typed here stays. Where the answer is another
 * page, such as a sign-in, it is opened as a link opens it.
 */
async function beside(href) {
  const answer = await fetch(href).catch(() => null);
  if (!answer?.ok || answer.redirected) return false;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const [here, there] = [document, page].map((each) => each.querySelector(".shell"));
  if (!there) return false;
  const row = here.querySelector("tbody [aria-current]");
  const mark = opener?.closest("tbody") ? opener : row;
  const height = mark?.getBoundingClientRect().top;
  here.querySelector(".beside")?.remove();
  const panel = there.querySelector(".beside");
  here.className = there.className;
  here.querySelector(".bar-help").href = there.querySelector(".bar-help").getAttribute("href");
  for (const field of here.querySelectorAll("input[name=here]")) field.value = there.querySelector("input[name=here]").value;
  const open = there.querySelector("tbody [aria-current]")?.dataset.beside;
  for (const link of here.querySelectorAll("tbody [data-beside]")) {
    if (link.dataset.beside === open) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
  if (panel) here.append(document.importNode(panel, true));
  // The row that was clicked stays where the pointer is.
  if (mark) scrollBy(0, mark.getBoundingClientRect().top - height);
  if (panel) {
    here.querySelector("#beside").focus();
  } else {
    (opener ?? row ?? here.querySelector(".bar-help")).focus();
    opener = null;
  }
  shown = location.pathname + location.search;
  return true;
}

document.addEventListener("click", async (event) => {
  const link = event.target.closest("a[data-beside]");
  if (!link || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  // On a narrow window the panel would cover the list: the row leads to its page.
  if (link.dataset.beside && matchMedia("(max-width: 60rem)").matches) return;
  event.preventDefault();
  const address = besideOf(link);
  if (!link.closest(".beside")) opener = link;
  if (!(await beside(address))) return location.assign(link.href);
  history.pushState({ beside: true }, "", address);
  shown = location.pathname + location.search;
});

addEventListener("popstate", () => {
  // Going to a place on the page, such as past the navigation, is no other address.
  if (location.pathname + location.search !== shown) beside(location.href);
});

/** Escape closes the menu that is open, else the help. */
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.target.value) return;
  const menu = document.querySelector("details.menu[open]");
  if (menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
  } else {
    document.querySelector("a[data-close]")?.click();
  }
});

/** What goes on by itself is looked at again; leaving the page stops nothing. */
const again = document.querySelector("[data-again]");
if (again) setTimeout(() => location.reload(), Number(again.dataset.again));

/** The first thing that needs another look gets the focus. */
document.querySelector("[data-focus]")?.focus();
