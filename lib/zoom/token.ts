import { ZoomError } from './errors';
import { parseJson } from './json';

/** What a Server-to-Server OAuth app is known by. */
export interface ZoomApp {
	accountId: string;
	clientId: string;
	clientSecret: string;
	tokenUrl: string;
}

export interface TokenRequest {
	method: 'POST';
	url: string;
	headers: Record<string, string>;
	body: string;
}

export interface ZoomToken {
	accessToken: string;
	/** Scopes of the app at the time of issue. */
	scopes: string[];
	expiresInSeconds: number;
}

/**
 * The request for a token. The documented form: credentials in the header, the rest in the body.
 * @see https://developers.zoom.us/docs/internal-apps/s2s-oauth/
 */
function tokenRequest({ accountId, clientId, clientSecret, tokenUrl }: ZoomApp): TokenRequest {
	return {
		method: 'POST',
		url: tokenUrl,
		headers: {
			authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`,
			'content-type': 'application/x-www-form-urlencoded',
			accept: 'application/json',
		},
		body: new URLSearchParams({ grant_type: 'account_credentials', account_id: accountId }).toString(),
	};
}

/** Why Zoom gives no token. The endpoint answers `{reason, error}`, and HTTP 400 for nearly everything. */
const REFUSALS: Array<{ reason: RegExp; code: string; problem: string; remedy: string }> = [
	{
		reason: /client_id or client_secret|invalid_client/i,
		code: 'invalid_client',
		problem: 'the client ID or the client secret is wrong',
		remedy:
			'Copy both again from App Credentials of the Server-to-Server OAuth app. A regenerated secret replaces the old one.',
	},
	{
		reason: /account does not exist/i,
		code: 'unknown_account',
		problem: 'it does not know the account ID',
		remedy: 'Copy the account ID from App Credentials of the app; it is not the account number.',
	},
	{
		reason: /not enabled the OAuth app/i,
		code: 'app_not_enabled',
		problem: 'the account does not allow apps of this type',
		remedy:
			'Create a Server-to-Server OAuth app in this account, and check that the role of its owner may use such apps.',
	},
	{
		reason: /unsupported.?grant.?type/i,
		code: 'unsupported_grant_type',
		problem: 'the app is not a Server-to-Server OAuth app',
		remedy: 'Create an app of the type Server-to-Server OAuth in the Zoom App Marketplace and use its credentials.',
	},
	{
		reason: /disabled|deactivated|Bad Request/i,
		code: 'app_deactivated',
		problem: 'the app seems to be deactivated',
		remedy: 'Open the app in the Zoom App Marketplace and activate it (Activation → Activate your app).',
	},
];

/**
 * The token in the answer of the token endpoint.
 * @throws {ZoomError} codes invalid_client, unknown_account, app_not_enabled, unsupported_grant_type, app_deactivated,
 *   token_refused, NOT_A_TOKEN
 * @see docs/vendors/zoom.md#the-app-and-its-token
 */
export function readToken(answer: { status: number; text: string; trackingId?: string | undefined }): ZoomToken {
	const fields = readFields(answer.text);
	const accessToken = fields.access_token;
	if (answer.status >= 200 && answer.status < 300 && typeof accessToken === 'string' && accessToken !== '') {
		return {
			accessToken,
			scopes: typeof fields.scope === 'string' ? fields.scope.split(/\s+/).filter(Boolean) : [],
			expiresInSeconds: Number(fields.expires_in) || 3600,
		};
	}
	const said = [fields.reason, fields.error, fields.errorMessage].filter((one) => typeof one === 'string').join(', ');
	const details = { httpStatus: answer.status, trackingId: answer.trackingId, vendorMessage: said || undefined };
	if (said === '') {
		throw new ZoomError(`Zoom gave no access token: HTTP ${answer.status} without an explanation.`, {
			...details,
			code: 'NOT_A_TOKEN',
			retryable: answer.status >= 500 || answer.status === 429,
			remedy: 'Check the Token URL of the credential (normally https://zoom.us/oauth/token), then try again later.',
		});
	}
	const refusal = REFUSALS.find(({ reason }) => reason.test(said));
	throw new ZoomError(`Zoom gave no access token: ${refusal?.problem ?? 'it refused'}. Zoom says: "${said}"`, {
		...details,
		code: refusal?.code ?? 'token_refused',
		retryable: answer.status >= 500 || answer.status === 429,
		remedy:
			refusal?.remedy ??
			'Check account ID, client ID and client secret of the credential, and that the app is activated.',
	});
}

function readFields(text: string): Record<string, unknown> {
	try {
		const value = parseJson(text);
		return value !== null && typeof value === 'object' ? (value as Record<string, unknown>) : {};
	} catch {
		return {};
	}
}

const renewals = new Map<string, { asked: Promise<ZoomToken>; token: string; at: number }>();

/**
 * So long a token counts as new. In accounts where only one token lives, a second one would end the first, which those who wait
 * for an answer to their repeated call use just now.
 */
const NEW_FOR_MS = 2000;

/**
 * A new token. Callers that ask for the same app at about the same time share one: many executions find the old token expired
 * in the same second, and calls that were under way with it come back later still.
 * @param send sends the request and gives back status and body, whatever the status
 * @param refused the token that Zoom does not take any more, which is nobody's answer
 * @throws {ZoomError} as `readToken`; NETWORK is up to `send`
 */
export async function requestToken(
	app: ZoomApp,
	send: (request: TokenRequest) => Promise<{ status: number; text: string; trackingId?: string | undefined }>,
	refused?: string,
): Promise<ZoomToken> {
	const key = JSON.stringify([app.tokenUrl, app.accountId, app.clientId, app.clientSecret]);
	const last = renewals.get(key);
	const underWay = last?.at === Infinity;
	const renewedSince =
		refused !== undefined && last?.token !== refused && performance.now() - (last?.at ?? 0) < NEW_FOR_MS;
	if (last && (underWay || renewedSince)) return await last.asked;
	const renewal = { asked: send(tokenRequest(app)).then(readToken), token: '', at: Infinity };
	renewals.set(key, renewal);
	await renewal.asked.then(
		({ accessToken }) => Object.assign(renewal, { token: accessToken, at: performance.now() }),
		// What was refused is asked for anew by the next.
		() => renewals.delete(key),
	);
	return await renewal.asked;
}
