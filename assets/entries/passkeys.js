// Passkeys: hands what the server asks to the browser, and the browser's answer back in the form.

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!window.PublicKeyCredential?.parseRequestOptionsFromJSON) continue;
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    if (form.credential.value) return;
    event.preventDefault();
    const wrong = form.querySelector("[role=alert]");
    wrong.hidden = true;
    try {
      const credential = await answer(form);
      form.credential.value = JSON.stringify(credential);
      form.submit();
    } catch (problem) {
      wrong.hidden = false;
    }
  });
}

async function answer(form) {
  const { publicKey } = form.dataset.passkey === "sign-in" ? await asked(form.action) : JSON.parse(form.dataset.options);
  if (form.dataset.passkey !== "create") {
    return navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(publicKey) });
  }
  if (form.passwordless) {
    const alone = form.passwordless.checked;
    publicKey.authenticatorSelection.residentKey = alone ? "required" : "discouraged";
    publicKey.authenticatorSelection.requireResidentKey = alone;
    if (alone) publicKey.authenticatorSelection.userVerification = "required";
  }
  return navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(publicKey) });
}

async function asked(address) {
  const answered = await fetch(address, { headers: { Accept: "application/json" } });
  if (!answered.ok) throw new Error(`The server answered ${answered.status}.`);
  return (await answered.json()).request_options;
}
