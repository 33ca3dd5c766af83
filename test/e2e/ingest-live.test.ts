import { createHmac, randomBytes } from 'node:crypto';

import type { Sandbox } from '../sandbox';
import { startSandbox } from '../sandbox';
import type { ImportedWorkflow, N8n } from './harness';
import { startN8n } from './harness';

/** A teacher whom Zoom and Kaltura both know, in the sandbox's data set "people". */
const HOST = 'bo.andersson@example.edu';
const DEFAULT_USER = 'zoom.default';

let sandbox: Sandbox;
let n8n: N8n;
let live: ImportedWorkflow;
let pipeline: ImportedWorkflow;
let routing: ImportedWorkflow;
let url: string;
let subscription: unknown;

beforeAll(async () => {
	[sandbox, n8n] = await Promise.all([
		startSandbox({ data: 'people', indexLagMs: 200, conversionMs: 100 }),
		startN8n(),
	]);
	const imported = await n8n.importTemplates(['ingest-live', 'route-recordings'], {
		credentials: { ...sandbox.credentials },
		configure: { 'ingest-recording': { Configuration: { defaultUser: DEFAULT_USER } } },
	});
	live = imported['ingest-live']!;
	pipeline = imported['ingest-recording']!;
	routing = imported['route-recordings']!;
	url = live.webhooks['Zoom Trigger']!;
	subscription = await sandbox.control.zoom.subscribe({ url, events: ['recording.*'] });
}, 240_000);
afterAll(async () => {
	await Promise.all([n8n?.stop(), sandbox?.stop()]);
});

/** Zoom's signature over the raw bytes. @see https://developers.zoom.us/docs/api/webhooks/#verify-webhook-events */
function signed(body: string, { secret = sandbox.credentials.zoomWebhookApi.secretToken, ageSeconds = 0 } = {}) {
	const timestamp = String(Math.floor(Date.now() / 1000) - ageSeconds);
	const hash = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex');
	return {
		'content-type': 'application/json',
		'x-zm-request-timestamp': timestamp,
		'x-zm-signature': `v0=${hash}`,
	};
}
const post = (body: string, headers: Record<string, string>) => fetch(url, { method: 'POST', body, headers });
const event = (name: string, more: object = {}) =>
	JSON.stringify({
		event: name,
		event_ts: Date.now(),
		payload: { account_id: sandbox.credentials.zoomWebhookApi.accountId, object: { uuid: 'nobody==', id: 1 } },
		...more,
	});
const lastId = async () => (await n8n.executions({ limit: 1 }))[0]?.id ?? '0';
/** What the pipeline said in its executions since `after`, one line per recording. */
async function outcomesSince(after: string, count: number): Promise<Array<Record<string, unknown>>> {
	const ended = await n8n.settled({ workflowId: pipeline.id, after, count, timeoutMs: 60_000 });
	const details = await Promise.all(ended.map(({ id }) => n8n.execution(id)));
	return details.flatMap(({ nodes }) =>
		(nodes['Outcome Rows'] ?? []).flatMap(({ outputs }) => outputs[0]!.map(({ json }) => json)),
	);
}
/** Parent entries of a recording. */
const parentsOf = async (uuid: string) =>
	(await sandbox.control.kaltura.state()).entries.filter(
		(entry: { referenceId: string; parentEntryId: string | null }) =>
			String(entry.referenceId).startsWith(`Zoom_${uuid}`) && !entry.parentEntryId,
	);
const newUuid = () => randomBytes(16).toString('base64');
const lecture = (uuid: string, host = HOST, minutesAgo = 60) =>
	sandbox.control.zoom.addMeeting({
		uuid,
		meetingId: 98_000_000_001,
		topic: 'Botany',
		host,
		minutesAgo,
		segments: [
			{
				offsetSeconds: 0,
				files: [
					{ recordingType: 'shared_screen_with_speaker_view' },
					{ recordingType: 'gallery_view' },
					{ recordingType: 'audio_transcript' },
					{ recordingType: 'chat_file' },
				],
			},
		],
	});

test('Zoom accepts the address of the trigger', () => {
	expect(subscription).toMatchObject({ valid: true });
});

