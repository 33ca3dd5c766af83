import type { INodeParameters } from 'n8n-workflow';

import { OwnerWorld, rows } from './owner-world';

let world: OwnerWorld;
beforeAll(async () => {
	world = await OwnerWorld.start();
});
afterAll(() => world.sandbox.stop());
beforeEach(() => world.reset());

const BO = 'bo.andersson@example.edu';
const ANN = 'ann.lee@example.edu';
const CHLOE = 'chloe.dubois@example.edu';
const ERIN = 'erin.newcomer@example.edu';

describe('rules that need nobody’s answer', () => {
	test.each<[string, Record<string, unknown>, INodeParameters, string]>([
		['meetings are off', { type: 8 }, { uploadMeetingRecordings: false }, 'meetings-off'],
		['webinars are off', { type: 9 }, { uploadWebinarRecordings: false }, 'webinars-off'],
		[
			'the topic is excluded',
			{ topic: 'Office hours' },
			{ options: { topicMustNotMatch: 'office hours' } },
			'topic-excluded',
		],
		['the topic must match', { topic: 'Lunch' }, { options: { topicMustMatch: 'lecture|lab' } }, 'topic-not-included'],
		['it is too short', {}, { options: { minimumDuration: 300 } }, 'too-short'],
	])('%s: skipped without one call', async (_, meeting, parameters, reason) => {
		const recording = await world.recording(meeting);
		const { ingest, skip } = await world.resolve([recording], parameters);
		expect(ingest).toEqual([]);
		expect(skip).toEqual([
			{
				...recording,
				outcome: expect.objectContaining({ status: 'skipped', reason }),
				ledger: expect.objectContaining({ meetingUuid: recording.meetingUuid, status: 'skipped', reason }),
			},
		]);
		expect(await world.calls()).toEqual({ zoom: {}, kaltura: 0, kalturaWrites: 0 });
	});

	test('an excluded host is recognised by address, also when only the look-up knows it', async () => {
		const recording = await world.recording();
		const bare = { ...recording, host: { ...recording.host, email: null } };
		const { skip } = await world.resolve([bare], { options: { excludedHosts: rows(BO.toUpperCase()) } });
		expect(skip[0]?.outcome).toMatchObject({ reason: 'host-excluded' });
		expect((await world.calls()).kaltura).toBe(0);
	});
});

