import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { openZoom } from '../../lib/n8n/zoom';
import { OwnerResolver } from '../../nodes/OwnerResolver/OwnerResolver.node';
import { OwnerWorld, rows } from './owner-world';

let world: OwnerWorld;
beforeAll(async () => {
	world = await OwnerWorld.start();
});
afterAll(() => world.sandbox.stop());
beforeEach(() => world.reset());

const ANN = 'ann.lee@example.edu';
/** Rules as n8n's Data Table node gives them. */
const table = (...list: IDataObject[]) =>
	list.map((row, index) => ({ json: { id: index + 1, account: 'a', rule: `Rule ${index + 1}`, ...row } }));
const resolve = async (recording: object, list: unknown, more: IDataObject = {}) =>
	await world.resolve([recording], { rules: list as never, ...more });

test('what a rule says goes along with the recording, and costs no call of its own', async () => {
	const recording = await world.recording({ host: ANN, topic: 'Biology I' });
	const { ingest } = await resolve(
		recording,
		table({
			rule: 'Biology',
			department: 'Biology',
			topic: 'biology',
			categories: 'Courses>Biology',
			keepInZoom: 'yes',
		}),
	);
	expect(ingest[0]).toMatchObject({
		owner: { userId: 'ann.lee', rule: 'email' },
		routing: { rules: ['Biology'], categories: ['Courses>Biology'], keepInZoom: 'Biology' },
	});
	expect(await world.calls()).toEqual({ zoom: { 'GET /users/{userId}': 1 }, kaltura: 1, kalturaWrites: 0 });
});

test('a rule names the owner and further people, by user ID or address; whom Kaltura does not know is counted', async () => {
	const recording = await world.recording({ host: 'bo.andersson@example.edu' });
	const { ingest } = await resolve(
		recording,
		table({
			owner: 'chloe.dubois@example.edu',
			coEditors: `${ANN}, nobody.here`,
			coPublishers: 'chloe.dubois@example.edu',
		}),
	);
	expect(ingest[0]).toMatchObject({
		owner: { userId: 'chloe.dubois@example.edu', rule: 'routing-rule', hostEmail: 'bo.andersson@example.edu' },
		people: { coEditors: ['ann.lee'], coPublishers: [], leftOut: { notInKaltura: 1 } },
	});
	expect((await world.calls()).kaltura).toBe(2);
});

test('an owner whom Kaltura does not have is no reason to give the recording to somebody else', async () => {
	const recording = await world.recording({ host: ANN });
	const { attention } = await resolve(recording, table({ rule: 'Studio', owner: 'nobody.here' }));
	expect(attention[0]).toMatchObject({
		outcome: {
			reason: 'rule-owner-unusable',
			message: 'The rule "Studio" names the owner nobody.here, who is not in Kaltura.',
		},
		ledger: { rules: 'Studio' },
	});
});

test('a rule leaves a recording out, and the ledger says which', async () => {
	const recording = await world.recording({ host: ANN, topic: 'Oral exam' });
	const { skip } = await resolve(
		recording,
		table({ rule: 'Exams', topic: 'exam', action: 'skip', reason: 'exams stay out.' }),
	);
	expect(skip[0]).toMatchObject({
		outcome: { status: 'skipped', reason: 'skipped-by-rule' },
		ledger: { status: 'skipped', rules: 'Exams', keepInZoom: '' },
	});
});

test('a private recording is for its owner alone, whatever the node gives to others', async () => {
	const recording = await world.recording({
		host: ANN,
		topic: 'Staff meeting',
		invitees: ['chloe.dubois@example.edu'],
	});
	const { ingest } = await resolve(recording, table({ topic: 'staff', action: 'private' }), {
		alternativeHosts: 'coEditor',
	});
	expect(ingest[0]).toMatchObject({
		people: { coEditors: [], coPublishers: [], coViewers: [] },
		routing: { rules: ['Rule 1'], private: true },
	});
	expect((await world.calls()).zoom).toEqual({ 'GET /users/{userId}': 1 });
});

