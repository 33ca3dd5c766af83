/** Account → Get Account of both Zoom nodes: which account a credential belongs to, without a call. */
import { ZoomRecordings } from '../../nodes/ZoomRecordings/ZoomRecordings.node';
import { ZoomUsersGroups } from '../../nodes/ZoomUsersGroups/ZoomUsersGroups.node';
import { N8nContext } from '../n8n-context';

const credential = {
	accountId: ' AbC-dEf_123 ',
	clientId: 'client',
	clientSecret: 'not a real secret',
	// Nobody listens there: a call would fail.
	apiBaseUrl: 'http://127.0.0.1:9/v2',
	tokenUrl: 'http://127.0.0.1:9/oauth/token',
	downloadHosts: 'zoom.us',
};
const ask = async (
	node: ZoomRecordings | ZoomUsersGroups,
	values: object,
	parameters: object,
	items: object[] = [{}],
) => {
	const n8n = new N8nContext({ zoomServerToServerOAuth2Api: values });
	const [out] = await n8n.runNode(node, {
		parameters: { resource: 'account', operation: 'get', ...parameters } as never,
		items: items as never,
	});
	return out!.map(({ json }) => json);
};

describe.each([
	['Zoom Recordings', new ZoomRecordings()],
	['Zoom Users/Groups', new ZoomUsersGroups()],
])('%s', (_, node) => {
	test('gives the account of the credential, for every item, and asks nobody', async () => {
		expect(await ask(node, credential, {}, [{ a: 1 }, { b: 2 }])).toEqual([
			{ account: 'AbC-dEf_123' },
			{ account: 'AbC-dEf_123' },
		]);
	});

	test('adds it to the incoming fields when asked, and believes no account that came in', async () => {
		expect(await ask(node, credential, { keepInputFields: true }, [{ day: '2026-11-30', account: 'other' }])).toEqual([
			{ day: '2026-11-30', account: 'AbC-dEf_123' },
		]);
	});

	test('refuses a credential without account ID instead of giving rows without account', async () => {
		await expect(ask(node, { ...credential, accountId: ' ' }, {})).rejects.toThrow(
			/Account ID.*of the Zoom credential is empty/,
		);
	});
});

test('a Zoom Recordings node that was saved before it had a second resource is about recordings', async () => {
	const n8n = new N8nContext({ zoomServerToServerOAuth2Api: credential });
	const run = n8n.runNode(new ZoomRecordings(), { parameters: { operation: 'get', meetingUuid: '12345678901' } });
	await expect(run).rejects.toThrow(/meeting number/);
});