describe('opt-in and opt-out by Kaltura groups', () => {
	const optIn = (...groups: string[]) => ({ uploadRecordingsManagement: 'optIn', optInGroups: rows(...groups) });
	const optOut = (...groups: string[]) => ({ uploadRecordingsManagement: 'optOut', optOutGroups: rows(...groups) });

	test.each<[string, string, string, INodeParameters, string | null]>([
		['opt-in: member', BO, BO, optIn('Lecturers', 'Studio'), null],
		['opt-in: member, other case and blanks', BO, BO, optIn(' lecturers '), null],
		['opt-in: several IDs in one row', BO, BO, optIn('OptOut, Lecturers'), null],
		['opt-in: no member', 'chloe.dubois@example.edu', BO, optIn('Lecturers', 'Studio'), 'not-in-opt-in-group'],
		['opt-out: member', BO, BO, optOut('Lecturers'), 'in-opt-out-group'],
		['opt-out: no member', 'chloe.dubois@example.edu', BO, optOut('Lecturers'), null],
		[
			'both: opt-out wins',
			BO,
			BO,
			{ uploadRecordingsManagement: 'both', optInGroups: rows('Lecturers'), optOutGroups: rows('Studio') },
			'in-opt-out-group',
		],
		['unmatched host: opt-in skips', ERIN, BO, optIn('Lecturers'), 'unmatched-host-not-opted-in'],
		['unmatched host: opt-out imports', ERIN, BO, optOut('Lecturers'), null],
		[
			'unmatched host: import by option',
			ERIN,
			BO,
			{ ...optIn('Lecturers'), options: { unmatchedHosts: 'import' } },
			null,
		],
		[
			'unmatched host: skip by option',
			ERIN,
			BO,
			{ ...optOut('Lecturers'), options: { unmatchedHosts: 'skip' } },
			'unmatched-host-not-opted-in',
		],
	])('%s', async (_, host, member, parameters, reason) => {
		await world.join(member, 'Lecturers', 'Studio');
		const { ingest, skip } = await world.resolve([await world.recording({ host })], parameters);
		expect(
			[...ingest, ...skip].map(({ outcome }) => (outcome as { reason: string } | undefined)?.reason ?? null),
		).toEqual([reason]);
		// One request although ids, e-mail, memberships and the groups themselves were asked for.
		expect(await world.calls()).toEqual({ zoom: { 'GET /users/{userId}': 1 }, kaltura: 1, kalturaWrites: 0 });
	});

	test('an owner found by e-mail: a second request asks for the groups', async () => {
		const { ingest, skip } = await world.resolve([await world.recording({ host: ANN })], optIn('Studio'));
		expect(ingest).toEqual([]);
		expect(skip[0]?.outcome).toMatchObject({
			reason: 'not-in-opt-in-group',
			message: 'The owner ann.lee is in none of the opt-in groups Studio.',
		});
		expect((await world.calls()).kaltura).toBe(2);
		expect((await world.resolve([await world.recording({ host: ANN })], optIn('Lecturers'))).ingest).toHaveLength(1);
	});

	test('the groups of the default user decide nothing about others', async () => {
		await world.join('zoom.default', 'Lecturers');
		const { skip } = await world.resolve([await world.recording({ host: ERIN })], optIn('Lecturers'));
		expect(skip[0]?.outcome).toMatchObject({ reason: 'unmatched-host-not-opted-in' });
	});

	test('who is skipped by a group is not created, nor is the default user', async () => {
		const recording = await world.recording({ host: ERIN });
		await world.resolve([recording], { ...optIn('Lecturers'), userDoesNotExist: 'createUser' });
		expect((await world.calls()).kalturaWrites).toBe(0);
		expect(await world.kalturaUser(ERIN)).toBeNull();
	});

	test('W15, fault case 46: a user in 80 groups: the last one counts', async () => {
		await world.join(BO, ...Array.from({ length: 80 }, (_, n) => `group${n}`), 'TheLast');
		await world.forget();
		const { ingest } = await world.resolve([await world.recording()], optIn('TheLast'));
		expect(ingest).toHaveLength(1);
	});

	test('a group that Kaltura does not have is named, before anything is written', async () => {
		const recording = await world.recording({ host: ERIN });
		await expect(
			world.resolve([recording], { ...optIn('Lecturers', 'Nobodies'), userDoesNotExist: 'createUser' }),
		).rejects.toThrow(
			'The parameter "Opt-In Groups / Opt-Out Groups" names a group that Kaltura does not have: Nobodies.',
		);
		expect((await world.calls()).kalturaWrites).toBe(0);
	});

	test('Kaltura refuses to tell memberships: the item fails, it is neither imported nor skipped', async () => {
		const recording = await world.recording();
		await world.kaltura.fault({
			match: { endpoint: 'groupUser.list' },
			fault: { kind: 'apiError', code: 'SERVICE_FORBIDDEN' },
		});
		const answer = await world.resolve([recording], optOut('Lecturers'), { continueOnFail: true });
		expect(answer.ingest).toEqual([]);
		expect(answer.skip).toEqual([]);
		expect(answer.attention[0]?.outcome).toMatchObject({ status: 'failed', reason: 'kaltura-refused' });
	});
});

describe('an opt-out counts before the question who owns the recording instead', () => {
	const optOut = { uploadRecordingsManagement: 'optOut', optOutGroups: rows('NoRecordings') };

	test.each<[string, object, INodeParameters]>([
		['found by id', { id: ERIN, status: 0 }, optOut],
		['found by e-mail address', { id: 'erin', email: ERIN, status: 0 }, optOut],
		['in the way of a new user', { id: ERIN, status: 0 }, { ...optOut, userDoesNotExist: 'createUser' }],
	])(
		'a host who opted out and is blocked in Kaltura (%s) does not go to the default user',
		async (_, user, parameters) => {
			const { id } = user as { id: string };
			await world.kalturaUsers({ ...user, status: 1 });
			await world.join(id, 'NoRecordings');
			await world.kalturaUsers(user);
			const { ingest, skip } = await world.resolve([await world.recording({ host: ERIN })], parameters);
			expect(ingest).toEqual([]);
			expect(skip[0]?.outcome).toMatchObject({ reason: 'in-opt-out-group' });
			await world.reset();
		},
	);
});

