import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

export const REVIEW_LINKS = 'reviewLinksApi';
const SHORTEST = 32;

/** The secret that signs, and those that are still taken. */
export function reviewSecrets(fields: ICredentialDataDecryptedObject): string[] {
	return [fields.secret, fields.previousSecret].map((one) => String(one ?? '').trim()).filter(Boolean);
}

/** What is wrong with the credential and what to do, or null. */
export function reviewLinksProblem(fields: ICredentialDataDecryptedObject): string | null {
	const secret = String(fields.secret ?? '').trim();
	if (secret.length < SHORTEST)
		return `The secret is shorter than ${SHORTEST} characters. Make a long random one, with a password manager for example.`;
	if (secret === String(fields.previousSecret ?? '').trim())
		return 'The previous secret is the same as the present one. Empty it, or fill in the one that was replaced.';
	return null;
}
