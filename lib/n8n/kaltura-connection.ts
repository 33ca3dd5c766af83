import type {
	ICredentialTestFunctions,
	ICredentialsDecrypted,
	ICredentialDataDecryptedObject,
	INodeCredentialTestResult,
} from 'n8n-workflow';

import { createKalturaClient } from '../kaltura/client';
import { ADMIN_SESSION } from '../kaltura/session';
import type { KalturaTransport } from '../kaltura/wire';

import { isExplained } from '../policy/failures';
import { readKalturaAccount, toHttpRequest } from './kaltura';
import { readAnswer } from './vendor-answer';

/**
 * What the Test button of the Kaltura credential does: starts a session as the nodes do and reads what it may do.
 * Every node with this credential declares `testedBy: 'kalturaConnection'` and puts this under `methods.credentialTest`.
 */
export async function kalturaConnection(
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted<ICredentialDataDecryptedObject>,
): Promise<INodeCredentialTestResult> {
	return await check(this, credential.data ?? {}).catch((error: unknown) => {
		if (!isExplained(error)) throw error;
		const reference = [error.code, error.trackingId && `session ${error.trackingId}`].filter(Boolean).join(', ');
		return {
			status: 'Error',
			message: `${error.message} ${error.remedy}${error.vendor === 'input' ? '' : ` (${reference})`}`,
		} as const;
	});
}

async function check(
	context: ICredentialTestFunctions,
	fields: ICredentialDataDecryptedObject,
): Promise<INodeCredentialTestResult> {
	const account = readKalturaAccount(fields);
	const kaltura = createKalturaClient(testTransport(context, account.serviceUrl), {
		account,
		retries: 1,
		baseDelayMs: 300,
		timeoutMs: 15_000,
	});
	// It needs an admin session and changes nothing.
	const session = await kaltura.call<{ sessionType?: unknown }>('session', 'get');
	if (Number(session?.sessionType) !== ADMIN_SESSION) {
		return {
			status: 'Error',
			message:
				'The session is one of an ordinary user. Use the admin secret (not the user secret), or an app token of type ADMIN.',
		};
	}
	return { status: 'OK', message: `Connected to Kaltura account ${account.partnerId}` };
}

// A credential test has no other way to send a request than this older one; it goes through n8n's proxy settings too.
function testTransport(context: ICredentialTestFunctions, serviceUrl: string): KalturaTransport {
	return async (request) => {
		const { url, method, headers, body, timeout } = toHttpRequest(serviceUrl, request);
		const answer = (await context.helpers.request({
			uri: url,
			method,
			headers,
			body,
			timeout,
			json: false,
			useStream: true,
			simple: false,
			resolveWithFullResponse: true,
			followRedirect: false,
			followAllRedirects: false,
		})) as { statusCode: number; headers: object; body: unknown };
		return await readAnswer(answer, request.timeoutMs);
	};
}