describe('opt-in and opt-out by Zoom groups of the host', () => {
	test.each<[string, string, INodeParameters, string | null]>([
		['opt-in by name: member', BO, { zoomGroupsManagement: 'optIn', zoomOptInGroups: rows('lecturers') }, null],
		[
			'opt-in: no member',
			'ivy.chen@example.edu',
			{ zoomGroupsManagement: 'optIn', zoomOptInGroups: rows('Lecturers') },
			'not-in-zoom-opt-in-group',
		],
		[
			'opt-out: member',
			BO,
			{ zoomGroupsManagement: 'optOut', zoomOptOutGroups: rows('Lecturers') },
			'in-zoom-opt-out-group',
		],
	])('%s', async (_, host, options, reason) => {
		const { ingest, skip } = await world.resolve([await world.recording({ host })], { options });
		expect(
			[...ingest, ...skip].map(({ outcome }) => (outcome as { reason: string } | undefined)?.reason ?? null),
		).toEqual([reason]);
		expect((await world.calls()).zoom).toEqual({ 'GET /users/{userId}': 1, 'GET /groups': 1 });
	});

	test('the list gives IDs; a group that Zoom does not have is named', async () => {
		const recording = await world.recording();
		const { results } = await world.n8n.listSearch(
			new (await import('../../nodes/OwnerResolver/OwnerResolver.node')).OwnerResolver(),
			'searchZoomGroups',
			{ filter: 'lect' },
		);
		const [lecturers] = results;
		const byId = { zoomGroupsManagement: 'optIn', zoomOptInGroups: rows(String(lecturers?.value)) };
		expect((await world.resolve([recording], { options: byId })).ingest).toHaveLength(1);
		const wrong = { zoomGroupsManagement: 'optIn', zoomOptInGroups: rows('Nobodies') };
		await expect(world.resolve([recording], { options: wrong })).rejects.toThrow(/Zoom does not have: Nobodies/);
	});
});

describe('the tracking field of the meeting', () => {
	const options = { trackingFieldRule: 'onlyIfYes', trackingField: 'Publish' };
	test.each([
		['yes', { Publish: 'Yes' }, null],
		['no', { Publish: 'no' }, 'tracking-field-says-no'],
		['empty', {}, 'tracking-field-missing'],
	])('%s', async (_, trackingFields, reason) => {
		const { ingest, skip } = await world.resolve([await world.recording({ trackingFields })], { options });
		expect(
			[...ingest, ...skip].map(({ outcome }) => (outcome as { reason: string } | undefined)?.reason ?? null),
		).toEqual([reason]);
		expect((await world.calls()).zoom['GET /meetings/{meetingId}']).toBe(1);
	});

	test('fields that the item holds are not asked for again', async () => {
		const recording = { ...(await world.recording()), trackingFields: { Publish: 'yes' } };
		expect((await world.resolve([recording], { options })).ingest).toHaveLength(1);
		expect((await world.calls()).zoom).toEqual({ 'GET /users/{userId}': 1 });
	});

	test('a webinar is asked for as webinar; alternative hosts come with the same call', async () => {
		const recording = await world.recording({
			type: 5,
			trackingFields: { Publish: 'yes' },
			alternativeHosts: ['gina.rossi@example.edu'],
		});
		const { ingest } = await world.resolve([recording], { alternativeHosts: 'coEditor', options });
		expect(ingest[0]?.people).toMatchObject({ coEditors: ['gina.rossi@example.edu'] });
		expect((await world.calls()).zoom).toEqual({ 'GET /users/{userId}': 1, 'GET /webinars/{webinarId}': 1 });
	});

	test('without the rule the meeting is not read', async () => {
		await world.resolve([await world.recording({ trackingFields: { Publish: 'no' } })]);
		expect((await world.calls()).zoom).toEqual({ 'GET /users/{userId}': 1 });
	});
});

