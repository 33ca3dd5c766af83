import type { KalturaApi } from './api';
import { isKalturaCode, KalturaError } from './errors';
import { parseAs } from './schemas';
import type { AppTokenHash, KalturaAccount, StartedSession } from './session';
import { ADMIN_SESSION, APP_TOKEN_HASHES, appTokenHash, generateSession } from './session';
import { z } from 'zod';

const widgetSession = z.object({ ks: z.string() }).passthrough();
const sessionInfo = z.object({ ks: z.string(), expiry: z.coerce.number() }).passthrough();

/** What worked before, so that only the first session of a token has to try. */
export type KnownHashes = Map<string, AppTokenHash>;

/**
 * Starts a session for the account: locally with the admin secret, by two requests with an app token.
 * @param now epoch milliseconds
 * @throws {KalturaError} `INVALID_WIDGET_ID` wrong partner · `APP_TOKEN_ID_NOT_FOUND`, `APP_TOKEN_EXPIRED`,
 *   `APP_TOKEN_NOT_ACTIVE`, `INVALID_APP_TOKEN_HASH` wrong token
 * @see docs/vendors/kaltura.md
 */
export async function startSession(
	api: KalturaApi,
	account: KalturaAccount,
	now: number,
	knownHashes: KnownHashes = new Map(),
): Promise<StartedSession> {
	if (account.authentication === 'adminSecret') {
		const expiresAt = Math.floor(now / 1000) + account.sessionExpirySeconds;
		return {
			ks: generateSession({
				partnerId: account.partnerId,
				secret: account.adminSecret ?? '',
				type: ADMIN_SESSION,
				userId: account.userId,
				privileges: account.privileges,
				expiresAt,
			}),
			expiresAt: expiresAt * 1000,
		};
	}
	return startWithAppToken(api, account, knownHashes);
}

async function startWithAppToken(
	api: KalturaApi,
	account: KalturaAccount,
	knownHashes: KnownHashes,
): Promise<StartedSession> {
	// Executions share the session: one that is stopped must not take it from the others, nor from what tidies up after it.
	const withoutSession = { session: null, safeToRepeat: true, tidiesUp: true };
	const widget = parseAs(
		widgetSession,
		await api.call('session', 'startWidgetSession', { widgetId: `_${account.partnerId}` }, withoutSession),
		'session.startWidgetSession',
	);
	// Nothing says which hash a token was created with, so the first time all are offered in one request.
	const tokenId = account.appTokenId ?? '';
	const known = knownHashes.get(tokenId);
	const candidates = known ? [known] : APP_TOKEN_HASHES;
	const answers = await api.multi(
		candidates.map((hash) => ({
			service: 'appToken',
			action: 'startSession',
			params: {
				id: tokenId,
				tokenHash: appTokenHash(hash, widget.ks, account.appToken ?? ''),
				...(account.userId === '' ? {} : { userId: account.userId }),
				type: ADMIN_SESSION,
				expiry: account.sessionExpirySeconds,
				...(account.privileges === '' ? {} : { sessionPrivileges: account.privileges }),
			},
		})),
		{ session: widget.ks, safeToRepeat: true, tidiesUp: true },
	);
	const accepted = answers.findIndex((answer) => !(answer instanceof KalturaError));
	const hash = candidates[accepted];
	if (hash === undefined) {
		knownHashes.delete(tokenId);
		throw answers.find((answer) => !isKalturaCode(answer, 'INVALID_APP_TOKEN_HASH')) ?? answers[0];
	}
	knownHashes.set(tokenId, hash);
	const { ks, expiry } = parseAs(sessionInfo, answers[accepted], 'appToken.startSession');
	return { ks, expiresAt: expiry * 1000 };
}
