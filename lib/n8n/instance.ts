import type {
	ICredentialDataDecryptedObject,
	IExecuteFunctions,
	IHttpRequestOptions,
	IN8nHttpFullResponse,
} from 'n8n-workflow';

import { N8nApi } from '../n8n-api/client';

import { InputError } from '../policy/failures';

export const N8N_CREDENTIAL = 'n8nInstanceApi';

const TIMEOUT_MS = 60_000;

/**
 * The public API of the n8n that the credential names.
 * @throws {InputError} when the credential's address is none
 */
export async function openInstance(context: IExecuteFunctions): Promise<N8nApi> {
	const { baseUrl } = await context.getCredentials<ICredentialDataDecryptedObject>(N8N_CREDENTIAL);
	const address = String(baseUrl ?? '')
		.trim()
		.replace(/\/+$/, '');
	if (!URL.canParse(address) || !/^https?:$/.test(new URL(address).protocol)) {
		throw new InputError(
			'Base URL',
			`of the n8n API credential is "${address}", which is not a web address`,
			'It is normally http://localhost:5678/api/v1.',
		);
	}
	return new N8nApi(async ({ method, path, query = {}, body }) => {
		const search = new URLSearchParams(query).toString();
		const options: IHttpRequestOptions = {
			method,
			url: `${address}${path}${search === '' ? '' : `?${search}`}`,
			headers: { accept: 'application/json' },
			...(body === undefined ? {} : { body: body as IHttpRequestOptions['body'] }),
			json: true,
			timeout: TIMEOUT_MS,
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			disableFollowRedirect: true,
		} as IHttpRequestOptions;
		const answer = (await context.helpers.httpRequestWithAuthentication.call(
			context,
			N8N_CREDENTIAL,
			options,
		)) as IN8nHttpFullResponse;
		return { status: answer.statusCode, body: answer.body };
	});
}

const MEBIBYTE = 1024 * 1024;
const LIMIT_UNLESS_SET = 200 * MEBIBYTE;

/** The limit for all data tables together, as the process that runs this knows it. */
export function tableLimitBytes(): number {
	const set = Number(process.env.N8N_DATA_TABLES_MAX_SIZE_BYTES);
	return Number.isFinite(set) && set > 0 ? set : LIMIT_UNLESS_SET;
}
