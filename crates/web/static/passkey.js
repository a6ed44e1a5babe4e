// Passkeys and security keys. A form with data-key asks the browser for one and sends what it gives; its words come from
// the page. Without this module those forms stay hidden and the page offers its other ways.

const supported = "credentials" in navigator && "PublicKeyCredential" in window;

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));

const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");

const named = (list) => (list ?? []).map((one) => ({ ...one, id: bytes(one.id) }));

/** WebAuthn L3 §5.1.8, for browsers that do not read the JSON forms themselves. */
function creation(json) {
  if (PublicKeyCredential.parseCreationOptionsFromJSON) {
    return PublicKeyCredential.parseCreationOptionsFromJSON(json);
  }
  return {
    ...json,
    challenge: bytes(json.challenge),
    user: { ...json.user, id: bytes(json.user.id) },
    excludeCredentials: named(json.excludeCredentials),
  };
}

function request(json) {
  if (PublicKeyCredential.parseRequestOptionsFromJSON) {
    return PublicKeyCredential.parseRequestOptionsFromJSON(json);
  }
  return { ...json, challenge: bytes(json.challenge), allowCredentials: named(json.allowCredentials) };
}

/** The JSON form of what the browser gave. */
function answer(credential) {
  if (credential.toJSON) return credential.toJSON();
  const { response } = credential;
  const parts = { clientDataJSON: text(response.clientDataJSON) };
  if (response.attestationObject) {
    parts.attestationObject = text(response.attestationObject);
    parts.transports = response.getTransports?.() ?? [];
  } else {
    parts.authenticatorData = text(response.authenticatorData);
    parts.signature = text(response.signature);
    parts.userHandle = response.userHandle ? text(response.userHandle) : null;
  }
  return { id: credential.id, rawId: text(credential.rawId), type: credential.type, response: parts };
}

/** A box that stands in another form of the page counts for this one too. */
function takeBox(form) {
  const box = document.getElementById(form.dataset.box ?? "");
  if (!box) return;
  const fields = box.checked ? { box: box.name, [box.name]: box.value } : { box: box.name };
  for (const [name, value] of Object.entries(fields)) {
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name, value });
    form.append(field);
  }
}

/** Asks for one and sends the form; says so on the page when nothing was given. */
async function ask(form, more) {
  const options = JSON.parse(form.dataset.options);
  const field = form.elements.namedItem(form.dataset.field);
  const making = form.dataset.key === "make";
  const publicKey = making ? creation(options) : request(options);
  const credential = making
    ? await navigator.credentials.create({ publicKey })
    : await navigator.credentials.get({ publicKey, ...more });
  field.value = JSON.stringify(answer(credential));
  takeBox(form);
  form.submit();
}

if (supported) {
  let waiting = null;

  for (const form of document.querySelectorAll("form[data-key]")) {
    const status = form.querySelector("[role=status]");
    form.hidden = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      // The browser asks for one thing at a time: what waits in the name field gives way.
      waiting?.abort();
      status.hidden = true;
      try {
        await ask(form, {});
      } catch (error) {
        status.textContent = error.name === "InvalidStateError" ? form.dataset.known : form.dataset.failed;
        status.hidden = false;
      }
    });
  }

  // Offered among the names that the browser fills in.
  const auto = document.querySelector("form[data-key][data-auto]");
  if (auto && (await PublicKeyCredential.isConditionalMediationAvailable?.())) {
    waiting = new AbortController();
    ask(auto, { mediation: "conditional", signal: waiting.signal }).catch(() => {});
  }
} else {
  for (const note of document.querySelectorAll("[data-no-key]")) note.hidden = false;
}
