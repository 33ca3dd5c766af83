import type { ICredentialType, Icon, INodeProperties } from 'n8n-workflow';

/** The secret with which a portal signs its messages about logins. Tested by the Login Trigger, without any request. */
export class SignedLoginApi implements ICredentialType {
	name = 'signedLoginApi';

	displayName = 'Signed Login API';

	icon: Icon = { light: 'file:../icons/groups.svg', dark: 'file:../icons/groups.dark.svg' };

	documentationUrl = 'https://github.com/n8n-nodes-zoom-kaltura/n8n-nodes-zoom-kaltura#readme';

	properties: INodeProperties[] = [
		{
			displayName: 'Secret',
			name: 'secret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'A long random text that only your portal and n8n know; at least 16 characters',
		},
		{
			displayName: 'Previous Secret',
			name: 'previousSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description:
				'While you replace the secret: logins signed with the old one are still taken. Empty it when the change is done.',
		},
	];
}
