// Passkeys: a button [data-passkey] asks the server at that address for a challenge, and the device for the answer.
// data-make: a new passkey is made. data-proof: the answer goes there, and the page stays as it is. Else the form is sent.
const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
const letters = (buffer) => {
  const text = btoa(String.fromCharCode(...new Uint8Array(buffer)));
  return text.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
};
const named = (list) => list?.map((one) => ({ ...one, id: bytes(one.id) }));

// The device's answer to the challenge, as JSON.
const answer = async (address, make) => {
  const asked = await fetch(address, { method: "POST", redirect: "error" });
  if (!asked.ok) throw new Error(asked.status);
  const { publicKey } = await asked.json();
  publicKey.challenge = bytes(publicKey.challenge);
  if (make) publicKey.user.id = bytes(publicKey.user.id);
  if (make) publicKey.excludeCredentials = named(publicKey.excludeCredentials);
  else publicKey.allowCredentials = named(publicKey.allowCredentials);
  const made = await navigator.credentials[make ? "create" : "get"]({ publicKey });
  const { response } = made;
  const parts = ["attestationObject", "authenticatorData", "clientDataJSON", "signature", "userHandle"];
  const held = parts.filter((part) => response[part]).map((part) => [part, letters(response[part])]);
  return JSON.stringify({
    id: made.id,
    rawId: letters(made.rawId),
    type: made.type,
    response: { ...Object.fromEntries(held), transports: response.getTransports?.() },
    clientExtensionResults: {},
  });
};

const tell = (button, words) => {
  button.closest("[data-with-script]").querySelector("[role=status]").textContent = words;
};

// What was asked for instead is not needed any more.
const proven = (button) => {
  const form = button.closest("form");
  for (const field of form.querySelectorAll("[data-instead]")) field.hidden = true;
  button.hidden = true;
  tell(button, "Bekräftat med lösennyckeln.");
  if (form.hasAttribute("data-only-proof")) form.requestSubmit();
};

const follow = async (button) => {
  const { passkey, proof } = button.dataset;
  const credential = await answer(passkey, "make" in button.dataset);
  if (!proof) {
    button.form.elements.credential.value = credential;
    button.form.submit();
    return;
  }
  const body = new URLSearchParams({ credential });
  const sent = await fetch(proof, { method: "POST", body, redirect: "error" });
  if (!sent.ok) throw new Error(sent.status);
  proven(button);
};

if (window.PublicKeyCredential) {
  for (const place of document.querySelectorAll("[data-with-script]")) place.hidden = false;
  for (const place of document.querySelectorAll("[data-without-script]")) place.hidden = true;
}
for (const button of document.querySelectorAll("button[data-passkey]")) {
  button.addEventListener("click", async (event) => {
    event.preventDefault();
    tell(button, "Följ anvisningarna på enheten.");
    await follow(button).catch(() => tell(button, "Det gick inte, eller avbröts. Försök igen."));
  });
}
