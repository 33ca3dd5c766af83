import type {
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IHttpRequestOptions,
	INodeProperties,
	Icon,
} from 'n8n-workflow';

/**
 * An identity governance system that takes authorization metadata (OAA), such as Veza. Only Access → Push of the node
 * Zoom Users/Groups uses it.
 */
export class AuthorizationMetadataApi implements ICredentialType {
	name = 'authorizationMetadataApi';

	displayName = 'Authorization Metadata (OAA) API';

	icon: Icon = { light: 'file:../icons/groups.svg', dark: 'file:../icons/groups.dark.svg' };

	documentationUrl = 'https://docs.veza.com/4yItIzMvkpAvMVFAamTf/developers/api/oaa';

	properties: INodeProperties[] = [
		{
			displayName: 'URL',
			name: 'url',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'https://example.vezacloud.com',
			description: 'Address of the system, without a path',
		},
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'The key that the recipient gave you',
		},
	];

	authenticate = async (
		{ apiKey }: ICredentialDataDecryptedObject,
		request: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> => ({
		...request,
		headers: { ...request.headers, Authorization: `Bearer ${String(apiKey ?? '').trim()}` },
	});

	test: ICredentialTestRequest = {
		request: { baseURL: '={{$credentials.url}}', url: '/api/v1/providers/custom', qs: { page_size: 1 } },
	};
}
