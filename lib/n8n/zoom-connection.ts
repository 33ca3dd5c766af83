import type {
	ICredentialDataDecryptedObject,
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';

import { explainAnswer, explainNetworkFailure, isZoomError } from '../zoom/errors';
import { missingForPurposes } from '../zoom/scopes';
import { requestToken } from '../zoom/token';

import { readAnswer, type TextAnswer } from './vendor-answer';

const TIMEOUT_MS = 20_000;

/**
 * The Test button of the Zoom credential: gets a token, uses it once, and compares the app's scopes with what the nodes
 * need. Every node that uses the credential names it as `testedBy: 'zoomConnection'`, because n8n takes the first that
 * does; a declarative `test` could only repeat the HTTP status ("Bad Request") for everything that can be wrong.
 */
export async function zoomConnection(
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted<ICredentialDataDecryptedObject>,
): Promise<INodeCredentialTestResult> {
	const field = (name: string) => String(credential.data?.[name] ?? '').trim();
	const send = async (options: object, doing: string): Promise<TextAnswer> => {
		// The only request function that n8n gives a credential test.
		const { helpers } = this;
		const asked = helpers.request({
			...options,
			simple: false,
			useStream: true,
			resolveWithFullResponse: true,
			followRedirect: false,
			timeout: TIMEOUT_MS,
		}) as Promise<{ statusCode: number; body: unknown; headers: object }>;
		return await asked
			.then((answer) => readAnswer(answer, TIMEOUT_MS))
			.catch((error: unknown) => Promise.reject(explainNetworkFailure(doing, error)));
	};
	const check = async (): Promise<string> => {
		const app = {
			accountId: field('accountId'),
			clientId: field('clientId'),
			clientSecret: field('clientSecret'),
			tokenUrl: field('tokenUrl'),
		};
		const { accessToken, scopes } = await requestToken(app, async ({ url, ...request }) => {
			const answer = await send({ ...request, uri: url }, 'give an access token');
			return { ...answer, trackingId: answer.headers['x-zm-trackingid'] };
		});
		const missing = missingForPurposes(scopes);
		if (missing) return missing;
		const doing = 'list the users with the new access token';
		const uri = `${field('apiBaseUrl').replace(/\/+$/, '')}/users?page_size=1`;
		const answer = await send(
			{ method: 'GET', uri, headers: { authorization: `Bearer ${accessToken}`, accept: 'application/json' } },
			doing,
		);
		if (answer.status >= 200 && answer.status < 300 && answer.text.includes('"users"')) return '';
		const error = explainAnswer(doing, answer, Date.now());
		// A missing scope for this one call still shows that Zoom knows the token.
		return error.missingScopes ? '' : `${error.message} ${error.remedy}`;
	};
	return await check().then(
		(problem) =>
			problem === '' ? { status: 'OK', message: 'Connection successful' } : { status: 'Error', message: problem },
		(error: unknown) => ({
			status: 'Error',
			message: isZoomError(error) ? `${error.message} ${error.remedy}` : String(error),
		}),
	);
}
