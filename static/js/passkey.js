// Passkeys: signing in with one, and adding one in the settings.
const csrf = document.querySelector("meta[name=csrf]").content;

const bytes = (text) => Uint8Array.from(
	atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
	.replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

async function post(path, body) {
	const answer = await fetch(path, {
		method: "POST",
		headers: { "content-type": "application/json", "accept": "application/json", "x-csrf-token": csrf },
		body: JSON.stringify(body),
	});

	// Asked for the password again: the page goes on from there.
	if (answer.status === 403 && path.startsWith("/api/settings/"))
		location.assign(`/login/confirm?next=${encodeURIComponent(location.pathname)}`);
	if (!answer.ok)
		throw new Error(`${path}: ${answer.status}`);
	return answer.status === 204 ? {} : answer.json();
}

// The options come as {"publicKey": {…}} with base64url for every buffer.
function decode({ publicKey: options }) {
	const credentials = (list) => list?.map((c) => ({ ...c, id: bytes(c.id) }));

	return {
		...options,
		challenge: bytes(options.challenge),
		...(options.user && { user: { ...options.user, id: bytes(options.user.id) } }),
		...(options.allowCredentials && { allowCredentials: credentials(options.allowCredentials) }),
		...(options.excludeCredentials && { excludeCredentials: credentials(options.excludeCredentials) }),
	};
}

function encode(credential) {
	const { response } = credential;
	const parts = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
	const sent = {};

	for (const part of parts)
		if (response[part])
			sent[part] = text(response[part]);
	if (response.getTransports)
		sent.transports = response.getTransports();
	return { id: credential.id, type: credential.type, response: sent };
}

async function signIn() {
	const options = await post("/api/login/passkey/options", {});
	const credential = await navigator.credentials.get({ publicKey: decode(options) });

	await post("/api/login/passkey", encode(credential));
	location.assign(document.querySelector("input[name=next]")?.value || "/dashboard");
}

async function add(button) {
	const name = document.querySelector(button.dataset.passkeyName ?? "[name=passkey_name]");
	const options = await post("/api/settings/passkeys/options", {});
	const credential = await navigator.credentials.create({ publicKey: decode(options) });

	await post("/api/settings/passkeys", { ...encode(credential), name: name?.value || undefined });
	location.reload();
}

const acts = { "sign-in": signIn, "add": add };

for (const button of document.querySelectorAll("[data-passkey]")) {
	if (!window.PublicKeyCredential)
		break;
	const said = button.parentElement.querySelector("[data-passkey-error]");

	button.hidden = false;
	button.addEventListener("click", async () => {
		button.setAttribute("aria-busy", "true");
		if (said)
			said.hidden = true;
		try {
			await acts[button.dataset.passkey](button);
		} catch (error) {
			// Closing the browser's dialog is no error to tell of.
			if (said && error.name !== "NotAllowedError")
				said.hidden = false;
		} finally {
			button.removeAttribute("aria-busy");
		}
	});
}