test('a host says in the topic that the recording stays out, or is private; without keywords nothing is heard', async () => {
	const options = { skipKeywords: '[no-kaltura], #privat', privateKeywords: '[private]' };
	const out = await world.recording({ host: ANN, topic: 'Exam prep [NO-Kaltura]' });
	const mine = await world.recording({ host: ANN, topic: '[Private] Staff', invitees: ['chloe.dubois@example.edu'] });
	const list = table({ rule: 'All', categories: 'A', coEditors: 'chloe.dubois@example.edu', tags: 'x' });
	const { skip } = await resolve(out, list, { options });
	expect(skip[0]).toMatchObject({
		outcome: {
			reason: 'host-says-no',
			message:
				'The topic "Exam prep [NO-Kaltura]" holds [no-kaltura], by which hosts say that a recording stays out of Kaltura.',
		},
	});
	const { ingest } = await resolve(mine, list, { options, alternativeHosts: 'coEditor' });
	expect(ingest[0]).toMatchObject({ people: { coEditors: [], coPublishers: [], coViewers: [] } });
	expect(ingest[0]!.routing).toEqual({ rules: ['All', 'keyword [private]'], private: true, tags: ['x'] });
	expect((await resolve(mine, '', { options })).ingest[0]!.routing).toEqual({
		rules: ['keyword [private]'],
		private: true,
	});
	const { ingest: heedless } = await resolve(out, '');
	expect(heedless[0]!.routing).toBeUndefined();
});

test('a recording that its host does not share in Zoom is private or stays out, by option', async () => {
	const recording = await world.recording({ host: ANN, topic: 'Draft' });
	const { zoom } = await openZoom(world.n8n.executeContext(new OwnerResolver()));
	const path = `/meetings/${encodeURIComponent(encodeURIComponent(recording.meetingUuid))}/recordings/settings`;
	const kept = await resolve(recording, '', { options: { notShared: 'private' } });
	expect(kept.ingest[0]!.routing).toBeUndefined();
	await zoom.api.patch(path, { doing: 'stop sharing', body: { share_recording: 'none' } });
	const mine = await resolve(recording, '', { options: { notShared: 'private' } });
	expect(mine.ingest[0]!.routing).toEqual({ rules: ['not shared in Zoom'], private: true });
	const { skip } = await resolve(recording, '', { options: { notShared: 'skip' } });
	expect(skip[0]).toMatchObject({ outcome: { reason: 'not-shared-in-zoom' } });
});

test('who opted out stays out, whomever a rule names as the owner', async () => {
	await world.join('ann.lee', 'NoZoom');
	const recording = await world.recording({ host: ANN });
	const { skip } = await resolve(recording, table({ owner: 'chloe.dubois@example.edu' }), {
		uploadRecordingsManagement: 'optOut',
		optOutGroups: rows('NoZoom') as never,
	});
	expect(skip[0]).toMatchObject({ outcome: { reason: 'in-opt-out-group' } });
});

test('Zoom groups are asked for only when a rule may need them', async () => {
	const recording = await world.recording({ host: ANN, topic: 'Biology I' });
	await resolve(recording, table({ topic: 'chemistry', zoomGroup: 'Lecturers' }));
	expect((await world.calls()).zoom).toEqual({ 'GET /users/{userId}': 1 });
	await world.forget();
	await resolve(recording, table({ topic: 'biology', zoomGroup: 'Lecturers' }));
	expect((await world.calls()).zoom).toEqual({ 'GET /users/{userId}': 1, 'GET /groups': 1 });
});

test.each<[string, unknown, object | null]>([
	['no table', [{ json: { error: 'Data table with name "zoom_kaltura_rules" not found' } }], null],
	['an empty table', [{ json: {} }], null],
	[
		'a table that n8n could not read',
		[{ json: { account: 'a', from: 'x', to: 'y' } }],
		{ status: 'waiting', reason: 'rules-unreadable' },
	],
	['rows that n8n could not hand on', '={{ undefined }}', { status: 'waiting', reason: 'rules-unreadable' }],
	['a database that is locked', [{ json: { error: 'database is locked' } }], { status: 'waiting', retryable: true }],
	['a cell with a mistake', table({ action: 'hide' }), { status: 'needs-attention', reason: 'rule-unreadable' }],
])('%s', async (_, list, outcome) => {
	const { ingest, attention } = await resolve(await world.recording({ host: ANN }), list);
	if (outcome === null) expect(ingest[0]).toMatchObject({ routing: { rules: [] } });
	else expect(attention[0]).toMatchObject({ outcome });
});

/** As n8n's Data Table node gives it when it goes on after a failure. */
const failed = (message: string) => [{ json: { error: message }, error: new Error(message) as never }];

