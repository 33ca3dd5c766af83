import type { ZoomClient } from '../../lib/zoom/client';
import type { Sandbox } from '../sandbox';
import { startSandbox } from '../sandbox';
import { openSandboxZoom } from '../zoom-client';

/**
 * What Zoom's documents allow and the first sandbox was too friendly to show: incomplete ids, refusals of people whom
 * reading finds, invited people who take no change, sentences that differ from day to day.
 */
let sandbox: Sandbox;
let zoom: ZoomClient;
let group: string;
beforeAll(async () => {
	sandbox = await startSandbox({ data: 'people' });
});
afterAll(() => sandbox.stop());
beforeEach(async () => {
	await sandbox.control.zoom.reset();
	zoom = await openSandboxZoom(sandbox);
	group = (await zoom.groups.find('Assistants'))!.id;
});

const ANN = 'ann.lee@example.edu';
const BO = 'bo.andersson@example.edu';
const HUGO = 'hugo.helper@example.edu';
const KIM = 'kim.invited@example.edu';
const settings = (change: Record<string, unknown>) => sandbox.control.zoom.settings(change);
const user = (email: string, flags: object) => sandbox.control.zoom.call('PATCH', '/users', { user: email, flags });

describe.each(['all', 'new', 'none'])('when the answer of an addition names %s of the people', (addedIds) => {
	beforeEach(() => settings({ addedIds }));

	test('members are added, those who were in before too, and nobody who is unknown', async () => {
		expect(await zoom.groups.addMembers(group, [ANN, HUGO, 'nobody@example.edu'])).toEqual([
			{ user: ANN, outcome: 'added' },
			{ user: HUGO, outcome: 'added' },
			{ user: 'nobody@example.edu', outcome: 'not-found' },
		]);
	});

	test('administrators too', async () => {
		expect(await zoom.groups.addAdmins(group, [ANN, 'nobody@example.edu'])).toEqual([
			{ user: ANN, outcome: 'added' },
			{ user: 'nobody@example.edu', outcome: 'not-found' },
		]);
	});

	test('a role is given, and who got none is named', async () => {
		const role = (await zoom.roles.list()).find(({ name }) => !['Owner', 'Admin', 'Member'].includes(name))!;
		expect(await zoom.roles.assign(role.id, [ANN, 'nobody@example.edu'])).toEqual([
			{ user: ANN, outcome: 'assigned' },
			{ user: 'nobody@example.edu', outcome: 'not-assigned' },
		]);
	});
});

describe('removing a user', () => {
	test('whom Zoom shows but says not to know is no success', async () => {
		await user(ANN, { unremovable: true });
		await expect(zoom.users.remove(ANN, { action: 'delete' })).rejects.toMatchObject({
			code: '1001',
			message: expect.stringMatching(/Zoom shows ann\.lee@example\.edu, but says that the user does not exist/),
			remedy: expect.stringMatching(/web portal/),
		});
	});

	test('in favour of nobody is a refusal, in whatever words; of nobody at all is done already', async () => {
		for (let round = 0; round < 8; round++) {
			const removal = zoom.users.remove(ANN, {
				action: 'delete',
				transferTo: 'x@example.edu',
				transfer: ['recording'],
			});
			await expect(removal).rejects.toThrow('it does not know x@example.edu');
		}
		expect(await zoom.users.remove('x@example.edu', { action: 'delete' })).toBe('already-gone');
	});

	test('from a managed domain is not possible by unlinking', async () => {
		await expect(zoom.users.remove(ANN, { action: 'disassociate' })).rejects.toMatchObject({ code: '1107' });
	});
});

describe('the user that the app acts as', () => {
	test.each([
		['refused', null],
		['unknown', null],
		['owner', 'olivia@example.edu'],
	])('%s', async (me, email) => {
		await settings({ me });
		expect((await zoom.users.appUser())?.email ?? null).toBe(email);
	});
});

describe('an invited person and a group', () => {
	test('get together where Zoom does as documented', async () => {
		expect(await zoom.groups.addMembers(group, [KIM])).toEqual([{ user: KIM, outcome: 'added' }]);
	});

	test.each([
		['ignored', /accepted the request and changed nothing/],
		['foreign', /it says "/],
	])('have to wait where it is %s', async (pendingChanges, why) => {
		await settings({ pendingChanges });
		await expect(zoom.groups.addMembers(group, [KIM])).rejects.toMatchObject({
			code: 'WAITS_FOR_INVITATION',
			message: expect.stringMatching(why),
			remedy: expect.stringMatching(/accepted the invitation/),
		});
	});
});

describe('what counts is where something was refused, not in which words', () => {
	test('the fourth change of an address stops this user only', async () => {
		for (let round = 0; round < 6; round++) {
			await sandbox.control.zoom.reset();
			for (const n of [1, 2, 3])
				await zoom.users.changeEmail(n === 1 ? ANN : `ann${n - 1}@example.edu`, `ann${n}@example.edu`);
			await expect(zoom.users.changeEmail('ann3@example.edu', 'ann4@example.edu')).rejects.toMatchObject({
				code: 'DAILY_LIMIT',
				ofOneUser: true,
			});
			await zoom.users.changeEmail(BO, 'bo2@example.edu');
		}
	});

	test('a dead page token starts the listing again, whatever Zoom calls it', async () => {
		await sandbox.control.zoom.fault({
			match: { endpoint: 'GET /users', path: '' },
			skip: 1,
			times: 1,
			fault: { kind: 'apiError', status: 400, code: 300, message: 'Validation Failed.' },
		});
		const emails: string[] = [];
		const pages = zoom.api.pages('/users', {
			doing: 'list the users',
			rows: 'users',
			schema: (await import('../../lib/zoom/schemas')).zoomUser,
			keyOf: ({ email }) => email,
			pageSize: 3,
		});
		for await (const { rows } of pages) emails.push(...rows.map(({ email }) => email));
		expect(emails.length).toBeGreaterThan(6);
		expect(new Set(emails).size).toBe(emails.length);
	});
});
