import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	IHttpRequestHelper,
	Icon,
	IHttpRequestOptions,
	IN8nHttpFullResponse,
	INodeProperties,
} from 'n8n-workflow';

import { readAnswer, UNREAD } from '../lib/n8n/vendor-answer';
import { requestToken } from '../lib/zoom/token';

const TIMEOUT_MS = 60_000;

/**
 * A Server-to-Server OAuth app of one Zoom account. n8n keeps the token (encrypted, shared by all workers) and asks for
 * a new one when Zoom answers 401.
 */
export class ZoomServerToServerOAuth2Api implements ICredentialType {
	name = 'zoomServerToServerOAuth2Api';

	displayName = 'Zoom Server-to-Server OAuth2 API';

	icon: Icon = { light: 'file:../icons/zoom.svg', dark: 'file:../icons/zoom.dark.svg' };

	documentationUrl = 'https://developers.zoom.us/docs/internal-apps/s2s-oauth/';

	properties: INodeProperties[] = [
		{
			displayName:
				'Create a Server-to-Server OAuth app in the <a href="https://marketplace.zoom.us/" target="_blank">Zoom App Marketplace</a>, add its scopes, activate it, and copy the three values from App Credentials. Importing needs <code>cloud_recording:read:list_recording_files:admin</code>, <code>cloud_recording:read:list_account_recordings:admin</code>, <code>cloud_recording:read:list_user_recordings:admin</code> and <code>user:read:user:admin</code>; events about recordings are offered only to apps with <code>cloud_recording:read:recording:admin</code>, and those about participants only with <code>meeting:read:participant:admin</code> and <code>webinar:read:participant:admin</code>. The README lists the scopes of every other template.',
			name: 'notice',
			type: 'notice',
			default: '',
		},
		{
			displayName: 'Access Token',
			name: 'accessToken',
			type: 'hidden',
			typeOptions: { expirable: true, password: true },
			default: '',
		},
		{
			displayName: 'Account ID',
			name: 'accountId',
			type: 'string',
			default: '',
			required: true,
			description: 'From App Credentials of the app; it is a text such as "a1B2c3D4…", not the account number',
		},
		{
			displayName: 'Client ID',
			name: 'clientId',
			type: 'string',
			default: '',
			required: true,
			description: 'From App Credentials of the Server-to-Server OAuth app',
		},
		{
			displayName: 'Client Secret',
			name: 'clientSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'From App Credentials of the Server-to-Server OAuth app',
		},
		{
			displayName: 'API Base URL',
			name: 'apiBaseUrl',
			type: 'string',
			default: 'https://api.zoom.us/v2',
			required: true,
			description: 'Where the Zoom API is; change it only for a regional host, Zoom for Government or a sandbox',
		},
		{
			displayName: 'Token URL',
			name: 'tokenUrl',
			type: 'string',
			default: 'https://zoom.us/oauth/token',
			required: true,
			description: 'Where Zoom gives out tokens; another address only for a government cloud or for tests',
		},
		{
			displayName: 'Download Hosts',
			name: 'downloadHosts',
			type: 'string',
			default: 'zoom.us, zoom.com',
			description:
				'Hosts from which recordings may be downloaded, separated by commas. Subdomains are included. A full origin such as http://127.0.0.1:4010 allows exactly that address.',
		},
	];

	/** Runs when there is no token yet and after a 401. */
	async preAuthentication(this: IHttpRequestHelper, credentials: ICredentialDataDecryptedObject) {
		const app = {
			accountId: String(credentials.accountId).trim(),
			clientId: String(credentials.clientId).trim(),
			clientSecret: String(credentials.clientSecret).trim(),
			tokenUrl: String(credentials.tokenUrl).trim(),
		};
		const { accessToken } = await requestToken(
			app,
			async (request) => {
				const answer = (await this.helpers.httpRequest({
					...request,
					...UNREAD,
					ignoreHttpStatusErrors: true,
					disableFollowRedirect: true,
					timeout: TIMEOUT_MS,
				})) as IN8nHttpFullResponse;
				const { headers, ...read } = await readAnswer(answer, TIMEOUT_MS);
				return { ...read, trackingId: headers['x-zm-trackingid'] };
			},
			String(credentials.accessToken ?? '') || undefined,
		);
		return { accessToken };
	}

	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		request: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		return {
			...request,
			headers: { ...request.headers, Authorization: `Bearer ${String(credentials.accessToken)}` },
		};
	}
}
