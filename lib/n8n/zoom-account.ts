import { InputError } from '../policy/failures';
import type { Resource } from './operation';
import type { OpenedZoom } from './zoom';

/**
 * Which Zoom account a credential belongs to. Two accounts may share one n8n, so that every row of every table carries the
 * account; nobody types it, because a typing error would mix two accounts up.
 */
export const account: Resource<OpenedZoom> = {
	value: 'account',
	name: 'Account',
	operations: [
		{
			value: 'get',
			reads: true,
			name: 'Get Account',
			action: 'Get the Zoom account of the credential',
			description: 'Tell which Zoom account the credential belongs to, without asking Zoom',
			fields: [
				{
					displayName: 'Keep Input Fields',
					name: 'keepInputFields',
					type: 'boolean',
					default: false,
					description: 'Whether to add the account to the fields of the incoming item instead of giving it alone',
				},
			],

			async run({ zoomCredential, parameter, item }) {
				const { accountId } = zoomCredential;
				if (accountId === '') {
					throw new InputError(
						'Account ID',
						'of the Zoom credential is empty',
						'Copy the account ID from App Credentials of the Server-to-Server OAuth app into the credential.',
					);
				}
				return { ...(parameter.boolean('keepInputFields') ? item.json : {}), account: accountId };
			},
		},
	],
};
