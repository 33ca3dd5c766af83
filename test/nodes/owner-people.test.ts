import { OwnerWorld } from './owner-world';
import { shortenWaits } from '../short-waits';

let world: OwnerWorld;
beforeAll(async () => {
	world = await OwnerWorld.start();
});
afterAll(() => world.sandbox.stop());
beforeEach(() => world.reset());

const BO = 'bo.andersson@example.edu';
const CHLOE = 'chloe.dubois@example.edu';
const DMITRI = 'dmitri.orlov@example.edu';
const IVY = 'ivy.chen@example.edu';
const NONE = { coEditors: [], coPublishers: [], coViewers: [] };

describe('who else may', () => {
	test('nobody by default, and nobody is asked for', async () => {
		const recording = await world.recording({ participants: [{ email: CHLOE }], alternativeHosts: [IVY] });
		expect((await world.resolve([recording])).ingest[0]?.people).toEqual(NONE);
		expect((await world.calls()).zoom).toEqual({ 'GET /users/{userId}': 1 });
	});

	test.each([
		['coViewer', { ...NONE, coViewers: [CHLOE] }],
		['coPublisher', { ...NONE, coPublishers: [CHLOE] }],
		['coEditor', { ...NONE, coEditors: [CHLOE] }],
		['coEditorAndPublisher', { ...NONE, coEditors: [CHLOE], coPublishers: [CHLOE] }],
	])('participants as %s', async (participants, people) => {
		const recording = await world.recording({ participants: [{ email: BO, role: 'host' }, { email: CHLOE }] });
		const { ingest } = await world.resolve([recording], { participants });
		expect(ingest[0]?.people).toEqual(people);
		// One request for the host, one for everybody else of the run.
		expect((await world.calls()).kaltura).toBe(2);
	});

	test('W16 alternative hosts as co-viewers: the owner is left out whatever the case', async () => {
		const recording = await world.recording({ alternativeHosts: [BO.toUpperCase(), IVY] });
		const { ingest } = await world.resolve([recording], { alternativeHosts: 'coViewer' });
		expect(ingest[0]?.people).toEqual({ ...NONE, coViewers: [IVY] });
	});

	test('W2 participants of this instance, not of the latest one of the series', async () => {
		const series = { meetingId: 81234567890, type: 8 };
		const first = await world.recording({
			...series,
			minutesAgo: 20_000,
			participants: [{ email: BO }, { email: CHLOE }],
		});
		const second = await world.recording({ ...series, participants: [{ email: BO }, { email: DMITRI }] });
		const { ingest } = await world.resolve([first, second], { participants: 'coViewer' });
		expect(ingest.map(({ people }) => (people as { coViewers: string[] }).coViewers)).toEqual([[CHLOE], [DMITRI]]);
		const paths = (await world.zoom.requests()).map(({ path }) => path).filter((path) => path.includes('participants'));
		expect(paths.some((path) => path.includes('81234567890'))).toBe(false);
	});

	test('W15, fault case 44: all of 400 participants, re-joins once, guests without an address counted', async () => {
		const everybody = Array.from({ length: 400 }, (_, n) => ({ email: `p${n}@example.edu`, name: `P ${n}` }));
		for (const user of everybody) await world.zoom.call('POST', '/users', user);
		await world.kalturaUsers(...everybody.map(({ email }) => ({ id: email })));
		const participants = [
			{ email: BO, role: 'host' },
			...everybody,
			everybody[0],
			{ name: 'Guest 1' },
			{ name: 'Guest 2' },
		];
		const recording = await world.recording({ participants });
		const { ingest } = await world.resolve([recording], { participants: 'coViewer' });
		const people = ingest[0]?.people as { coViewers: string[]; leftOut: object };
		expect(people.coViewers).toHaveLength(400);
		expect(new Set(people.coViewers).size).toBe(400);
		expect(people.leftOut).toEqual({ withoutEmail: 2 });
	});

	test('fault case 44: more people than the limit are counted, not forgotten', async () => {
		const participants = [{ email: BO, role: 'host' }, ...[CHLOE, DMITRI, IVY].map((email) => ({ email }))];
		const { ingest } = await world.resolve([await world.recording({ participants })], {
			participants: 'coViewer',
			options: { maximumPeople: 2 },
		});
		expect(ingest[0]?.people).toMatchObject({ coViewers: [CHLOE, DMITRI], leftOut: { overLimit: 1 } });
	});

	test('panelists of a webinar; attendees only by their own option', async () => {
		const meeting = {
			type: 5,
			panelists: [
				{ email: 'gina.rossi@example.edu', name: 'Gina' },
				{ email: 'speaker@partner.example', name: 'Sam' },
			],
			participants: [{ email: BO, role: 'host' }, { email: CHLOE }],
		};
		const recording = await world.recording(meeting);
		const panelists = await world.resolve([recording], { panelists: 'coEditor', participants: 'coPublisher' });
		expect(panelists.ingest[0]?.people).toEqual({
			...NONE,
			coEditors: ['gina.rossi@example.edu'],
			leftOut: { notInKaltura: 1 },
		});
		const both = await world.resolve([recording], { panelists: 'coEditor', options: { attendees: 'coViewer' } });
		expect(both.ingest[0]?.people).toMatchObject({ coEditors: ['gina.rossi@example.edu'], coViewers: [CHLOE] });
	});

	test('blocked users and groups get no rights', async () => {
		await world.kalturaUsers({ id: CHLOE, status: 0 });
		const { ingest } = await world.resolve(
			[await world.recording({ alternativeHosts: [CHLOE, 'dan.blocked@example.edu'] })],
			{
				alternativeHosts: 'coEditor',
			},
		);
		expect(ingest[0]?.people).toEqual({ ...NONE, leftOut: { blocked: 2 } });
	});

	test('people of a recording that is skipped are not asked for', async () => {
		const recording = await world.recording({
			host: 'erin.newcomer@example.edu',
			participants: [{ email: CHLOE }, { email: BO }],
		});
		await world.resolve([recording], { participants: 'coViewer', userDoesNotExist: 'skip' });
		expect((await world.calls()).zoom).toEqual({ 'GET /users/{userId}': 1 });
	});

	test('with the SAML mapping, people get the Kaltura user of their CMS user ID', async () => {
		await world.zoom.call('PATCH', '/users', { user: IVY, cms_user_id: 'cara.diaz@example.edu' });
		const { ingest } = await world.resolve([await world.recording({ alternativeHosts: [IVY] })], {
			setUserBasedOn: 'cmsUserId',
			alternativeHosts: 'coPublisher',
		});
		expect(ingest[0]?.people).toEqual({ ...NONE, coPublishers: ['cara.diaz@example.edu'] });
	});
});

