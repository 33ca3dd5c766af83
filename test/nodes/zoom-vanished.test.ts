/**
 * Who vanished from the list that is the truth about people: the operations of the resource List against the local Zoom.
 */
import { ZoomUsersGroups } from '../../nodes/ZoomUsersGroups/ZoomUsersGroups.node';
import { N8nContext } from '../n8n-context';
import type { Sandbox } from '../sandbox';
import { startSandbox } from '../sandbox';

const node = new ZoomUsersGroups();
let sandbox: Sandbox;
let n8n: N8nContext;
let everybody: Array<{ email: string; status: string; role_id: string }>;
beforeAll(async () => {
	sandbox = await startSandbox({ data: 'directory' });
});
afterAll(async () => await sandbox?.stop());
beforeEach(async () => {
	await sandbox.control.zoom.reset('directory');
	n8n = new N8nContext(sandbox.credentials as never);
	everybody = (await sandbox.control.zoom.state()).users as never;
});

async function run(operation: string, items: object[], parameters: object = {}): Promise<any[]> {
	const all = { resource: 'list', operation, ...parameters };
	const [out] = await n8n.runNode(node, { parameters: all as never, items: items as never });
	return out!.map(({ json }) => json);
}
const but = (...missing: string[]) =>
	everybody.filter(({ email }) => !missing.includes(email)).map(({ email }) => ({ email }));
const AT_ONCE = { afterRuns: 1, afterDays: 0, mostShare: 100 };
const BASIC = 'basic.user@example.edu';

test('who is in Zoom and not in the list is added as a leaver, with the reason, and remembered', async () => {
	const list = but(BASIC);
	const [answer] = await run('addVanished', list, { enabled: true, rules: AT_ONCE });
	expect(answer.people).toHaveLength(list.length + 1);
	expect(answer.people.at(-1)).toEqual({
		email: BASIC,
		status: 'inactive',
		because: expect.stringMatching(/^Not in the list since \d{4}-\d\d-\d\d \(1 run\)\.$/),
		heldBack: '',
	});
	const account = (sandbox.credentials as any).zoomServerToServerOAuth2Api.accountId;
	expect(answer.remember).toMatchObject([
		{ account, email: BASIC, run: 1 },
		{ account, email: '# list', run: 1, rows: list.length },
	]);
	const [again] = await run('addVanished', list, { enabled: true, memory: answer.remember, rules: AT_ONCE });
	expect([again.people.at(-1).email, again.remember]).toEqual([BASIC, []]);
});

test('the list is given back as it is, and Zoom not asked, unless it is the truth', async () => {
	await sandbox.control.zoom.clearRequests();
	expect(await run('addVanished', [{ email: BASIC, x: 1 }])).toEqual([
		{ people: [{ email: BASIC, x: 1 }], waiting: 0, remember: [], problem: '' },
	]);
	expect((await sandbox.control.zoom.requests()).filter(({ path }) => path.startsWith('/v2'))).toEqual([]);
});

test('an empty list makes nobody a leaver: the list itself is what is refused', async () => {
	const [answer] = await run('addVanished', [{}], { enabled: true, rules: AT_ONCE });
	expect(answer.people).toEqual([
		{ email: '(the list)', status: '', because: '', heldBack: expect.stringContaining('The list is empty') },
	]);
	expect(answer.remember).toEqual([]);
	const ensure = {
		resource: 'user',
		operation: 'ensure',
		status: '={{ $json.status }}',
		heldBack: '={{ $json.heldBack }}',
	};
	const [out] = await n8n.runNode(node, { parameters: { ...ensure, dryRun: true } as never, items: answer.people });
	expect(out![0]!.json).toMatchObject({ email: '(the list)', outcome: 'refused', reason: answer.problem });
});

test('when Zoom cannot be read to its end, nobody has vanished: the run ends', async () => {
	await sandbox.control.zoom.fault({
		match: { path: '/users', query: { status: 'pending' } },
		fault: { kind: 'status', status: 400 },
	} as never);
	await expect(run('addVanished', but(BASIC), { enabled: true, rules: AT_ONCE })).rejects.toThrow();
	await sandbox.control.zoom.clearFaults();
});

test('a protected group that the account does not have ends the run instead of protecting nobody', async () => {
	const rules = { ...AT_ONCE, protectedGroups: 'Staf' };
	await expect(run('addVanished', but(BASIC), { enabled: true, rules })).rejects.toThrow(/Staf/);
});

test('records of any source become people, or nothing does', async () => {
	const pages = [{ totalResults: 1, Resources: [{ userName: BASIC, active: false }] }];
	expect(await run('readSource', pages)).toMatchObject([{ email: BASIC, status: 'inactive', department: '' }]);
	await expect(run('readSource', [{ ...pages[0], totalResults: 2 }])).rejects.toThrow(/has 2 people and gave 1/);
});
