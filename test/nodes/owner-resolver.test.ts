import { OwnerWorld, userLocator } from './owner-world';
import { shortenWaits } from '../short-waits';

let world: OwnerWorld;
beforeAll(async () => {
	world = await OwnerWorld.start();
});
afterAll(() => world.sandbox.stop());
beforeEach(() => world.reset());

const BO = 'bo.andersson@example.edu';

describe('the plain live path', () => {
	test('costs one Zoom call and one Kaltura request, writes nothing, and keeps the recording as it is', async () => {
		const recording = await world.recording();
		const { ingest, skip, attention } = await world.resolve([{ ...recording, feeder: 'live' }]);
		expect(ingest).toEqual([
			{
				...recording,
				feeder: 'live',
				owner: { userId: BO, rule: 'user-id', matched: true, created: false, hostEmail: BO },
				people: { coEditors: [], coPublishers: [], coViewers: [] },
				hostFacts: expect.objectContaining({ displayName: expect.any(String) }),
			},
		]);
		expect([skip, attention]).toEqual([[], []]);
		expect(await world.calls()).toEqual({ zoom: { 'GET /users/{userId}': 1 }, kaltura: 1, kalturaWrites: 0 });
	});

	test('nodes behind it know the host without look-ups of their own: names, department, job title, groups', async () => {
		const recording = await world.recording({ host: 'ann.lee@example.edu' });
		const { ingest } = await world.resolve([recording]);
		const known = { firstName: 'Ann', lastName: 'Lee', department: 'Biology', jobTitle: 'Lecturer' };
		expect(ingest[0]!.hostFacts).toMatchObject(known);
		const { groups } = ingest[0]!.hostFacts as { groups: Array<{ id: string; name: string | null }> };
		expect(groups.length).toBeGreaterThan(0);
		expect(groups.map(({ name }) => name)).toEqual(groups.map(() => null));
		await world.forget();
		const named = await world.resolve([recording, recording], { options: { hostGroupNames: true } });
		const names = groups.map(({ id }) => ({ id, name: expect.stringMatching(/./) }));
		expect(named.ingest[1]!.hostFacts).toMatchObject({ ...known, groups: names });
		// However many recordings, the host and the list of groups are read once.
		expect((await world.calls()).zoom).toEqual({ 'GET /users/{userId}': 1, 'GET /groups': 1 });
	});

	test('a run asks once per distinct host, and Kaltura once for all', async () => {
		const hosts = [BO, 'chloe.dubois@example.edu', BO, 'ann.lee@example.edu', 'chloe.dubois@example.edu', BO];
		const items = [];
		for (const host of hosts) items.push(await world.recording({ host }));
		const { ingest } = await world.resolve(items);
		expect(ingest.map(({ owner }) => (owner as { userId: string }).userId)).toEqual([
			BO,
			'chloe.dubois@example.edu',
			BO,
			'ann.lee',
			'chloe.dubois@example.edu',
			BO,
		]);
		expect(await world.calls()).toEqual({ zoom: { 'GET /users/{userId}': 3 }, kaltura: 1, kalturaWrites: 0 });
	});

	test('W20 a second run may use the Zoom users of the first again, when the option says so', async () => {
		const recording = await world.recording();
		const options = { rememberZoomUsers: 60 };
		await world.resolve([recording], { options });
		await world.forget();
		await world.resolve([recording], { options });
		expect((await world.calls()).zoom).toEqual({});
		await world.resolve([recording]);
		expect((await world.calls()).zoom).toEqual({ 'GET /users/{userId}': 1 });
	});
});

