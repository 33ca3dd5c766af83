import type { ICredentialType, Icon, INodeProperties } from 'n8n-workflow';

/** The secret with which personal links of an access review are signed. Tested by the Review Trigger, without any request. */
// eslint-disable-next-line @n8n/community-nodes/credential-test-required -- by Review Trigger, which the rule does not find
export class ReviewLinksApi implements ICredentialType {
	name = 'reviewLinksApi';

	displayName = 'Review Links API';

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
			description:
				'A long random text that only n8n knows; at least 32 characters. A new one makes all links worthless.',
		},
		{
			displayName: 'Previous Secret',
			name: 'previousSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description:
				'While you replace the secret: links signed with the old one still open. Empty it when they are due.',
		},
	];
}
