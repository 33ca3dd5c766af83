/**
 * Ensure in real n8n-core contexts, fed like by a CSV file: bad rows, limits, protections, and how many calls a large list
 * costs.
 */
import { ZoomUsersGroups } from '../../nodes/ZoomUsersGroups/ZoomUsersGroups.node';
import { N8nContext } from '../n8n-context';
import type { RunOptions } from '../n8n-context';
import type { Sandbox } from '../sandbox';
import { startSandbox } from '../sandbox';

const node = new ZoomUsersGroups();
let sandbox: Sandbox;
let n8n: N8nContext;
beforeAll(async () => {
	sandbox = await startSandbox({ data: 'directory' });
});
afterAll(async () => await sandbox?.stop());
beforeEach(async () => {
	await sandbox.control.zoom.reset('directory');
	n8n = new N8nContext(sandbox.credentials as never);
	await sandbox.control.zoom.clearRequests();
});

/** A form whose fields are filled by the columns of a file. */
const COLUMNS = {
	ifMissing: 'ssoCreate',
	status: '={{ $json.status }}',
	type: '={{ $json.licence }}',
	role: '={{ $json.role }}',
	groupsMode: 'exact',
	groups: '={{ $json.groups }}',
	profile: { first_name: '={{ $json.first }}', dept: '={{ $json.department }}' },
	mostShare: 100,
};
async function ensure(items: object[], parameters: object = {}, options: RunOptions = {}): Promise<any[]> {
	const all = { resource: 'user', operation: 'ensure', ...COLUMNS, ...parameters };
	const [out] = await n8n.runNode(node, { ...options, parameters: all as never, items: items as never });
	return out!.map(({ json }) => json);
}
const asked = async () =>
	(await sandbox.control.zoom.requests())
		.filter(({ path }) => path.startsWith('/v2'))
		.map(({ method, path }) => `${method} ${path.slice(3)}`);
const written = async () => (await asked()).filter((call) => !call.startsWith('GET'));
const now = async (email: string) => (await sandbox.control.zoom.state()).users.find((one: any) => one.email === email);

const row = (email: string, more: object = {}) => ({
	email,
	status: 'active',
	licence: 'Basic',
	role: '',
	groups: 'Staff',
	first: 'A',
	department: 'Art',
	...more,
});
const NEW = row('new.one@example.edu');
const BEA = row('basic.user@example.edu');

test('a file of joiners, movers and leavers is carried out, and a second run writes nothing', async () => {
	const file = [
		NEW,
		{ ...BEA, email: 'BASIC.user@example.edu', licence: 'licensed', groups: 'Faculty; Staff' },
		row('licensed.unused@example.edu', { status: 'inactive', groups: '' }),
	];
	expect((await ensure(file)).map(({ outcome }) => outcome)).toEqual(['changed', 'changed', 'changed']);
	expect(await now('basic.user@example.edu')).toMatchObject({ type: 2, dept: 'Art', status: 'active' });
	expect(await now('licensed.unused@example.edu')).toMatchObject({ status: 'inactive' });
	await sandbox.control.zoom.clearRequests();
	expect((await ensure(file)).map(({ outcome }) => outcome)).toEqual(['unchanged', 'unchanged', 'unchanged']);
	expect(await written()).toEqual([]);
});

test.each<[string, object[], RegExp]>([
	['a malformed address', [NEW, row('bea(at)example.edu')], /1 of 2 rows cannot be used.*row 2.*no email address/],
	[
		'addresses that differ in case only, with other wishes',
		[BEA, { ...BEA, email: 'Basic.User@example.edu', department: 'X' }],
		/row 1.*stands in row 2 too, with other wishes/,
	],
	['an unknown licence', [{ ...NEW, licence: 'Gold' }], /no user type "Gold"/],
	['an unknown group', [{ ...NEW, groups: 'Staff, Stuff' }], /no group "Stuff"/],
	['an unknown role', [{ ...NEW, role: 'King' }], /no role "King"/],
	[
		'a whole file without addresses',
		[
			{ ...NEW, email: '' },
			{ ...BEA, email: undefined },
		],
		/2 of 2 rows.*address is empty/,
	],
])('%s stops the run before the first write', async (_, items, why) => {
	await expect(ensure(items)).rejects.toThrow(why);
	expect(await written()).toEqual([]);
});

test('a column that is empty in the whole file never clears a field of everybody', async () => {
	const file = [NEW, BEA].map((one) => ({ ...one, department: '' }));
	await expect(ensure(file, { options: { emptyValues: 'clear' } })).rejects.toThrow(
		'column dept is empty in all 2 rows',
	);
	expect(await written()).toEqual([]);
	const reports = await ensure(file, { dryRun: true });
	expect(reports.every(({ notes }) => notes.some((note: string) => /column role, dept is empty/.test(note)))).toBe(
		true,
	);
});

