// Says anew what a policy would say, a moment after something was chosen. Without this the button does the same.

const form = document.querySelector("form[data-look]");
const said = document.getElementById("said");
let waiting = 0;
let asked = 0;

/** Asks the server for the page as it would be, and takes the sentence out of it. */
async function look() {
  const turn = ++asked;
  const body = new URLSearchParams(new FormData(form));
  body.set("act", "look");
  const answer = await fetch(form.action, { method: "POST", body }).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const now = page.getElementById("said");
  if (!now || turn !== asked) return;
  said.replaceChildren(...[...now.childNodes].map((node) => document.importNode(node, true)));
}

form.querySelector("[data-look-button]").hidden = true;
form.addEventListener("input", (event) => {
  if (event.target.type === "search") return;
  clearTimeout(waiting);
  waiting = setTimeout(look, 300);
});
