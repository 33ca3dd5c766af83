import type { ICredentialDataDecryptedObject, ICredentialsDecrypted, INodeCredentialTestResult } from 'n8n-workflow';

/**
 * Whether the Zoom Webhook credential can be right. Only Zoom knows whether the secret is that of the app, so this looks
 * for what people really paste wrong: nothing, blanks, or the same secret twice.
 * @returns what is wrong and what to do, or null
 */
export function checkWebhookCredential(fields: Record<string, unknown>): string | null {
	const text = (name: string) => String(fields[name] ?? '');
	const secret = text('secretToken').trim();
	if (secret === '') {
		return 'The secret token is empty. Copy it from the Feature page of your Zoom app, under Token → Secret Token.';
	}
	if (/\s/.test(secret) || secret.length < 8) {
		return 'The secret token has blanks in it or is too short. Copy it again from the Feature page of your Zoom app, under Token → Secret Token.';
	}
	const previous = text('previousSecretToken').trim();
	if (previous === secret) {
		return 'The previous secret token is the same as the present one. Empty it, or fill in the one that was replaced.';
	}
	if (/\s/.test(previous)) {
		return 'The previous secret token has blanks in it. Empty it unless you are just replacing the secret.';
	}
	if (/\s/.test(text('accountId').trim())) {
		return 'The account ID has blanks in it. Copy it from App Credentials of your Zoom app, or leave it empty.';
	}
	return null;
}

/** The credential test of every node that takes the Zoom Webhook credential; asks nobody. */
export async function webhookCredential(
	credential: ICredentialsDecrypted<ICredentialDataDecryptedObject>,
): Promise<INodeCredentialTestResult> {
	const problem = checkWebhookCredential(credential.data ?? {});
	if (problem !== null) return { status: 'Error', message: problem };
	return {
		status: 'OK',
		message: 'The format is right; whether it is the secret of your app shows when you press Validate in Zoom',
	};
}
