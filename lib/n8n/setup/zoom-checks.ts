import type { ICredentialDataDecryptedObject, IExecuteFunctions, IN8nHttpFullResponse } from 'n8n-workflow';

import { clockFinding, fine, scopesFinding, type SetupFinding } from '../../policy/setup/setup-findings';
import { explainNetworkFailure } from '../../zoom/errors';
import { gapsOf, type ScopePurpose } from '../../zoom/scopes';
import { requestToken } from '../../zoom/token';
import { readAnswer, type TextAnswer, UNREAD } from '../vendor-answer';
import type { OpenedZoom } from '../zoom';
import { ZOOM_CREDENTIAL } from '../zoom';

import { explainedProblem } from './explained-problem';

const TIMEOUT_MS = 20_000;

/** Credential, scopes, clock, and one call with the token that the nodes use. */
export async function checkZoom(
	context: IExecuteFunctions,
	openZoom: () => Promise<OpenedZoom>,
	purposes: readonly ScopePurpose[],
): Promise<SetupFinding[]> {
	try {
		const { scopes, skewSeconds } = await readScopes(context);
		return [
			fine('Zoom', 'Credential', `Zoom knows the app and gave it a token with ${scopes.length} scopes.`),
			...purposes.map((purpose) => {
				const { missing, means } = gapsOf(purpose, scopes);
				return scopesFinding(purpose.name, missing, means);
			}),
			clockFinding('Zoom', skewSeconds),
			await firstCall(openZoom),
		];
	} catch (error) {
		return [explainedProblem('Zoom', 'Credential', error)];
	}
}

/**
 * The scopes of the app as they are now, and Zoom's clock minus ours: a token of its own, because only its answer tells them.
 * @throws {ZoomError}
 */
export async function readScopes(
	context: IExecuteFunctions,
): Promise<{ scopes: string[]; skewSeconds: number | null }> {
	const fields = await context.getCredentials<ICredentialDataDecryptedObject>(ZOOM_CREDENTIAL);
	const field = (name: string) => String(fields[name] ?? '').trim();
	const app = {
		accountId: field('accountId'),
		clientId: field('clientId'),
		clientSecret: field('clientSecret'),
		tokenUrl: field('tokenUrl'),
	};
	let skewSeconds: number | null = null;
	const { scopes } = await requestToken(app, async (request) => {
		const answer = await send(context, request);
		const date = Date.parse(String(answer.headers.date ?? ''));
		if (Number.isFinite(date)) skewSeconds = (date - Date.now()) / 1000;
		return { ...answer, trackingId: answer.headers['x-zm-trackingid'] ?? '' };
	});
	return { scopes, skewSeconds };
}

async function send(context: IExecuteFunctions, request: object & { url: string }): Promise<TextAnswer> {
	const asked = context.helpers.httpRequest({
		...request,
		...UNREAD,
		ignoreHttpStatusErrors: true,
		disableFollowRedirect: true,
		timeout: TIMEOUT_MS,
	}) as Promise<IN8nHttpFullResponse>;
	return await asked
		.then((answer) => readAnswer(answer, TIMEOUT_MS))
		.catch((error: unknown) => Promise.reject(explainNetworkFailure('give an access token', error)));
}

/** A Zoom without recordings answers as well as one with many. */
async function firstCall(openZoom: () => Promise<OpenedZoom>): Promise<SetupFinding> {
	const check = 'Reading recordings';
	const day = new Date().toISOString().slice(0, 10);
	try {
		const { zoom } = await openZoom();
		await zoom.api.get('/accounts/me/recordings', {
			doing: 'list the recordings of the account',
			query: { from: day, to: day, page_size: 1 },
		});
		return fine('Zoom', check, 'Zoom lists the recordings of the account.');
	} catch (error) {
		return explainedProblem('Zoom', check, error);
	}
}
