import type {
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IHttpRequestOptions,
	INodeProperties,
	Icon,
} from 'n8n-workflow';

/** The public API of the n8n into which *Zoom to Kaltura Setup* installs the workflows and measures data tables. Nothing else uses it. */
export class N8nInstanceApi implements ICredentialType {
	name = 'n8nInstanceApi';

	displayName = 'Zoom to Kaltura Setup API';

	icon: Icon = { light: 'file:../icons/setup.svg', dark: 'file:../icons/setup.dark.svg' };

	documentationUrl = 'https://docs.n8n.io/api/authentication/';

	properties: INodeProperties[] = [
		{
			displayName:
				'Create a key under Settings → n8n API and paste it here. All scopes are the simplest; it is used while the setup runs, and by check-setup.',
			name: 'notice',
			type: 'notice',
			default: '',
		},
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description:
				'A key with chosen scopes needs those of workflows, credentials (list and create) and data tables. It is used while the setup runs, and when check-setup measures the data tables, for which its scope to list them is enough.',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: 'http://localhost:5678/api/v1',
			required: true,
			description:
				'Where this n8n reaches its own API, from inside; it ends with /api/v1. Another port than 5678 stands in N8N_PORT.',
		},
	];

	authenticate = async (
		{ apiKey }: ICredentialDataDecryptedObject,
		request: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> => ({
		...request,
		headers: { ...request.headers, 'X-N8N-API-KEY': String(apiKey ?? '').trim() },
	});

	test: ICredentialTestRequest = {
		request: { baseURL: '={{$credentials.baseUrl.replace(/\\/+$/, "")}}', url: '/workflows', qs: { limit: 1 } },
	};
}