describe('settings that cannot be right are refused before anything is asked', () => {
	test.each<[string, INodeParameters, string | RegExp]>([
		[
			'a postfix with a blank',
			{ zoomUserMatching: 'addPostfix', postfix: '@exa mple' },
			/"Postfix" is "@exa mple", which holds a blank/,
		],
		[
			'no default user',
			{ defaultUser: { __rl: true, mode: 'list', value: '' } },
			/"Default User" is empty although a rule uses/,
		],
		[
			'the placeholder',
			{ defaultUser: { __rl: true, mode: 'id', value: '@defaultUserID@' } },
			/"Default User" is "@defaultUserID@", which is a placeholder/,
		],
		['opt-in without groups', { uploadRecordingsManagement: 'optIn' }, /"Opt-In Groups" is empty/],
		[
			'one group in both lists',
			{ uploadRecordingsManagement: 'both', optInGroups: rows('A'), optOutGroups: rows('a') },
			/"Opt-Out Groups" holds A, which is an opt-in group too/,
		],
		['a broken pattern', { options: { topicMustMatch: '(' } }, /"Topic Must Match" is not a regular expression/],
		['a tracking rule without field', { options: { trackingFieldRule: 'skipIfNo' } }, /"Tracking Field" is empty/],
		[
			'a value from an expression that is none',
			{ userDoesNotExist: '={{ "sometimes" }}' },
			/"In Case the User Doesn't Exist" is "sometimes"/,
		],
		['more people than Kaltura can take', { options: { maximumPeople: 100000 } }, /"Maximum People" is 100000/],
	])('%s', async (_, parameters, message) => {
		const recording = await world.recording();
		await expect(world.resolve([recording], parameters)).rejects.toThrow(message);
		expect(await world.calls()).toEqual({ zoom: {}, kaltura: 0, kalturaWrites: 0 });
	});

	test('every setting may come from a Configuration node by expression, lists as one text', async () => {
		await world.join(BO, 'Lecturers');
		const configuration = {
			management: 'both',
			optIn: 'Studio, Lecturers',
			optOut: 'OptOut',
			matching: 'removePostfix',
			postfix: '.nowhere',
			defaultUser: 'zoom.default',
			coHosts: 'ignore',
			meetings: 'true',
			minimum: '0.1',
		};
		const { ingest, skip } = await world.resolve(
			[await world.recording(), await world.recording({ host: CHLOE })].map((one) => ({ ...one, configuration })),
			{
				uploadMeetingRecordings: '={{ $json.configuration.meetings }}',
				uploadRecordingsManagement: '={{ $json.configuration.management }}',
				optInGroups: rows('={{ $json.configuration.optIn }}'),
				optOutGroups: rows('={{ $json.configuration.optOut }}'),
				zoomUserMatching: '={{ $json.configuration.matching }}',
				postfix: '={{ $json.configuration.postfix }}',
				defaultUser: { __rl: true, mode: 'id', value: '={{ $json.configuration.defaultUser }}' },
				coHosts: '={{ $json.configuration.coHosts }}',
				options: { minimumDuration: '={{ $json.configuration.minimum }}' },
			},
		);
		expect(ingest.map(({ owner }) => (owner as { userId: string }).userId)).toEqual([BO]);
		expect(skip.map(({ outcome }) => (outcome as { message: string }).message)).toEqual([
			`The owner ${CHLOE} is in none of the opt-in groups Studio, Lecturers.`,
		]);
	});

	test('settings may differ per item; only the item with the wrong one fails', async () => {
		const items = [
			{ ...(await world.recording()), mode: 'sometimes' },
			{ ...(await world.recording()), mode: 'skip' },
		];
		const answer = await world.resolve(items, { userDoesNotExist: '={{ $json.mode }}' }, { continueOnFail: true });
		expect(answer.ingest).toHaveLength(1);
		expect(answer.attention[0]?.outcome).toMatchObject({
			status: 'failed',
			reason: 'settings-refused',
			retryable: false,
		});
	});
});

describe('the lists of the form', () => {
	const search = async (method: string, filter?: string) => {
		const { OwnerResolver } = await import('../../nodes/OwnerResolver/OwnerResolver.node');
		return await world.n8n.listSearch(new OwnerResolver(), method, filter === undefined ? {} : { filter });
	};
	test.each([
		['searchUsers', 'zoom', 'zoom.default'],
		['searchGroups', 'Lect', 'Lecturers'],
	])('%s finds %s', async (method, filter, value) => {
		expect((await search(method, filter)).results.map((one) => one.value)).toContain(value);
	});

	test.each(['searchZoomUsers', 'searchZoomGroups'])('%s says why it failed', async (method) => {
		const message = 'Invalid access token, does not contain scopes:[user:read:list_users:admin].';
		await world.zoom.fault({ match: { where: 'api' }, fault: { kind: 'apiError', status: 400, code: 4711, message } });
		await expect(search(method)).rejects.toThrow(/lacks the scope/);
	});
});
