import { createHmac, timingSafeEqual } from 'node:crypto';

/** What of a request is signed and how. */
export interface SignedRequest {
	/** The body as it came over the wire: re-serialised JSON may differ in a byte. */
	rawBody: Uint8Array;
	/** Header x-zm-signature. */
	signature: string | undefined;
	/** Header x-zm-request-timestamp, Unix seconds. */
	timestamp: string | undefined;
}

export interface SignatureRules {
	/** Accepted secrets, the current one first; while a secret is being replaced Zoom may still use the old one. */
	secrets: readonly string[];
	/** Largest age, and largest lead, of the timestamp. */
	windowSeconds: number;
	/** Milliseconds since 1970. */
	now: number;
}

export type SignatureVerdict =
	| { valid: true; /** The secret that Zoom used. */ secret: string }
	| { valid: false; problem: 'missing' | 'stale' | 'wrong' };

/** Nobody signs in the future; clocks that are wrong are forgiven a little. */
const CLOCK_TOLERANCE_SECONDS = 300;

/**
 * Whether the request was signed by Zoom, lately. Compares in constant time, and never says more than valid or not to
 * the outside.
 * @see docs/vendors/zoom.md#signatures · https://developers.zoom.us/docs/api/webhooks/#verify-webhook-events
 */
export function verifySignature(request: SignedRequest, rules: SignatureRules): SignatureVerdict {
	const { signature, timestamp } = request;
	if (!signature || !timestamp || !/^\d{1,12}$/.test(timestamp)) return { valid: false, problem: 'missing' };
	const given = Buffer.from(signature, 'latin1');
	for (const secret of rules.secrets) {
		const expected = Buffer.from(signatureOf(request.rawBody, timestamp, secret), 'latin1');
		if (given.length !== expected.length || !timingSafeEqual(given, expected)) continue;
		// Looked at last, so that only somebody with the secret learns about our window.
		const ageSeconds = rules.now / 1000 - Number(timestamp);
		const inTime =
			ageSeconds <= rules.windowSeconds && -ageSeconds <= Math.min(rules.windowSeconds, CLOCK_TOLERANCE_SECONDS);
		return inTime ? { valid: true, secret } : { valid: false, problem: 'stale' };
	}
	return { valid: false, problem: 'wrong' };
}

/** `v0=` and the hexadecimal HMAC-SHA256 of `v0:<timestamp>:<raw body>`. */
export function signatureOf(rawBody: Uint8Array, timestamp: string, secret: string): string {
	return `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:`).update(rawBody).digest('hex')}`;
}

/** The answer to `endpoint.url_validation`, which Zoom wants within 3 seconds, on save and every 72 hours. */
export function urlValidationAnswer(
	plainToken: string,
	secret: string,
): { plainToken: string; encryptedToken: string } {
	return { plainToken, encryptedToken: createHmac('sha256', secret).update(plainToken).digest('hex') };
}
