import type { Answer } from '../wire/answer.mts';
import type { World } from '../world.mts';
import { issueAccessToken } from './tokens.mts';

/**
 * POST /oauth/token and /oauth/revoke. Errors are `{reason, error}`, unlike the API's (docs/vendors/zoom.md#the-app-and-its-token).
 */
const refusal = (reason: string, error: string, status = 400): Answer => ({ status, body: { reason, error } });

export function answerToken(
	world: World,
	request: { authorization: string | undefined; contentType: string; query: URLSearchParams; body: string },
): Answer {
	const { app, accountId, settings } = world.state;
	if (settings.appDeactivated) return refusal('Bad Request', 'invalid_request');
	const client = basic(request.authorization);
	if (client?.id !== app.clientId || client.secret !== app.clientSecret) {
		return refusal('Invalid client_id or client_secret', 'invalid_client');
	}
	const form = request.contentType.includes('application/x-www-form-urlencoded')
		? new URLSearchParams(request.body)
		: new URLSearchParams();
	const value = (name: string) => form.get(name) ?? (settings.token.acceptQuery ? request.query.get(name) : null);
	if (value('grant_type') !== 'account_credentials') return refusal('unsupported grant type', 'unsupported_grant_type');
	if (value('account_id') !== accountId) return refusal('Account does not exist', 'invalid_request');
	const apiUrl = settings.token.apiUrl ?? world.origins.api;
	return {
		status: 200,
		body: {
			access_token: issueAccessToken(world),
			token_type: 'bearer',
			expires_in: settings.token.expiresInSeconds,
			scope: app.scopes.join(' '),
			...(apiUrl ? { api_url: apiUrl } : {}),
		},
	};
}

function basic(header: string | undefined): { id: string; secret: string } | undefined {
	const encoded = /^basic\s+(\S+)$/i.exec(header ?? '')?.[1];
	if (!encoded) return undefined;
	const [id = '', ...secret] = Buffer.from(encoded, 'base64').toString().split(':');
	return { id, secret: secret.join(':') };
}
