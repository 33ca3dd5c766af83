import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto';
import type { World } from '../world.mts';
import { refuse } from './refusals.mts';

/**
 * The three tokens of Zoom, all JWTs (docs/vendors/zoom.md#the-app-and-its-token, #downloads): the app's access token, the `download_access_token`
 * that GET …/recordings gives, and the `download_token` of a webhook.
 */
export type TokenKind = 'access' | 'download_access' | 'webhook_download';

export interface TokenClaims {
	jti: string;
	kind: TokenKind;
	/** Seconds since the epoch. */
	exp: number;
	iat: number;
	/** Meeting UUID that a download token is good for. */
	mid?: string;
	userId?: string;
	accountId: string;
	scope?: string;
}

const base64url = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const sign = (world: World, text: string) => createHmac('sha512', world.state.signingKey).update(text).digest();

function issue(world: World, kind: TokenKind, lifeSeconds: number, more: Partial<TokenClaims>): string {
	const iat = Math.floor(world.clock.now() / 1000);
	const jti = randomUUID();
	if (kind === 'access') world.state.lastTokenId = jti;
	const head = base64url({ alg: 'HS512', ...(kind === 'access' ? { sv: '000001', ver: 10 } : {}) });
	const claims = {
		iss: kind === 'access' ? 'zm:cid:sandbox' : 'https://event.zoom.us',
		aud: 'https://oauth.zoom.us',
		accountId: world.state.accountId,
		...more,
		kind,
		jti,
		iat,
		exp: iat + lifeSeconds,
	};
	const text = `${head}.${base64url(claims)}`;
	return `${text}.${sign(world, text).toString('base64url')}`;
}

export const issueAccessToken = (world: World): string =>
	issue(world, 'access', world.state.settings.token.expiresInSeconds, { scope: world.state.app.scopes.join(' ') });

export const issueDownloadAccessToken = (world: World, uuid: string, hostId: string, ttlSeconds: number): string =>
	issue(world, 'download_access', ttlSeconds, { mid: uuid, userId: hostId });

/** Valid 24 hours; 86 415 s after the event were measured (docs/vendors/zoom.md#downloads). */
export const issueWebhookDownloadToken = (world: World, uuid: string, hostId: string): string =>
	issue(world, 'webhook_download', 86_415, { mid: uuid, userId: hostId });

/** The claims of a token of ours that still holds; undefined when it is not one. Expiry is the caller's question. */
function read(world: World, token: string): TokenClaims | undefined {
	const at = token.lastIndexOf('.');
	const [head, body] = [token.slice(0, Math.max(at, 0)), token.slice(at + 1)];
	const given = Buffer.from(body, 'base64url');
	const expected = sign(world, head);
	if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
	return JSON.parse(Buffer.from(head.split('.')[1]!, 'base64url').toString()) as TokenClaims;
}

/** The bearer token of a header, without looking at it. */
export const bearer = (header: string | undefined): string | undefined => /^bearer\s+(\S+)$/i.exec(header ?? '')?.[1];

/**
 * Checks the access token of an API call.
 * @throws 401/124, in both of Zoom's sentences (docs/vendors/zoom.md#the-app-and-its-token)
 */
export function authenticate(world: World, authorization: string | undefined): TokenClaims {
	const token = bearer(authorization);
	const claims = token === undefined ? undefined : read(world, token);
	if (!claims || claims.kind !== 'access' || world.state.settings.appDeactivated) throw refuse.invalidToken();
	if (world.revoked.has(claims.jti)) throw refuse.invalidToken();
	if (claims.exp * 1000 <= world.clock.now()) throw refuse.expiredToken();
	if (world.state.settings.token.singleToken && claims.jti !== world.state.lastTokenId) throw refuse.invalidToken();
	return claims;
}

/**
 * Whether a token opens a download: webhook URLs take only the event's `download_token`, REST URLs the access token or a
 * `download_access_token` of the same meeting (docs/vendors/zoom.md#downloads).
 */
export function opensDownload(
	world: World,
	token: string | undefined,
	uuid: string,
	from: 'rest' | 'webhook',
): boolean {
	const claims = token === undefined ? undefined : read(world, token);
	if (!claims || claims.exp * 1000 <= world.clock.now() || world.state.settings.appDeactivated) return false;
	if (from === 'webhook') return claims.kind === 'webhook_download' && claims.mid === uuid;
	if (claims.kind === 'access') {
		return !world.state.settings.token.singleToken || claims.jti === world.state.lastTokenId;
	}
	return claims.kind === 'download_access' && claims.mid === uuid;
}
