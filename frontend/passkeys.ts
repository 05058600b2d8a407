// Passkeys: asks the device, puts its answer into the form and sends it. Words stand in the page.
type Json = Record<string, any>;

const encode = (bytes: ArrayBuffer): string =>
  btoa(String.fromCharCode(...new Uint8Array(bytes))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

const decode = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));

const listed = (credentials: Json[] = []): any[] => credentials.map((one) => ({ ...one, id: decode(one.id) }));

async function create({ publicKey }: Json): Promise<Json> {
  const credential = (await navigator.credentials.create({
    publicKey: {
      ...publicKey,
      challenge: decode(publicKey.challenge),
      user: { ...publicKey.user, id: decode(publicKey.user.id) },
      excludeCredentials: listed(publicKey.excludeCredentials),
    } as PublicKeyCredentialCreationOptions,
  })) as PublicKeyCredential;
  const answer = credential.response as AuthenticatorAttestationResponse;
  return told(credential, {
    clientDataJSON: encode(answer.clientDataJSON),
    attestationObject: encode(answer.attestationObject),
    transports: answer.getTransports(),
  });
}

async function get({ publicKey }: Json): Promise<Json> {
  const credential = (await navigator.credentials.get({
    publicKey: {
      ...publicKey,
      challenge: decode(publicKey.challenge),
      allowCredentials: listed(publicKey.allowCredentials),
    } as PublicKeyCredentialRequestOptions,
  })) as PublicKeyCredential;
  const answer = credential.response as AuthenticatorAssertionResponse;
  return told(credential, {
    clientDataJSON: encode(answer.clientDataJSON),
    authenticatorData: encode(answer.authenticatorData),
    signature: encode(answer.signature),
    userHandle: answer.userHandle ? encode(answer.userHandle) : null,
  });
}

const told = (credential: PublicKeyCredential, response: Json): Json => ({
  id: credential.id,
  rawId: encode(credential.rawId),
  type: credential.type,
  authenticatorAttachment: credential.authenticatorAttachment,
  clientExtensionResults: credential.getClientExtensionResults(),
  response,
});

async function options(form: HTMLFormElement): Promise<Json> {
  const address = form.dataset.passkeyOptions;
  const found = address
    ? await (await fetch(address, { headers: { Accept: "application/json" } })).json()
    : JSON.parse(document.getElementById("passkey-options")!.textContent!);
  return found.creation_options ?? found.request_options;
}

for (const form of document.querySelectorAll<HTMLFormElement>("form[data-passkey]")) {
  // a browser without passkeys is offered none
  if (!window.PublicKeyCredential) continue;
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const refused = form.querySelector<HTMLElement>("[data-passkey-refused]");
    if (refused) refused.hidden = true;
    try {
      const asked = await options(form);
      const answer = form.dataset.passkey === "create" ? await create(asked) : await get(asked);
      form.querySelector<HTMLInputElement>("[name=credential]")!.value = JSON.stringify(answer);
      form.submit();
    } catch {
      // cancelled, timed out, or already known to the device
      if (refused) refused.hidden = false;
    }
  });
}
