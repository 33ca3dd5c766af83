import { createCipheriv, createHash, randomBytes } from 'node:crypto';

/** Who a session is for and how it is started: the `kalturaApi` credential without n8n. */
export interface KalturaAccount {
	serviceUrl: string;
	/** Comma list of hosts and origins besides it that may be named for uploads. */
	uploadHosts?: string;
	partnerId: number;
	authentication: 'adminSecret' | 'appToken';
	adminSecret?: string;
	appTokenId?: string;
	appToken?: string;
	userId: string;
	/** Comma list, e.g. `disableentitlement,list:*`. */
	privileges: string;
	/** Wanted lifetime in seconds; Kaltura shortens it to what the account allows. */
	sessionExpirySeconds: number;
}

export const ADMIN_SESSION = 2;

export interface SessionFields {
	partnerId: number;
	secret: string;
	/** 0 user, 2 admin. */
	type: 0 | 2;
	userId: string;
	privileges: string;
	/** Epoch seconds. */
	expiresAt: number;
	/** 16 random bytes; given by tests only. */
	random?: Buffer | undefined;
}

/**
 * A version 2 session, made without asking Kaltura: only who knows the secret can make or read it.
 * @returns the KS, base64 with "-" and "_" and its "=" kept
 * @see docs/vendors/kaltura.md#sessions-made-by-oneself
 */
export function generateSession({
	partnerId,
	secret,
	type,
	userId,
	privileges,
	expiresAt,
	random,
}: SessionFields): string {
	const fields = [
		...privilegePairs(privileges),
		['_e', String(expiresAt)] as const,
		['_t', String(type)] as const,
		['_u', userId] as const,
	]
		.map(([name, value]) => `${formEncode(name)}=${formEncode(value)}`)
		.join('&');
	const body = Buffer.concat([random ?? randomBytes(16), Buffer.from(fields, 'latin1')]);
	const signed = Buffer.concat([sha1(body), body]);
	const padded = Buffer.concat([signed, Buffer.alloc((16 - (signed.length % 16)) % 16)]);
	const cipher = createCipheriv('aes-128-cbc', sha1(secret).subarray(0, 16), Buffer.alloc(16)).setAutoPadding(false);
	const encrypted = Buffer.concat([cipher.update(padded), cipher.final()]);
	return Buffer.concat([Buffer.from(`v2|${partnerId}|`), encrypted])
		.toString('base64')
		.replaceAll('+', '-')
		.replaceAll('/', '_');
}

function privilegePairs(privileges: string): Array<readonly [string, string]> {
	return privileges
		.split(',')
		.map((privilege) => privilege.trim())
		.filter((privilege) => privilege !== '')
		.map((privilege) => {
			if (privilege === '*') return ['all', '*'] as const;
			const colon = privilege.indexOf(':');
			return colon < 0
				? ([privilege, ''] as const)
				: ([privilege.slice(0, colon), privilege.slice(colon + 1)] as const);
		});
}

// As PHP's http_build_query: a blank becomes "+", everything but A-Z a-z 0-9 - _ . is percent-encoded.
function formEncode(text: string): string {
	return encodeURIComponent(text)
		.replaceAll('%20', '+')
		.replace(/[!'()*~]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}

function sha1(data: string | Buffer): Buffer {
	return createHash('sha1').update(data).digest();
}

export const APP_TOKEN_HASHES = ['SHA1', 'SHA256', 'SHA512', 'MD5'] as const;
export type AppTokenHash = (typeof APP_TOKEN_HASHES)[number];

/** The proof that the caller knows the app token: hex hash of session + token, in this order. */
export function appTokenHash(hash: AppTokenHash, widgetSession: string, token: string): string {
	return createHash(hash.toLowerCase()).update(`${widgetSession}${token}`).digest('hex');
}

export interface StartedSession {
	ks: string;
	/** Epoch milliseconds. */
	expiresAt: number;
}

/**
 * Sessions by credential, shared by every client of this process, so that a workflow of a hundred nodes starts one.
 * A session is replaced before it ends: the last tenth of its life, at most ten minutes, is not used.
 */
export class SessionStore {
	readonly #sessions = new Map<string, Promise<StartedSession & { startedAt: number }>>();

	constructor(private readonly now: () => number = Date.now) {}

	/**
	 * @param start starts a new session; called once however many ask at the same time
	 * @param refused a session that Kaltura no longer takes: it is not handed out again
	 */
	async get(key: string, start: () => Promise<StartedSession>, refused?: string): Promise<string> {
		const held = this.#sessions.get(key);
		const session = held && (await held.catch(() => null));
		if (session && session.ks !== refused && this.isFresh(session)) return session.ks;
		// Somebody who waited as well may have replaced it already.
		const current = this.#sessions.get(key);
		if (current && current !== held) return this.get(key, start, refused);

		const startedAt = this.now();
		const starting = start().then((started) => ({ ...started, startedAt }));
		this.#dropEnded();
		this.#sessions.set(key, starting);
		// A start that failed is not remembered; its error reaches everybody who waits for it.
		starting.catch(() => this.#sessions.get(key) === starting && this.#sessions.delete(key));
		return (await starting).ks;
	}

	private isFresh({ startedAt, expiresAt }: { startedAt: number; expiresAt: number }): boolean {
		const reserve = Math.min((expiresAt - startedAt) / 10, 600_000);
		return this.now() < expiresAt - reserve;
	}

	// Credentials that were changed leave their old session behind under another key.
	#dropEnded(): void {
		for (const [key, session] of this.#sessions) {
			void session.then(
				({ expiresAt }) => {
					if (this.now() >= expiresAt && this.#sessions.get(key) === session) this.#sessions.delete(key);
				},
				() => undefined,
			);
		}
	}
}

/** Names a credential without holding its secrets. */
export function sessionKey(account: KalturaAccount): string {
	return createHash('sha256')
		.update(JSON.stringify(Object.entries(account).toSorted()))
		.digest('hex');
}
