import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	IHttpRequestOptions,
	INodeProperties,
	Icon,
} from 'n8n-workflow';

import { ADMIN_SESSION, generateSession } from '../lib/kaltura/session';

/**
 * A Kaltura account (partner). The nodes of this package make and keep their sessions themselves (lib/n8n/kaltura.ts);
 * `authenticate` serves other users of the credential, such as the HTTP Request node. The Test button is answered by
 * the nodes (testedBy `kalturaConnection`), because Kaltura's errors come with HTTP 200.
 */
export class KalturaApi implements ICredentialType {
	name = 'kalturaApi';

	displayName = 'Kaltura API';

	icon: Icon = { light: 'file:../icons/kaltura.svg', dark: 'file:../icons/kaltura.dark.svg' };

	documentationUrl =
		'https://developer.kaltura.com/api-docs/VPaaS-API-Getting-Started/Kaltura_API_Authentication_and_Security.html';

	properties: INodeProperties[] = [
		{
			displayName:
				'Partner ID and Admin Secret stand in KMC → Settings → Integration Settings. The rest can stay as it is, but for the region in Service URL.',
			name: 'notice',
			type: 'notice',
			default: '',
		},
		{
			displayName: 'Service URL',
			name: 'serviceUrl',
			type: 'string',
			default: 'https://www.kaltura.com',
			required: true,
			description:
				'Where the account lives: https://www.kaltura.com, a region such as https://api.eu.kaltura.com, or your own server',
		},
		{
			displayName: 'Partner ID',
			name: 'partnerId',
			type: 'string',
			default: '',
			required: true,
			description: 'From KMC, Settings, Integration Settings',
		},
		{
			displayName: 'Authentication',
			name: 'authentication',
			type: 'options',
			options: [
				{ name: 'Admin Secret', value: 'adminSecret', description: 'Everything the account may do' },
				{
					name: 'App Token',
					value: 'appToken',
					description: 'Only what the token allows; it can be revoked on its own',
				},
			],
			default: 'adminSecret',
			description: 'How sessions are made; an app token needs a session of type ADMIN',
		},
		{
			displayName: 'Admin Secret',
			name: 'adminSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			displayOptions: { show: { authentication: ['adminSecret'] } },
			description: 'From KMC, Settings, Integration Settings. It never leaves n8n: sessions are made from it here.',
		},
		{
			displayName: 'App Token ID',
			name: 'appTokenId',
			type: 'string',
			default: '',
			required: true,
			displayOptions: { show: { authentication: ['appToken'] } },
			description: 'ID of the application token, as appToken.add gave it',
		},
		{
			displayName: 'App Token',
			name: 'appToken',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			displayOptions: { show: { authentication: ['appToken'] } },
			description: 'The secret of 32 characters that belongs to the ID. It must be a token for admin sessions.',
		},
		{
			displayName: 'User ID',
			name: 'userId',
			type: 'string',
			default: '',
			description:
				'In whose name changes are made, for example n8n. An app token with a user of its own keeps that one.',
		},
		{
			displayName: 'Privileges',
			name: 'privileges',
			type: 'string',
			default: 'disableentitlement',
			description:
				'Privileges of the sessions, separated by commas. With disableentitlement, categories and entries of all users are visible.',
		},
		{
			displayName: 'Session Expiry',
			name: 'sessionExpiry',
			type: 'number',
			default: 86400,
			typeOptions: { minValue: 60 },
			description: 'Lifetime of a session in seconds; it is renewed before it ends',
		},
		{
			displayName: 'Upload Hosts',
			name: 'uploadHosts',
			type: 'string',
			default: '',
			placeholder: 'e.g. upload.kaltura.example.edu',
			description:
				'Hosts inside your network, separated by commas, that your Kaltura server may name for uploads besides its own. Public hosts need not be listed. Usually empty.',
		},
	];

	/** Puts a session into the JSON body of a request that has none. */
	authenticate = async (
		credentials: ICredentialDataDecryptedObject,
		requestOptions: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> => {
		const { body } = requestOptions;
		// The nodes send finished text. Uploads carry their session among the form fields.
		const isObject =
			body === undefined || (typeof body === 'object' && Object.getPrototypeOf(body) === Object.prototype);
		if (!isObject || Object(body).ks !== undefined) return requestOptions;
		if (credentials.authentication === 'appToken') {
			throw new Error(
				'A Kaltura app token needs requests of its own to start a session. Use the Kaltura nodes, or a credential with the admin secret.',
			);
		}
		const ks = generateSession({
			partnerId: Number(credentials.partnerId),
			secret: String(credentials.adminSecret ?? '').trim(),
			type: ADMIN_SESSION,
			userId: String(credentials.userId ?? '').trim(),
			privileges: String(credentials.privileges ?? ''),
			expiresAt: Math.floor(Date.now() / 1000) + Number(credentials.sessionExpiry || 86_400),
		});
		return {
			...requestOptions,
			headers: { ...requestOptions.headers, 'Content-Type': 'application/json' },
			body: JSON.stringify({ format: 1, ...body, ks }),
		};
	};
}
