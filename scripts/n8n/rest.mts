/** n8n's internal REST interface (what the editor speaks), with a session of the owner. Not the public API: that one has no "run". */
export class RestClient {
	readonly #origin: string;
	#cookie = '';

	constructor(origin: string) {
		this.#origin = origin;
	}

	async login(email: string, password: string): Promise<void> {
		const answer = await this.#send('POST', '/rest/login', { emailOrLdapLoginId: email, password });
		if (!answer.ok) throw new Error(`n8n refused the login of ${email} (${answer.status}): ${await answer.text()}`);
		this.#cookie = answer.headers
			.getSetCookie()
			.map((cookie) => cookie.split(';')[0])
			.join('; ');
	}

	/** The session as a Cookie header, for what is no REST call: n8n's forms. */
	get cookie(): string {
		return this.#cookie;
	}

	/** @returns the answer's `data` @throws with n8n's message */
	async call(method: string, path: string, body?: unknown): Promise<any> {
		const answer = await this.#send(method, path, body);
		const text = await answer.text();
		if (!answer.ok) throw new RestError(method, path, answer.status, text);
		const parsed = text === '' ? undefined : JSON.parse(text);
		return parsed !== null && typeof parsed === 'object' && 'data' in parsed ? parsed.data : parsed;
	}

	#send(method: string, path: string, body?: unknown): Promise<Response> {
		return fetch(this.#origin + path, {
			method,
			headers: {
				// On a busy machine n8n may close a kept connection in the moment in which the next request takes it.
				connection: 'close',
				...(this.#cookie && { cookie: this.#cookie }),
				...(body !== undefined && { 'content-type': 'application/json' }),
			},
			...(body !== undefined && { body: JSON.stringify(body) }),
			signal: AbortSignal.timeout(60_000),
		});
	}
}

export class RestError extends Error {
	readonly status: number;

	constructor(method: string, path: string, status: number, text: string) {
		super(`n8n answered ${status} to ${method} ${path}: ${messageOf(text)}`);
		this.status = status;
	}
}

function messageOf(text: string): string {
	try {
		return JSON.parse(text).message ?? text.slice(0, 500);
	} catch {
		return text.slice(0, 500); // a proxy's or Express's page, not JSON
	}
}
