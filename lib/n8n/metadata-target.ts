import type { ICredentialDataDecryptedObject, IExecuteFunctions, IN8nHttpFullResponse } from 'n8n-workflow';

import { type MetadataTarget, metadataTarget } from '../oaa/push';
import { InputError } from '../policy/failures';

import { readAnswer, UNREAD } from './vendor-answer';

const METADATA_CREDENTIAL = 'authorizationMetadataApi';
const TIMEOUT_MS = 300_000;

/**
 * Opens the target of the node's credential. Requests go through n8n (proxy, encrypted credential).
 * @throws {InputError} when the credential is missing or names no web address
 */
export async function openMetadataTarget(context: IExecuteFunctions): Promise<MetadataTarget> {
	const fields = await context.getCredentials<ICredentialDataDecryptedObject>(METADATA_CREDENTIAL);
	const base = String(fields.url ?? '')
		.trim()
		.replace(/\/+$/, '');
	if (!URL.canParse(base) || !/^https?:$/.test(new URL(base).protocol)) {
		throw new InputError(
			'URL',
			`of the credential is "${base}", which is not a web address`,
			'It is the address of the system, such as https://example.vezacloud.com.',
		);
	}
	return metadataTarget(async ({ method, path, body }) => {
		const answer = (await context.helpers.httpRequestWithAuthentication.call(context, METADATA_CREDENTIAL, {
			method,
			url: `${base}${path}`,
			headers: { accept: 'application/json', ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
			...(body === undefined ? {} : { body }),
			...UNREAD,
			timeout: TIMEOUT_MS,
			disableFollowRedirect: true,
			ignoreHttpStatusErrors: true,
		})) as IN8nHttpFullResponse;
		return await readAnswer(answer, TIMEOUT_MS);
	}, context.getExecutionCancelSignal());
}