test.each<[string, INodeExecutionData[], object]>([
	['rows that n8n could not read', failed('no such column'), { attention: [{ outcome: { status: 'waiting' } }] }],
	['a table that is not there', failed('Data table with name "x" not found'), { ingest: [{ routing: { rules: [] } }] }],
	['rows', table({ action: 'private' }), { ingest: [{ routing: { private: true } }] }],
])('%s come from the node that read them, as the template hands them on', async (_, items, expected) => {
	const rules = "={{ $('Routing Rules').all() }}";
	const recording = await world.recording({ host: ANN });
	expect(await world.resolve([recording], { rules }, { before: { 'Routing Rules': items } })).toMatchObject(expected);
});

describe('before rules count', () => {
	const run = async (parameters: object, items: object[]) => {
		const [out] = await world.n8n.runNode(new OwnerResolver(), {
			parameters: parameters as never,
			items: items as never,
		});
		return out!.map(({ json }) => json);
	};
	const read = async (...lines: string[]) => {
		const data = await world.n8n.binary(Buffer.from(lines.join('\r\n')), 'rules.csv', 'text/csv');
		return await run({ operation: 'readRules', binaryField: '' }, [{ json: {}, binary: { data } }]);
	};

	test('a list is read as spreadsheets write it, with what Zoom and Kaltura do not know', async () => {
		const [answer] = await read(
			'Rule;Host;Zoom groups;Topic;Categories;Owner;Co-Editor',
			'Biology;ann.lee@example.edu;Lecturers;;Nowhere>Biology;ann.lee;chloe.dubois@example.edu',
			'Nobody;nobody@example.edu;No such group;x;;nobody.here;',
		);
		expect(answer).toMatchObject({
			format: 'CSV, UTF-8, separated by ;',
			html: expect.stringContaining('<li>1. Biology</li>'),
			rules: [
				{ row: 1, name: 'Biology' },
				{ row: 2, name: 'Nobody' },
			],
			warnings: [
				'The rule "Biology" (row 1): Kaltura has no category "Nowhere>Biology".',
				'The rule "Nobody" (row 2): Zoom has no user "nobody@example.edu".',
				'The rule "Nobody" (row 2): Zoom has no group "no such group".',
				'The rule "Nobody" (row 2): Kaltura has no user "nobody.here".',
			],
		});
		const [first, second] = answer!.rows as IDataObject[];
		expect(first).toMatchObject({
			account: expect.stringMatching(/./),
			position: 10,
			rule: 'Biology',
			coEditors: 'chloe.dubois@example.edu',
		});
		expect(second).toMatchObject({ position: 20, list: first!.list, day: '' });
		expect(await run({ operation: 'readRules', from: 'rows', rows: answer!.rows }, [{}])).toEqual(answer!.rows);
	});

	test.each([
		['a cell that cannot be read', ['rule,day', 'Monday,Mo-'], /row 1\), column day, names/],
		['a heading that nobody knows', ['rule,hostt', 'A,b'], /no column "hostt"\. Do you mean host\?/],
		['a list without rules', ['host', 'b'], /column rule is missing/],
	])('%s stops the list', async (_, lines, sentence) => {
		await expect(read(...lines)).rejects.toThrow(sentence);
	});

	test('recordings show what the rules would do with them; nothing is written', async () => {
		const first = await world.recording({ host: ANN, topic: 'Biology I' });
		const second = await world.recording({ host: ANN, topic: 'Chemistry' });
		const list = table({ rule: 'Biology', topic: 'biology', categories: 'A>B', coEditors: 'bo' });
		const tried = await run({ operation: 'tryRules', rules: list }, [first, second]);
		expect(tried.map(({ topic, says }) => [topic, says])).toEqual([
			['Biology I', 'The rule "Biology": categories A>B; co-editors bo.'],
			['Chemistry', 'No rule is for it: the settings of the nodes decide.'],
		]);
		const one = await run({ operation: 'tryRules', rules: list, which: 'BIO' }, [first, second]);
		expect(one).toHaveLength(1);
		// Somebody waits for the page: that there is nothing is an answer, too.
		expect(await run({ operation: 'tryRules', rules: list }, [{}])).toEqual([{ tried: 0 }]);
		const [page, ...rest] = await run({ operation: 'tryRules', rules: list, asText: true }, [first, second]);
		expect(page!.text).toMatch(/Biology I \(\S+, .* UTC\): The rule "Biology".* · .*Chemistry/s);
		expect(rest).toEqual([]);
		expect(await run({ operation: 'tryRules', rules: list, asText: true }, [{}])).toMatchObject([
			{ tried: 0, text: expect.stringMatching(/no such recording/) },
		]);
		expect(await world.calls()).toMatchObject({ kaltura: 0, kalturaWrites: 0 });
	});
});