test('a recording arrives once, under its host, and telling it again writes nothing', async () => {
	const uuid = newUuid();
	await lecture(uuid);
	let before = await lastId();
	await sandbox.control.zoom.sendEvent({ event: 'recording.completed', uuid });
	expect(await outcomesSince(before, 1)).toMatchObject([{ status: 'imported', meetingUuid: uuid, owner: HOST }]);

	const { writes } = await sandbox.control.kaltura.counts();
	before = await lastId();
	await sandbox.control.zoom.sendEvent({ event: 'recording.completed', uuid, deliver: { duplicate: true } });
	// Two that come close together are one item of one execution.
	const again = await outcomesSince(before, 1);
	expect(new Set(again.map(({ status }) => status))).toEqual(new Set(['already-imported']));
	expect((await sandbox.control.kaltura.counts()).writes).toBe(writes);
	expect(await parentsOf(uuid)).toHaveLength(1);
}, 120_000);

test('an entry that somebody deleted for good in Kaltura does not come back, until the recording is recovered in Zoom', async () => {
	const uuid = newUuid();
	await lecture(uuid);
	let before = await lastId();
	await sandbox.control.zoom.sendEvent({ event: 'recording.completed', uuid });
	await outcomesSince(before, 1);
	const [entry] = await parentsOf(uuid);
	await sandbox.control.kaltura.call('POST', `/entries/${entry.id}`, { status: 3 });
	before = await lastId();
	await sandbox.control.zoom.sendEvent({ event: 'recording.completed', uuid });
	expect(await outcomesSince(before, 1)).toMatchObject([{ status: 'needs-attention', reason: 'changed-in-kaltura' }]);
	expect((await parentsOf(uuid)).filter(({ status }: { status: unknown }) => String(status) !== '3')).toEqual([]);
}, 120_000);

test('a co-host whose promotion was told, twice and long before the recording, gets the rights once', async () => {
	const configure = (coHosts: string) =>
		n8n.importTemplates(['ingest-live'], {
			credentials: { ...sandbox.credentials },
			configure: { 'ingest-recording': { Configuration: { defaultUser: DEFAULT_USER, coHosts } } },
		});
	await configure('coEditor');
	const uuid = newUuid();
	const participant = { email: 'ann.lee@example.edu', user_name: 'Ann', old_role: 'attendee', new_role: 'co-host' };
	const told = event('meeting.participant_role_changed', {
		payload: { account_id: sandbox.credentials.zoomWebhookApi.accountId, object: { uuid, id: 1, participant } },
	});
	let before = await lastId();
	for (const body of [told, told]) expect((await post(body, signed(body))).status).toBe(200);
	await n8n.settled({ workflowId: live.id, after: before, count: 2 });
	// The recording began 28 hours after that: Zoom lets a meeting run for 30.
	await lecture(uuid, HOST, -28 * 60);
	for (const status of ['imported', 'already-imported']) {
		before = await lastId();
		const { writes } = await sandbox.control.kaltura.counts();
		await sandbox.control.zoom.sendEvent({ event: 'recording.completed', uuid });
		expect(await outcomesSince(before, 1)).toMatchObject([{ status }]);
		expect(await parentsOf(uuid)).toMatchObject([{ userId: HOST, entitledUsersEdit: 'ann.lee' }]);
		if (status === 'already-imported') expect((await sandbox.control.kaltura.counts()).writes).toBe(writes);
	}
	await configure('ignore');
}, 180_000);

test.each([
	['the empty item of Execute Workflow', {}, /names no|Meeting UUID/],
	['an item that lost its fields on the way', { topic: 'Botany' }, /names no|Meeting UUID/],
])(
	'%s ends the pipeline as an error, and leaves no row about nothing',
	async (_, item, sentence) => {
		const rows = await n8n.tableRows('zoom_kaltura_ledger');
		const run = await n8n.run(pipeline.id, { trigger: 'When Handed Recordings', items: [item], timeoutMs: 60_000 });
		expect(run.error?.message).toMatch(sentence);
		expect(await n8n.tableRows('zoom_kaltura_ledger')).toEqual(rows);
	},
	90_000,
);

test('every recording has its line in the ledger, which carries no secret', async () => {
	const rows = await n8n.tableRows('zoom_kaltura_ledger');
	expect(rows).toEqual(expect.arrayContaining([expect.objectContaining({ topic: 'Botany', owner: HOST })]));
	const { zoomServerToServerOAuth2Api: zoom, kalturaApi: kaltura } = sandbox.credentials;
	for (const secret of [zoom.clientSecret, kaltura.adminSecret]) expect(JSON.stringify(rows)).not.toContain(secret);
	expect(JSON.stringify(rows)).not.toMatch(/access_token|download_url|passcode/);
});

