/** Text that no table can store, on its way through nodes: from Zoom, from an event, and from items that others made. */
import { KalturaMedia } from '../../nodes/KalturaMedia/KalturaMedia.node';
import { OwnerResolver } from '../../nodes/OwnerResolver/OwnerResolver.node';
import { ZoomRecordings } from '../../nodes/ZoomRecordings/ZoomRecordings.node';
import { ZoomUsersGroups } from '../../nodes/ZoomUsersGroups/ZoomUsersGroups.node';
import { N8nContext } from '../n8n-context';
import type { Sandbox } from '../sandbox';
import { startSandbox } from '../sandbox';

// eslint-disable-next-line no-control-regex -- what PostgreSQL and XML refuse
const UNSTORABLE = /[\u0000\uFFFE\uFFFF]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;
const HOSTILE = 'Exam\u0000 \ud83d \uffff';

let sandbox: Sandbox;
let n8n: N8nContext;
beforeAll(async () => {
	sandbox = await startSandbox({ data: 'demo' });
	n8n = new N8nContext(sandbox.credentials as never);
});
afterAll(async () => await sandbox?.stop());

test('a topic with NUL is read, and the item that goes on can be stored', async () => {
	const { uuid } = await sandbox.control.zoom.addMeeting({
		topic: HOSTILE,
		minutesAgo: 60,
		files: [{ recordingType: 'shared_screen_with_speaker_view' }],
	});
	const [items] = await n8n.runNode(new ZoomRecordings(), {
		parameters: { operation: 'get', meetingUuid: uuid },
	});
	expect(items![0]!.json.topic).toBe('Exam\uFFFD \uFFFD \uFFFD');
	expect(JSON.stringify(items).replaceAll(/\\u[0-9a-f]{4}/g, (code) => JSON.parse(`"${code}"`))).not.toMatch(
		UNSTORABLE,
	);
});

test('a column of a file with NUL is cleaned before a node works with it, and in the error that quotes it', async () => {
	const [items] = await n8n.runNode(new ZoomUsersGroups(), {
		parameters: {
			resource: 'user',
			operation: 'get',
			user: { __rl: true, mode: 'email', value: '={{ $json.email }}' },
		},
		items: [{ email: 'nobody\u0000@example.edu' }],
		continueOnFail: true,
	});
	expect(JSON.stringify(items)).not.toContain('\\u0000');
	expect(items![0]!.json.error).toEqual(expect.any(String));
});

test('a name with NUL that Kaltura holds comes back in a form that can be stored', async () => {
	const { id } = await sandbox.control.kaltura.call<{ id: string }>('POST', '/entries', { name: 'Exam\u0000' });
	const [items] = await n8n.runNode(new KalturaMedia(), {
		parameters: { resource: 'entry', operation: 'get', entryId: id },
	});
	expect(items![0]!.json.name).toBe('Exam\uFFFD');
});

test('a list with NUL in a cell is handed on in a form that can be stored', async () => {
	const bytes = Buffer.from('\uFEFFrule;topic\r\nA\u0000B;\uFFFF', 'utf16le');
	const [items] = await n8n.runNode(new OwnerResolver(), {
		parameters: { operation: 'readRules', binaryField: '' },
		items: [{ json: {}, binary: { data: await n8n.binary(bytes, 'rules.csv', 'text/csv') } }] as never,
	});
	expect(items![0]!.json.rows).toMatchObject([{ rule: 'A\uFFFDB', topic: '\uFFFD' }]);
});
