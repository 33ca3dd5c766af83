import type { ICredentialType, Icon, INodeProperties } from 'n8n-workflow';

/** The secret with which Zoom signs the events of one app. Tested by the Zoom Trigger, without any request. */
export class ZoomWebhookApi implements ICredentialType {
	name = 'zoomWebhookApi';

	displayName = 'Zoom Webhook API';

	icon: Icon = { light: 'file:../icons/zoom.svg', dark: 'file:../icons/zoom.dark.svg' };

	documentationUrl = 'https://developers.zoom.us/docs/api/webhooks/';

	properties: INodeProperties[] = [
		{
			displayName: 'Secret Token',
			name: 'secretToken',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'From the Feature page of the Zoom app, under Token (not the verification token)',
		},
		{
			displayName: 'Previous Secret Token',
			name: 'previousSecretToken',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description:
				'While you replace the secret: events signed with the old one are still accepted. Empty it when the change is done.',
		},
		{
			displayName: 'Account ID',
			name: 'accountId',
			type: 'string',
			default: '',
			description: 'If filled, events of any other Zoom account are refused',
		},
	];
}
