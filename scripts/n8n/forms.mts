/** n8n's forms as somebody with a browser uses them: logged in as the owner, or as a stranger without any login. */
import { setTimeout as sleep } from 'node:timers/promises';

import type { FormAnswer, FormField } from './contract.mts';

/** Long enough for a form's trigger, which n8n answers when the execution has begun. */
const TIMEOUT_MS = 30_000;

export class FormClient {
	readonly #origin: string;
	readonly #session: () => string;
	/** Path of a form → what its page carries so that its answers are accepted; n8n keeps it valid for an hour. */
	readonly #tokens = new Map<string, string>();

	/** @param session cookies of the person who is logged in, as a header */
	constructor(origin: string, session: () => string) {
		this.#origin = origin;
		this.#session = session;
	}

	/** Opens a form or a page of it. Without a login it says where n8n sends the visitor. */
	async open(url: string, as: 'owner' | 'nobody'): Promise<FormAnswer> {
		const cookies = new Map<string, string>();
		if (as === 'owner') keep(cookies, this.#session().split('; '));
		let at = this.#here(url);
		for (let hops = 0; hops < 8; hops++) {
			const answer = await fetch(at, {
				headers: cookies.size > 0 ? { cookie: header(cookies) } : {},
				redirect: 'manual',
				signal: AbortSignal.timeout(TIMEOUT_MS),
			});
			keep(cookies, answer.headers.getSetCookie());
			const location = answer.headers.get('location');
			if (location === null) {
				const page = await answer.text();
				const token = /const authToken = '([^']+)'/.exec(page)?.[1];
				if (token) this.#tokens.set(new URL(at).pathname, token);
				return { status: answer.status, page, url: at };
			}
			await answer.arrayBuffer();
			const next = new URL(location, this.#origin);
			// n8n's login page and the page that asks for consent are parts of the editor.
			if (next.pathname === '/signin' || (as === 'nobody' && next.pathname === '/oauth/consent')) {
				return { status: answer.status, page: '', url: next.href };
			}
			at = next.pathname === '/oauth/consent' ? await this.#consent(cookies) : this.#here(next.href);
		}
		throw new Error(`${url} redirects without end.`);
	}

	/** Sends a form; the answer of a form with further pages says where they are. */
	async submit(url: string, fields: FormField[], as: 'owner' | 'nobody'): Promise<FormAnswer> {
		const at = this.#here(url);
		const path = new URL(at).pathname;
		const waiting = path.startsWith('/form-waiting/');
		if (as === 'owner' && !waiting && !this.#tokens.has(path)) await this.open(url, as);
		const token = as === 'owner' ? this.#tokens.get(path) : undefined;
		const body = new FormData();
		for (const [index, field] of fields.entries()) {
			if (typeof field === 'string') body.set(`field-${index}`, field);
			else
				body.set(
					`field-${index}`,
					new Blob([Buffer.from(field.base64, 'base64')], { type: field.type ?? 'text/csv' }),
					field.fileName,
				);
		}
		const answer = await fetch(at, {
			method: 'POST',
			body,
			redirect: 'manual',
			headers: {
				...(token && { 'x-auth-token': token }),
				...(waiting && as === 'owner' && { cookie: this.#session() }),
			},
			signal: AbortSignal.timeout(TIMEOUT_MS),
		});
		const page = await answer.text();
		const next = /"formWaitingUrl":"([^"]+)"/.exec(page)?.[1];
		return { status: answer.status, page, url: next ?? at };
	}

	/** What a page shows as soon as it shows what is awaited. */
	async awaited(url: string, expected: string, timeoutMs: number): Promise<string> {
		const deadline = Date.now() + timeoutMs;
		let text = '';
		for (;;) {
			// A page that is asked for before the workflow has reached it may never be answered.
			text = await fetch(this.#here(url), {
				headers: { cookie: this.#session() },
				signal: AbortSignal.timeout(5000),
			}).then(
				async (answer) => answer.text(),
				(error: unknown) => String(error),
			);
			if (new RegExp(expected).test(textOf(text))) return text;
			if (Date.now() > deadline)
				throw new Error(`The form never showed ${expected}; last: ${textOf(text).slice(0, 2000)}`);
			await sleep(700);
		}
	}

	/** Presses Allow, as somebody does who opens a form for the first time. @returns where n8n sends the browser then */
	async #consent(cookies: Map<string, string>): Promise<string> {
		const ask = async (path: string, init: RequestInit) => {
			const answer = await fetch(this.#origin + path, {
				...init,
				headers: { cookie: header(cookies), ...(init.body ? { 'content-type': 'application/json' } : {}) },
				signal: AbortSignal.timeout(TIMEOUT_MS),
			});
			const text = await answer.text();
			if (!answer.ok) throw new Error(`n8n answered ${answer.status} to ${path}: ${text.slice(0, 300)}`);
			return JSON.parse(text).data as { autoApproved?: boolean; redirectUrl?: string };
		};
		const details = await ask('/rest/consent/details', {});
		const { redirectUrl } = details.autoApproved
			? details
			: await ask('/rest/consent/approve', { method: 'POST', body: JSON.stringify({ approved: true }) });
		if (!redirectUrl) throw new Error('n8n did not say where to go after the consent.');
		return this.#here(redirectUrl);
	}

	/** n8n names itself by the name that it is configured with, and a restarted one has another port. */
	#here(url: string): string {
		const { pathname, search } = new URL(url, this.#origin);
		return this.#origin + pathname + search;
	}
}

function keep(jar: Map<string, string>, cookies: string[]): void {
	for (const cookie of cookies) {
		const [pair = ''] = cookie.split(';');
		const at = pair.indexOf('=');
		if (at > 0) jar.set(pair.slice(0, at), pair.slice(at + 1));
	}
}

function header(jar: Map<string, string>): string {
	return [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
}

/** What a person reads of a page. */
function textOf(page: string): string {
	return page.replace(/<style[^]*?<\/style>|<script[^]*?<\/script>|<[^>]+>/g, ' ').replace(/\s+/g, ' ');
}
