import { createHmac, timingSafeEqual } from 'node:crypto';

import { storable } from '../../http/strangers-text';
import { readMoment } from '../../policy/groups/moments';

/** What of an HTTP request decides its fate. */
export interface LoginRequest {
	rawBody: Uint8Array;
	/** Header x-signature: hexadecimal HMAC-SHA256 of the raw body, `sha256=` before it or not. */
	signature: string | undefined;
}

export interface LoginRules {
	secrets: readonly string[];
	/** How long before or after its arrival a message may have been sent. */
	windowSeconds: number;
	/** Milliseconds since 1970. */
	now: number;
}

export interface Login {
	userId: string;
	attributes: Record<string, unknown>;
	/** ISO times. */
	saidAt: string;
	receivedAt: string;
}

export type Verdict =
	{ kind: 'answer'; status: number; message: string; log?: string } | { kind: 'start'; login: Login };

/** A login with a thousand groups is far below. */
const LARGEST_BODY = 256 * 1024;

/**
 * Judges one message, cheapest and least trusting checks first; nothing of the body is looked into before its signature is
 * proven. What cannot be used is refused here, where the sender sees it, and harms no other login.
 */
export function judgeLogin(request: LoginRequest, rules: LoginRules): Verdict {
	if (request.rawBody.length > LARGEST_BODY)
		return refuse(413, `The message is larger than ${LARGEST_BODY / 1024} kB.`);
	if (!isSigned(request, rules.secrets)) {
		const log =
			request.signature === undefined
				? undefined
				: 'A login with a wrong signature was refused: if it came from your portal, its secret is not that of the credential.';
		return { ...refuse(401, 'The signature is missing or wrong.'), ...(log && { log }) };
	}
	let message: unknown;
	try {
		message = JSON.parse(Buffer.from(request.rawBody).toString('utf8'));
	} catch {
		return refuse(400, 'The message is not JSON.');
	}
	if (message === null || typeof message !== 'object' || Array.isArray(message))
		return refuse(400, 'The message is not a JSON object with userId, attributes and sentAt.');
	const { userId, attributes, sentAt } = storable(message) as {
		userId?: unknown;
		attributes?: unknown;
		sentAt?: unknown;
	};
	if (typeof userId !== 'string' || userId.trim() === '') return refuse(400, 'userId is missing or no text.');
	if (userId.length > 400) return refuse(400, 'userId is longer than 400 characters.');
	if (attributes === null || typeof attributes !== 'object' || Array.isArray(attributes))
		return refuse(400, 'attributes is missing or no object, such as {"groups": ["Staff"]}.');
	const said = readMoment(sentAt);
	if (said === null) {
		return refuse(
			400,
			'sentAt is missing or no time: give seconds or milliseconds since 1970, or ISO 8601 with a time zone.',
		);
	}
	// Looked at last, so that only somebody with the secret learns about our window. Age counts from arrival.
	const age = Math.round((rules.now - said) / 1000);
	if (Math.abs(age) > rules.windowSeconds) {
		const when = age > 0 ? `${age} s ago` : `${-age} s in the future`;
		return {
			...refuse(
				400,
				`sentAt is ${when}; at most ${rules.windowSeconds} s are accepted. Check the clock of the sender, and send each login once.`,
			),
			log: `A correctly signed login was refused because it was sent ${when}: it was replayed or delayed, or a clock is wrong.`,
		};
	}
	return {
		kind: 'start',
		login: {
			userId: userId.trim(),
			attributes: attributes as Record<string, unknown>,
			saidAt: new Date(said).toISOString(),
			receivedAt: new Date(rules.now).toISOString(),
		},
	};
}

/** Compared in constant time, with every secret. */
function isSigned({ rawBody, signature }: LoginRequest, secrets: readonly string[]): boolean {
	const given = Buffer.from(
		(signature ?? '')
			.replace(/^sha256=/i, '')
			.trim()
			.toLowerCase(),
		'latin1',
	);
	return secrets.some((secret) => {
		const expected = Buffer.from(createHmac('sha256', secret).update(rawBody).digest('hex'), 'latin1');
		return given.length === expected.length && timingSafeEqual(given, expected);
	});
}

function refuse(status: number, message: string): { kind: 'answer'; status: number; message: string } {
	return { kind: 'answer', status, message };
}