describe('co-hosts', () => {
	shortenWaits();
	const change = (uuid: string, email: string, newRole: string, oldRole = 'attendee') => ({
		event: 'meeting.participant_role_changed',
		payload: { object: { uuid, participant: { email, user_name: email, new_role: newRole, old_role: oldRole } } },
	});

	test('come from the collected role changes of this instance, also when demoted later', async () => {
		const recording = await world.recording();
		const roleChanges = [
			change(recording.meetingUuid, CHLOE, 'co-host'),
			change(recording.meetingUuid, IVY, 'attendee', 'co-host'),
			change('another==', DMITRI, 'co-host'),
		];
		const { ingest } = await world.resolve([{ ...recording, roleChanges }], { coHosts: 'coEditor' });
		expect(ingest[0]?.people).toEqual({ ...NONE, coEditors: [CHLOE, IVY] });
		// The dashboard is not asked: the events say more.
		expect((await world.calls()).zoom).toEqual({ 'GET /users/{userId}': 1 });
	});

	test('without collected events the dashboard is asked once', async () => {
		const recording = await world.recording({ participants: [{ email: BO, role: 'host' }, { email: CHLOE }] });
		await world.resolve([recording], { coHosts: 'coEditor' });
		expect((await world.calls()).zoom).toMatchObject({ 'GET /users/{userId}': 1 });
		expect(
			Object.keys((await world.calls()).zoom).some((endpoint) => endpoint.startsWith('GET /metrics/meetings')),
		).toBe(true);
	});

	test('"not known" is something else than "nobody": it is said on the item, which goes on', async () => {
		const recording = await world.recording({ participants: [{ email: BO, role: 'host' }, { email: CHLOE }] });
		await world.zoom.fault({
			match: { path: '/metrics/' },
			fault: { kind: 'apiError', status: 400, code: 200, message: 'Only available for Business accounts.' },
		});
		const { ingest } = await world.resolve([recording], { coHosts: 'coEditor', participants: 'coViewer' });
		expect(ingest[0]?.people).toEqual({
			...NONE,
			coViewers: [CHLOE],
			unknown: [{ role: 'coHost', reason: expect.stringContaining('Business') }],
		});
	});

	test('a failure to ask fails the item as retryable: rights are not lost silently', async () => {
		const recording = await world.recording({ participants: [{ email: BO, role: 'host' }, { email: CHLOE }] });
		await world.zoom.fault({ match: { path: 'participants' }, fault: { kind: 'status', status: 503, body: 'down' } });
		const { ingest, attention } = await world.resolve(
			[recording],
			{ participants: 'coViewer' },
			{ continueOnFail: true },
		);
		expect(ingest).toEqual([]);
		expect(attention[0]?.outcome).toMatchObject({ status: 'failed', reason: 'zoom-unavailable', retryable: true });
	});
});

describe('W18 outsiders never become Kaltura users unless asked', () => {
	const ERIN = 'erin.newcomer@example.edu';
	const EVE = 'eve@partner.example';
	// Of a webinar's panelists Zoom tells every address, of outsiders too.
	const webinar = {
		type: 5,
		panelists: [{ email: EVE, name: 'Eve Outside' }],
		alternativeHosts: [ERIN],
	};
	const parameters = { panelists: 'coViewer', alternativeHosts: 'coViewer', userDoesNotExist: 'createUser' };

	test.each([
		[{}, [], 0],
		[{ createPeople: 'nobody' }, [], 0],
		[{ createPeople: 'peopleOfThisAccount' }, [ERIN], 1],
		[{ createPeople: 'everybody' }, [ERIN, EVE], 2],
	])('%p creates %p', async (options, coViewers, writes) => {
		const { ingest } = await world.resolve([await world.recording(webinar)], { ...parameters, options });
		expect(ingest[0]?.people).toMatchObject({ coViewers });
		expect((await world.calls()).kalturaWrites).toBe(writes);
	});

	test('a participant whom Zoom knows as user of the account is one of this account, and gets address and name', async () => {
		const participants = [
			{ email: BO, role: 'host' },
			{ email: ERIN, name: 'Erin Newcomer' },
		];
		const options = { createPeople: 'peopleOfThisAccount' };
		const { ingest } = await world.resolve([await world.recording({ participants })], {
			participants: 'coViewer',
			options,
		});
		expect(ingest[0]?.people).toEqual({ ...NONE, coViewers: [ERIN] });
		expect(await world.kalturaUser(ERIN)).toMatchObject({ email: ERIN, firstName: 'Erin', lastName: 'Newcomer' });
	});
});
