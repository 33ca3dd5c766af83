import { createHmac, timingSafeEqual } from 'node:crypto';

import type { Reviewer } from '../../policy/access/campaign-answers';

/** What is signed is named, so that a signature of something else made with the same secret is worth nothing here. */
const PURPOSE = 'zoom-kaltura access review 1\n';

/** The text that a personal link carries: who may see which items until when, and the signature of that. */
export function signedLink({ account, campaign, reviewer }: Reviewer, expiresAt: number, secret: string): string {
	const payload = Buffer.from(
		JSON.stringify({ a: account, c: campaign, r: reviewer, x: Math.floor(expiresAt / 1000) }),
	).toString('base64url');
	return `${payload}.${signatureOf(payload, secret)}`;
}

/** Who may come in, or why not: a sentence for whoever stands outside, and one for the log of n8n. */
export type LinkVerdict = { reviewer: Reviewer } | { problem: string; log?: string };

/** Compares in constant time; of a wrong link nothing is read. */
export function readLink(link: string, secrets: readonly string[], now: number): LinkVerdict {
	const [payload = '', signature = ''] = link.slice(0, 4096).split('.');
	const given = Buffer.from(signature, 'latin1');
	const genuine = secrets.some((secret) => {
		const expected = Buffer.from(signatureOf(payload, secret), 'latin1');
		return given.length === expected.length && timingSafeEqual(given, expected);
	});
	if (!genuine) {
		const problem = 'This link is not one of ours, or was cut on its way. Open it from the mail again.';
		// Whoever opens the bare address has no link at all, as scanners do: nobody needs to know.
		if (link === '') return { problem };
		const log =
			'A personal link with a wrong signature was refused: it was cut or forged, or the secret of the credential was replaced since.';
		return { problem, log };
	}
	const { a, c, r, x } = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as Record<string, unknown>;
	const reviewer = { account: String(a), campaign: String(c), reviewer: String(r) };
	if (Number(x) * 1000 < now) {
		const log = `${reviewer.reviewer} opened the link of the campaign ${reviewer.campaign} after it had expired.`;
		return { problem: 'This link has expired: the review is over.', log };
	}
	return { reviewer };
}

const signatureOf = (payload: string, secret: string) =>
	createHmac('sha256', secret).update(PURPOSE).update(payload).digest('base64url');