describe('whose a recording is', () => {
	test.each([
		['e-mail, when no user has the ID', 'ann.lee@example.edu', {}, { userId: 'ann.lee', rule: 'email', matched: true }],
		[
			'ID after removing the postfix',
			'ann.lee@example.edu',
			{ zoomUserMatching: 'removePostfix', postfix: '@Example.EDU' },
			{ userId: 'ann.lee', rule: 'user-id', matched: true },
		],
		[
			'ID after adding a postfix',
			'ann.lee@example.edu',
			{ zoomUserMatching: 'addPostfix', postfix: '.media' },
			{ userId: 'ann.lee@example.edu.media', rule: 'user-id', matched: true },
		],
		[
			'CMS user ID of the SAML mapping',
			'gina.rossi@example.edu',
			{ setUserBasedOn: 'cmsUserId' },
			{ userId: 'cara.diaz@example.edu', rule: 'cms-user-id', matched: true },
		],
		[
			'the address, where the SAML mapping has no ID',
			BO,
			{ setUserBasedOn: 'cmsUserId' },
			{ userId: BO, rule: 'user-id', matched: true },
		],
		[
			'external ID',
			'ann.lee@example.edu',
			{ thenMatchBy: 'externalId', zoomUserMatching: 'removePostfix', postfix: '.lee@example.edu' },
			{ userId: 'ann.lee', rule: 'external-id', matched: true },
		],
		[
			'the default user, when nobody matches',
			'erin.newcomer@example.edu',
			{},
			{ userId: 'zoom.default', rule: 'default-user', matched: false },
		],
	])('%s', async (_, host, parameters, owner) => {
		await world.kalturaUsers(
			{ id: 'ann.lee@example.edu.media' },
			{ id: 'ann.lee', email: 'ann.lee@example.edu', externalId: 'ann' },
		);
		await world.zoom.call('PATCH', '/users', { user: 'gina.rossi@example.edu', cms_user_id: 'cara.diaz@example.edu' });
		const { ingest } = await world.resolve([await world.recording({ host })], parameters);
		expect(ingest[0]?.owner).toEqual({ ...owner, created: false, hostEmail: host });
		expect(await world.calls()).toMatchObject({ kaltura: 1, kalturaWrites: 0 });
	});

	test.each([
		['a blocked user', { id: 'erin.newcomer@example.edu', status: 0 }],
		['a group with the same ID', { id: 'erin.newcomer@example.edu', type: 1 }],
		['a user whose address only begins the same', { id: 'x', email: 'erin.newcomer@example.edu.au' }],
	])('%s is no match', async (_, user) => {
		await world.kalturaUsers(user);
		const { ingest } = await world.resolve([await world.recording({ host: 'erin.newcomer@example.edu' })]);
		expect(ingest[0]?.owner).toMatchObject({ userId: 'zoom.default', rule: 'default-user', matched: false });
	});

	test('upper and lower case do not matter; the owner is written as Kaltura writes it', async () => {
		await world.kalturaUsers({ id: 'Erin.NEWCOMER@example.edu' });
		const { ingest } = await world.resolve([await world.recording({ host: 'erin.newcomer@example.edu' })]);
		expect(ingest[0]?.owner).toMatchObject({ userId: 'Erin.NEWCOMER@example.edu', matched: true });
	});

	test('two users with the address need a person, and the others of the run go on', async () => {
		await world.zoom.call('POST', '/users', { email: 'twin@example.edu', name: 'Toni Twin' });
		const items = [await world.recording({ host: 'twin@example.edu' }), await world.recording()];
		const { ingest, attention } = await world.resolve(items);
		expect(ingest).toHaveLength(1);
		expect(attention).toEqual([
			{
				...items[0],
				ledger: expect.objectContaining({ status: 'needs-attention', reason: 'several-owners' }),
				outcome: {
					status: 'needs-attention',
					reason: 'several-owners',
					message: 'The host twin@example.edu matches several Kaltura users by e-mail address: twin1, twin2.',
					nextStep: expect.stringContaining('Kaltura'),
					retryable: false,
				},
			},
		]);
	});

	test('the default user is created when it is first needed, once in a run', async () => {
		const items = [
			await world.recording({ host: 'erin.newcomer@example.edu' }),
			await world.recording({ host: 'erin.newcomer@example.edu' }),
			await world.recording(),
		];
		const parameters = { defaultUser: userLocator('zoom.archive') };
		const { ingest } = await world.resolve(items, parameters);
		expect(ingest[0]?.owner).toMatchObject({ userId: 'zoom.archive', rule: 'default-user', created: true });
		expect(await world.kalturaUser('zoom.archive')).toMatchObject({ id: 'zoom.archive', status: 1 });
		expect((await world.calls()).kalturaWrites).toBe(1);
		await world.forget();
		expect((await world.resolve(items, parameters)).ingest[0]?.owner).toMatchObject({ created: false });
		expect((await world.calls()).kalturaWrites).toBe(0);
	});

	test('the default user is not created while nobody needs it', async () => {
		await world.resolve([await world.recording()], { defaultUser: userLocator('zoom.archive') });
		expect(await world.kalturaUser('zoom.archive')).toBeNull();
	});

	test.each([
		['blocked', { status: 0 }, 'The default user zoom.archive is blocked in Kaltura.'],
		['a group', { type: 1 }, 'The default user zoom.archive is a group in Kaltura.'],
	])('a default user that is %s owns nothing', async (_, user, message) => {
		await world.kalturaUsers({ id: 'zoom.archive', ...user });
		const { attention } = await world.resolve([await world.recording({ host: 'erin.newcomer@example.edu' })], {
			defaultUser: userLocator('zoom.archive'),
		});
		expect(attention[0]?.outcome).toMatchObject({ reason: 'default-user-unusable', message });
	});

	test('W17 a created user has address and names, and is found by them from then on', async () => {
		const items = [await world.recording({ host: 'erin.newcomer@example.edu' })];
		const parameters = {
			userDoesNotExist: 'createUser',
			zoomUserMatching: 'removePostfix',
			postfix: '@example.edu',
		};
		const { ingest } = await world.resolve(items, parameters);
		expect(ingest[0]?.owner).toMatchObject({ userId: 'erin.newcomer', rule: 'created', created: true, matched: true });
		expect(await world.kalturaUser('erin.newcomer')).toMatchObject({
			email: 'erin.newcomer@example.edu',
			firstName: 'Erin',
			lastName: 'Newcomer',
		});
		await world.forget();
		const again = await world.resolve(items, parameters);
		expect(again.ingest[0]?.owner).toMatchObject({ userId: 'erin.newcomer', rule: 'user-id', created: false });
		expect((await world.calls()).kalturaWrites).toBe(0);
	});

	test('W17 a blocked user never becomes the owner, not even where users are created', async () => {
		await world.kalturaUsers({ id: 'erin.newcomer@example.edu', status: 0 });
		const { ingest } = await world.resolve([await world.recording({ host: 'erin.newcomer@example.edu' })], {
			userDoesNotExist: 'createUser',
		});
		expect(ingest[0]?.owner).toMatchObject({ userId: 'zoom.default', rule: 'default-user' });
		expect((await world.calls()).kalturaWrites).toBe(0);
	});

	test.each([
		['skip', 'skip', 'no-owner'],
		['needsAttention', 'attention', 'no-owner-needs-attention'],
	] as const)('nobody matches, rule %s: the item says what was tried', async (userDoesNotExist, output, reason) => {
		const answer = await world.resolve([await world.recording({ host: 'erin.newcomer@example.edu' })], {
			userDoesNotExist,
			defaultUser: userLocator(''),
		});
		expect(answer[output][0]?.outcome).toMatchObject({
			reason,
			message:
				'The host erin.newcomer@example.edu matches no Kaltura user (tried user ID erin.newcomer@example.edu, e-mail erin.newcomer@example.edu).',
		});
		expect(answer.ingest).toEqual([]);
	});

	test.each([
		['needsAttention', 'attention', 'host-left-needs-owner'],
		['skip', 'skip', 'host-left-zoom'],
	] as const)('a host who left Zoom and is unknown to Kaltura: %s', async (hostLeft, output, reason) => {
		const recording = await world.recording({ host: 'erin.newcomer@example.edu' });
		await world.zoom.call('DELETE', '/users', { user: 'erin.newcomer@example.edu' });
		const answer = await world.resolve([recording], { userDoesNotExist: 'createUser', options: { hostLeft } });
		expect(answer[output][0]?.outcome).toMatchObject({ reason });
		expect((await world.calls()).kalturaWrites).toBe(0);
	});

	test('a host who left Zoom: default user by option; Kaltura’s match for the address of the event comes first', async () => {
		const unknown = await world.recording({ host: 'erin.newcomer@example.edu' });
		const known = await world.recording();
		for (const user of ['erin.newcomer@example.edu', BO]) await world.zoom.call('DELETE', '/users', { user });
		const withAddress = { ...known, host: { ...known.host, email: BO } };
		const withoutAddress = { ...unknown, host: { ...unknown.host, email: null } };
		const { ingest } = await world.resolve([withAddress, withoutAddress], { options: { hostLeft: 'defaultUser' } });
		expect(ingest.map(({ owner }) => owner)).toMatchObject([
			{ userId: BO, rule: 'user-id', matched: true },
			{ userId: 'zoom.default', rule: 'default-user-host-left', matched: false },
		]);
	});
});

