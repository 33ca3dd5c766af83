import type { ICredentialDataDecryptedObject, ICredentialsDecrypted, INodeCredentialTestResult } from 'n8n-workflow';

/** A credential that is one secret of our own making, and the one before it while it is replaced. Nobody can be asked whether it is right. */
class SigningSecret {
	constructor(
		/** Type of the credential. */
		readonly type: string,
		private readonly rules: {
			/** Characters. */
			shortest: number;
			/** Where a better one comes from, as a sentence. */
			advice: string;
			/** What a test that found nothing says. */
			fine: string;
		},
	) {}

	/** The secret that signs, then those that are still taken. */
	secretsIn(fields: ICredentialDataDecryptedObject): string[] {
		return [fields.secret, fields.previousSecret].map((one) => String(one ?? '').trim()).filter(Boolean);
	}

	/** What is wrong with the credential and what to do, or null. */
	readonly problemOf = (fields: ICredentialDataDecryptedObject): string | null => {
		const { shortest, advice } = this.rules;
		const secret = String(fields.secret ?? '').trim();
		if (secret.length < shortest) return `The secret is shorter than ${shortest} characters. ${advice}`;
		if (secret === String(fields.previousSecret ?? '').trim())
			return 'The previous secret is the same as the present one. Empty it, or fill in the one that was replaced.';
		return null;
	};

	/** The test behind the credential's button. */
	readonly test = async ({
		data,
	}: ICredentialsDecrypted<ICredentialDataDecryptedObject>): Promise<INodeCredentialTestResult> => {
		const problem = this.problemOf(data ?? {});
		return problem === null ? { status: 'OK', message: this.rules.fine } : { status: 'Error', message: problem };
	};
}

export const REVIEW_LINKS = new SigningSecret('reviewLinksApi', {
	shortest: 32,
	advice: 'Make a long random one, with a password manager for example.',
	fine: 'Links can be signed with this secret',
});

export const SIGNED_LOGIN = new SigningSecret('signedLoginApi', {
	shortest: 16,
	advice: 'Make a long random one and give it to your portal too.',
	fine: 'The format is right; whether your portal has the same secret shows at the next login',
});
