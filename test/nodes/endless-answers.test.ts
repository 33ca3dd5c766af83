/** Answers that never end, or unpack to a hundred megabytes: a named failure, soon, and without the memory. */
import { KalturaUsers } from '../../nodes/KalturaUsers/KalturaUsers.node';
import { ZoomRecordings } from '../../nodes/ZoomRecordings/ZoomRecordings.node';
import { ZoomUsersGroups } from '../../nodes/ZoomUsersGroups/ZoomUsersGroups.node';
import { openMetadataTarget } from '../../lib/n8n/metadata-target';
import { EndlessServer } from '../endless-server';
import { N8nContext } from '../n8n-context';

const zoom = new ZoomRecordings();
const kaltura = new KalturaUsers();
let server: EndlessServer;
beforeEach(async () => (server = await EndlessServer.start()));
afterEach(() => server.stop());

const zoomCredential = (api: string, token = '') => ({
	accountId: 'a',
	clientId: 'b',
	clientSecret: 'c',
	apiBaseUrl: api,
	tokenUrl: token || 'http://127.0.0.1:9/',
	downloadHosts: 'zoom.us',
	// There is one already, so that nothing has to be asked for before.
	...(token ? {} : { accessToken: 'token' }),
});
const kalturaCredential = (serviceUrl: string) => ({
	serviceUrl,
	partnerId: '1',
	authentication: 'adminSecret',
	adminSecret: 'f'.repeat(32),
	userId: '',
	privileges: '',
	sessionExpiry: 86400,
});
const askZoom = (credential: object) =>
	new N8nContext({ zoomServerToServerOAuth2Api: credential }).runNode(zoom, {
		parameters: { operation: 'get', meetingUuid: 'abc==' },
	});
const askKaltura = (credential: object) =>
	new N8nContext({ kalturaApi: credential }).runNode(kaltura, {
		parameters: { resource: 'user', operation: 'get', findBy: 'id', value: 'ann' },
	});
const DID_NOT_END = /the answer did not end.*longer than 32 MB/;

test.each(['endless', 'bomb', 'endless refusal', 'endless token refusal'] as const)(
	'Zoom answers: %s',
	async (body) => {
		await expect(askZoom(zoomCredential(server.baseFor(body), server.baseFor(body)))).rejects.toThrow(DID_NOT_END);
	},
);

test.each(['endless', 'bomb', 'endless refusal'] as const)('Zoom gives a token: %s', async (body) => {
	const credential = zoomCredential('http://127.0.0.1:9/', server.baseFor(body));
	await expect(askZoom(credential)).rejects.toThrow(/longer than 32 MB/);
});

test.each(['endless', 'bomb', 'endless refusal'] as const)('Kaltura answers: %s', async (body) => {
	await expect(askKaltura(kalturaCredential(server.baseFor(body)))).rejects.toThrow(DID_NOT_END);
	// What was too long once is not asked for again.
	expect(server.asked).toHaveLength(1);
});

test.each(['endless', 'bomb', 'endless refusal'] as const)('a target of metadata answers: %s', async (body) => {
	const context = new N8nContext({ authorizationMetadataApi: { url: server.baseFor(body), apiKey: 'k' } });
	const target = await openMetadataTarget(
		context.executeContext(new ZoomUsersGroups(), {
			parameters: { resource: 'access', operation: 'push' },
		}),
	);
	await expect(target('GET', '/api')).rejects.toThrow(/longer than 32 MB/);
});

test.each(['endless', 'bomb', 'endless refusal'] as const)('the Test buttons of the credentials: %s', async (body) => {
	const base = server.baseFor(body);
	const n8n = new N8nContext();
	for (const verdict of [
		await n8n.testCredential(zoom, 'zoomServerToServerOAuth2Api', zoomCredential(base, base)),
		await n8n.testCredential(kaltura, 'kalturaApi', kalturaCredential(base)),
	]) {
		expect(verdict).toEqual({ status: 'Error', message: expect.stringMatching(/longer than 32 MB/) });
	}
});