test.each<[string, () => Promise<Response>, number]>([
	[
		'a wrong signature',
		() => post(event('recording.completed'), signed(event('recording.completed'), { secret: 'guess' })),
		401,
	],
	['no signature', () => post(event('recording.completed'), { 'content-type': 'application/json' }), 401],
	[
		'a stale signature',
		() => {
			const body = event('recording.completed');
			return post(body, signed(body, { ageSeconds: 7200 }));
		},
		401,
	],
	[
		'a signature over other bytes',
		() => post(` ${event('recording.completed')}`, signed(event('recording.completed'))),
		401,
	],
	['a body that is not JSON (n8n refuses it before the node)', () => post('<html>', signed('<html>')), 422],
	[
		'an event that nobody chose',
		() => {
			const body = event('meeting.started');
			return post(body, signed(body));
		},
		200,
	],
	[
		'an event of another account',
		() => {
			const body = event('recording.completed', { payload: { account_id: 'other', object: {} } });
			return post(body, signed(body));
		},
		403,
	],
	[
		'a body of 5 MB',
		() => {
			const body = event('recording.completed', { padding: 'x'.repeat(5_000_000) });
			return post(body, signed(body));
		},
		413,
	],
])('%s starts no execution', async (_, send, status) => {
	const before = await lastId();
	expect((await send()).status).toBe(status);
	expect(await lastId()).toBe(before);
});

test('rules that somebody uploads are shown before they count', async () => {
	const shown = async (at: string, expected: string) =>
		(await n8n.formShows(at, expected)).replace(/<style[^]*?<\/style>|<script[^]*?<\/script>|<[^>]+>/g, ' ');
	const upload = async (...lines: string[]) => {
		const base64 = Buffer.from(['rule,topic,action,reason,owner', ...lines].join('\n')).toString('base64');
		return (await n8n.submitForm(routing.webhooks['Upload Rules']!, [{ fileName: 'rules.csv', base64 }])).url;
	};
	const rules = async () => (await n8n.tableRows('zoom_kaltura_rules')).map(({ rule }) => rule);
	expect(await shown(await upload('Typo,x,hide,,'), 'cannot be used')).toMatch(/column action, says .*hide/);
	expect(await rules()).toEqual([]);

	const at = await upload('Exams,Oral exam,skip,exams stay out.,', 'Guests,Guest lecture,,,ann.lee@example.edu');
	expect(await shown(at, 'place of the 0 rules')).toContain('Exams');
	await n8n.submitForm(at, ['', 'Replace the rules']);
	await shown(at, 'rules are in force');
	expect(await rules()).toEqual(['Exams', 'Guests']);
}, 120_000);

test('a default user that nobody has set is named, and nothing is imported in the meantime', async () => {
	await n8n.importTemplates(['ingest-live'], { credentials: { ...sandbox.credentials } });
	const uuid = newUuid();
	await lecture(uuid, 'erin.newcomer@example.edu');
	const before = await lastId();
	await sandbox.control.zoom.sendEvent({ event: 'recording.completed', uuid });
	const [outcome] = await outcomesSince(before, 1);
	expect(outcome).toMatchObject({ status: 'failed' });
	expect(outcome!.message).toMatch(/"Default User" is empty.* Look at the node "Resolve the Owner"\./);
	expect(await parentsOf(uuid)).toEqual([]);
}, 90_000);

describe('the Test button of a credential', () => {
	const press = (type: 'zoomServerToServerOAuth2Api' | 'kalturaApi', change: Record<string, unknown> = {}) =>
		n8n.testCredential(type, { ...sandbox.credentials[type], ...change });

	test.each(['zoomServerToServerOAuth2Api', 'kalturaApi'] as const)('%s that is right', async (type) => {
		expect(await press(type)).toMatchObject({ status: 'OK' });
	});

	test.each<[string, Parameters<typeof press>, RegExp]>([
		['a wrong client secret', ['zoomServerToServerOAuth2Api', { clientSecret: 'wrong' }], /client secret/i],
		['an unknown account', ['zoomServerToServerOAuth2Api', { accountId: 'nobody' }], /account/i],
		['a wrong admin secret', ['kalturaApi', { adminSecret: 'wrong' }], /secret/i],
		['a service URL that is not a Kaltura', ['kalturaApi', { serviceUrl: 'http://127.0.0.1:9' }], /service URL/i],
	])('%s: says what to correct', async (_, args, sentence) => {
		const { status, message } = await press(...args);
		expect(status).toBe('Error');
		expect(message).toMatch(sentence);
	});
});