test('bad rows are skipped and reported when that is chosen', async () => {
	const reports = await ensure([row('bad'), NEW], { options: { badRows: 'skip' } });
	expect(reports.map(({ outcome }) => outcome)).toEqual(['refused', 'changed']);
	expect(reports[0].reason).toContain('no email address');
});

describe('Limits', () => {
	const emails = ['auditor', 'bare', 'future', 'zoom.one', 'unassigned', 'basic.user'].map(
		(name) => `${name}@example.edu`,
	);
	const file = emails.map((email) => row(email, { department: 'Merged' }));

	test('a run that would change more users than allowed writes nothing', async () => {
		await expect(ensure(file, { mostChanged: 5 })).rejects.toMatchObject({
			message: expect.stringContaining('would change 6 users; the limit is 5. Nothing was changed'),
			description: expect.stringContaining('dry run'),
		});
		expect(await written()).toEqual([]);
	});

	test('a run that would change too much of the account writes nothing', async () => {
		await expect(ensure(file, { mostShare: 10 })).rejects.toThrow(
			/6 users where the account has \d+ active ones.*limit is 10 %/,
		);
		expect(await written()).toEqual([]);
	});

	test('a dry run shows the plan of the same file', async () => {
		const plan = await ensure(file, { mostChanged: 5, dryRun: true });
		expect(plan.every(({ outcome }) => outcome === 'planned')).toBe(true);
		expect(await written()).toEqual([]);
	});
});

describe('Protections', () => {
	test.each([
		['the owner', 'olivia@example.edu', /owner/],
		['an admin', 'alice.admin@example.edu', /Demote Admins First/],
	])('%s is refused while the others are carried out', async (_, email, why) => {
		const reports = await ensure([row(email, { status: 'inactive' }), NEW]);
		expect(reports).toMatchObject([
			{ outcome: 'refused', reason: expect.stringMatching(why), steps: [] },
			{ outcome: 'changed' },
		]);
		expect((await now(email)).status).toBe('active');
	});

	test('two admins in one list: the last one stays', async () => {
		const file = ['alice.admin@example.edu', 'dormant.admin@example.edu'].map((email) =>
			row(email, { status: 'inactive' }),
		);
		const reports = await ensure(file, { options: { demoteAdminsFirst: true } });
		expect(reports.map(({ outcome }) => outcome)).toEqual(['changed', 'refused']);
		expect(reports[1].reason).toContain('last active admin');
	});
});

test('a failed step is reported with the code and the next step, and the others go on', async () => {
	await sandbox.control.zoom.fault({
		match: { endpoint: 'POST /users' },
		fault: { kind: 'apiError', status: 400, code: 2034, message: 'No licence.' },
	});
	const [failed, fine] = await ensure([NEW, BEA]);
	expect(failed).toMatchObject({
		outcome: 'failed',
		steps: [
			{ step: 'create', result: 'failed', code: '2034', nextStep: expect.stringContaining('licence') },
			{ result: 'skipped' },
			{ result: 'skipped' },
		],
	});
	expect(fine.outcome).toBe('changed');
	const options = { options: { failOnFailure: true } };
	await expect(ensure([NEW, BEA], options)).rejects.toThrow('no licence or seat left');
	const [item] = await ensure([NEW], options, { continueOnFail: true });
	expect(item).toMatchObject({
		outcome: 'failed',
		error: expect.stringContaining('no licence'),
		steps: expect.any(Array),
	});
});

test('a password is sent at creation and shown nowhere', async () => {
	const reports = await ensure([row('pw@example.edu')], {
		ifMissing: 'autoCreate',
		profile: { password: 'Sesam-9x7k' },
	});
	expect(reports).toMatchObject([{ outcome: 'changed' }]);
	expect(JSON.stringify(reports)).not.toContain('Sesam');
});

test('many people are read from lists: no call per user', async () => {
	await sandbox.control.zoom.reset('users-1000');
	const { users, groups } = await sandbox.control.zoom.state();
	const name = new Map(groups.map((one: any) => [one.id, one.name]));
	const file = users
		.filter((one: any) => one.status !== 'pending' && one.role_id !== '0')
		.map((one: any) => ({
			...row(one.email),
			status: one.status,
			licence: one.status === 'active' ? String(one.type) : '',
			groups: one.group_ids.map((id: string) => name.get(id)),
			first: one.first_name,
			department: one.dept,
		}));
	await sandbox.control.zoom.clearRequests();
	const reports = await ensure(file);
	expect(reports.filter(({ outcome }) => outcome !== 'unchanged')).toEqual([]);
	expect(await asked()).toEqual(['GET /groups', 'GET /users', 'GET /users', 'GET /users']);
});