describe('a failure to ask is never an answer', () => {
	shortenWaits();
	test.each([
		[
			'429',
			{ kind: 'status', status: 429, headers: { 'Retry-After': '1' }, body: { code: 429, message: 'slow down' } },
		],
		['503', { kind: 'status', status: 503, body: '<html>down</html>' }],
		['500', { kind: 'apiError', status: 500, code: 500, message: 'Internal' }],
		['a broken connection', { kind: 'reset' }],
	])('W13 %s once on the user call is repeated', async (_, fault) => {
		const recording = await world.recording();
		await world.zoom.fault({ match: { endpoint: 'GET /users/{userId}' }, times: 1, fault: fault as never });
		const { ingest } = await world.resolve([recording]);
		expect(ingest[0]?.owner).toMatchObject({ userId: BO, matched: true });
		expect((await world.calls()).zoom['GET /users/{userId}']).toBe(2);
	});

	test('W13 an outage fails the item as retryable and gives nobody a wrong owner; other hosts go on (W23)', async () => {
		const items = [await world.recording(), await world.recording({ host: 'chloe.dubois@example.edu' })];
		await world.zoom.fault({
			match: { path: items[0]!.host.id },
			fault: { kind: 'status', status: 503, body: 'down' },
		});
		const parameters = { userDoesNotExist: 'createUser' };
		const { ingest, skip, attention, items: raw } = await world.resolve(items, parameters, { continueOnFail: true });
		expect(ingest.map(({ meetingUuid }) => meetingUuid)).toEqual([items[1]!.meetingUuid]);
		expect(skip).toEqual([]);
		expect(attention[0]).toMatchObject({
			...items[0],
			outcome: { status: 'failed', reason: 'zoom-unavailable', retryable: true },
			errorDetails: { vendor: 'zoom', retryable: true, httpStatus: 503 },
		});
		expect(raw[2]?.[0]?.pairedItem).toEqual({ item: 0 });
		expect((await world.calls()).kalturaWrites).toBe(0);
	});

	test('a refusal of Zoom fails the item for good, with code and tracking id', async () => {
		const recording = await world.recording();
		await world.zoom.fault({
			match: { endpoint: 'GET /users/{userId}' },
			fault: { kind: 'apiError', status: 400, code: 200, message: 'No permission.' },
		});
		const { attention } = await world.resolve([recording], {}, { continueOnFail: true });
		expect(attention[0]).toMatchObject({
			outcome: { status: 'failed', reason: 'zoom-refused', retryable: false },
			errorDetails: { vendor: 'zoom', code: '200', trackingId: expect.any(String) },
		});
	});

	test('W13 an answer that names nobody fails the item instead of giving it to the default user', async () => {
		const recording = await world.recording();
		await world.zoom.fault({
			match: { endpoint: 'GET /users/{userId}' },
			fault: { kind: 'body', body: { surprise: true } },
		});
		const { ingest, attention, skip } = await world.resolve([recording], {}, { continueOnFail: true });
		expect([...ingest, ...skip]).toEqual([]);
		expect(attention[0]).toMatchObject({ errorDetails: { vendor: 'zoom', code: 'UNEXPECTED_ANSWER' } });
	});

	test('W13 Zoom’s daily limit fails the item; the default user gets nothing', async () => {
		const recording = await world.recording();
		await world.zoom.fault({
			match: { endpoint: 'GET /users/{userId}' },
			fault: {
				kind: 'status',
				status: 429,
				body: { code: 429, message: 'You have reached the maximum daily rate limit for this API.' },
				headers: { 'content-type': 'application/json' },
			},
		});
		const { ingest, attention } = await world.resolve([recording], {}, { continueOnFail: true });
		expect(ingest).toEqual([]);
		expect(attention[0]?.outcome).toMatchObject({ status: 'failed', reason: 'zoom-daily-limit', retryable: true });
		expect((await world.calls()).kaltura).toBe(0);
	});

	test('W14 an access token that died is renewed and the call repeated', async () => {
		const recording = await world.recording();
		world.n8n.store('zoomServerToServerOAuth2Api', { accessToken: 'stale' });
		const { ingest } = await world.resolve([recording]);
		expect(ingest[0]?.owner).toMatchObject({ userId: BO });
	});

	test.each([
		['user.get', 'INTERNAL_DATABASE_ERROR'],
		['elasticsearch_esearch.searchUser', 'INTERNAL_DATABASE_ERROR'],
	])(
		'W13 Kaltura’s error on %s is no "no match"',
		async (endpoint, code) => {
			const recording = await world.recording({ host: 'erin.newcomer@example.edu' });
			await world.kaltura.fault({ match: { endpoint }, fault: { kind: 'apiError', code } });
			const { ingest, attention } = await world.resolve(
				[recording],
				{ userDoesNotExist: 'createUser' },
				{ continueOnFail: true },
			);
			expect(ingest).toEqual([]);
			expect(attention[0]?.outcome).toMatchObject({ status: 'failed', reason: 'kaltura-unavailable', retryable: true });
			await world.kaltura.clearFaults();
			expect(await world.kalturaUser('erin.newcomer@example.edu')).toBeNull();
		},
		60_000,
	);

	test('without "continue on fail" the run stops with the sentence of the error', async () => {
		const recording = await world.recording();
		await world.zoom.fault({
			match: { endpoint: 'GET /users/{userId}' },
			fault: {
				kind: 'apiError',
				status: 400,
				code: 4711,
				message: 'Invalid access token, does not contain scopes:[user:read:user:admin].',
			},
		});
		await expect(world.resolve([recording])).rejects.toThrow(/lacks the scope user:read:user:admin/);
	});

	test('somebody else creates the user in the same moment: theirs is taken', async () => {
		const recording = await world.recording({ host: 'erin.newcomer@example.edu' });
		const [one, two] = await Promise.all([
			world.resolve([recording], { userDoesNotExist: 'createUser' }),
			world.resolve([recording], { userDoesNotExist: 'createUser' }),
		]);
		for (const { ingest } of [one, two])
			expect(ingest[0]?.owner).toMatchObject({ userId: 'erin.newcomer@example.edu', matched: true });
	});
});

describe('items that are no recordings', () => {
	test.each([
		['an empty item', {}, /Input Item.*meetingUuid is missing/],
		['a raw event', { event: 'recording.completed', payload: {} }, /is not a recording/],
		['a recording without a host', { host: { id: '', email: null } }, /without a host/],
	])('%s is refused by name', async (_, change, message) => {
		const item = 'host' in change ? { ...(await world.recording()), ...change } : change;
		await expect(world.resolve([item])).rejects.toThrow(message);
		expect((await world.calls()).kaltura).toBe(0);
	});
});
