import { MEMBER_ROLE } from '../../lib/kaltura/memberships';
import { openKaltura } from '../../lib/n8n/kaltura';
import { ZoomUsersGroups } from '../../nodes/ZoomUsersGroups/ZoomUsersGroups.node';
import { N8nContext } from '../n8n-context';
import type { Sandbox } from '../sandbox';
import { startSandbox } from '../sandbox';

/** Kaltura's side of an access review, against the local Kaltura. */
const node = new ZoomUsersGroups();
let sandbox: Sandbox;
let n8n: N8nContext;

beforeAll(async () => {
	sandbox = await startSandbox({ data: 'directory', indexLagMs: 0 });
	n8n = new N8nContext({ ...sandbox.credentials });
}, 120_000);
afterAll(() => sandbox?.stop());

async function run(operation: string, parameters: Record<string, unknown>): Promise<any[]> {
	const [out] = await n8n.runNode(node, { parameters: { resource: 'access', operation, ...parameters } as any });
	return out!.map(({ json }) => json);
}
const snapshotOf = async () => (await run('snapshot', { output: 'data', kaltura: true, options: {} }))[0];
const control = (method: string, path: string, body: object) => sandbox.control.kaltura.call(method, path, body);
const openedKaltura = async () => {
	const parameters = { resource: 'access', operation: 'snapshot', kaltura: true };
	return (await openKaltura(n8n.executeContext(node, { parameters }))).kaltura;
};

test('a snapshot holds roles, administrators, group managers and memberships of Kaltura, and says how many', async () => {
	await control('POST', '/users', {
		users: [
			{
				id: 'mia',
				email: 'Mia@Example.edu',
				firstName: 'Mia',
				lastName: 'Manager',
				roleIds: '501, 503',
				isAdmin: true,
			},
		],
	});
	const item = await snapshotOf();
	expect(item).toMatchObject({ degraded: [], kalturaGroups: 3, kalturaRoles: 4 });
	const { kaltura } = item.snapshot;
	expect(item.kalturaUsers).toBe(kaltura.users.length);
	const of = (id: string) => kaltura.users.find((one: any) => one.id === id);
	expect(of('mia')).toMatchObject({
		email: 'mia@example.edu',
		admin: true,
		roleIds: ['501', '503'],
		lastLoginAt: null,
	});
	expect(of('kaltura.admin@example.edu')).toMatchObject({
		owner: true,
		admin: true,
		lastLoginAt: '2020-01-01T00:00:00.000Z',
	});
	expect(of('ann.lee')).toMatchObject({ groupIds: ['Lecturers'], manages: [] });
	expect(of('dan.blocked@example.edu')).toMatchObject({ active: false });
	expect(of('Lecturers')).toBeUndefined();
	expect(kaltura.groups).toContainEqual({ id: 'Lecturers', name: 'Lecturers', members: 2 });
	expect(kaltura.roles.map(({ id, active, shared }: any) => [id, active, shared])).toEqual([
		['12', true, true],
		['501', true, false],
		['502', true, false],
		['503', false, false],
	]);
});

test('a manager who leaves Zoom is a finding; in the next snapshot without that power it is gone, and the change is told', async () => {
	const kaltura = await openedKaltura();
	const dora = 'inactive.phone@example.edu';
	await control('POST', '/users', { id: dora, email: dora, firstName: 'Ina', lastName: 'Inactive' });
	await kaltura.memberships.add([{ userId: dora, groupId: 'Lecturers', userRole: MEMBER_ROLE.manager }]);
	const before = (await snapshotOf()).snapshot;
	const settings = { dormantDays: 90, pendingDays: 30, graceDays: 14, loginDelayDays: 3, output: 'items' };
	const about = async (snapshot: object) =>
		(await run('findings', { snapshot: JSON.stringify(snapshot), ...settings })).filter(
			({ subject }) => subject.id === dora,
		);
	expect(await about(before)).toMatchObject([
		{
			kind: 'kaltura-power-of-leaver',
			sentence: expect.stringMatching(/manages the group Lecturers in Kaltura but has left according to Zoom/),
		},
	]);
	await kaltura.memberships.remove([{ userId: dora, groupId: 'Lecturers' }]);
	const after = (await snapshotOf()).snapshot;
	expect(await about(after)).toEqual([]);
	const changes = await run('compare', {
		before: JSON.stringify(before),
		after: JSON.stringify(after),
		output: 'items',
	});
	expect(changes.map(({ kind }) => kind)).toEqual(['kaltura-left-group', 'kaltura-manager-removed']);
	const [{ body }] = await run('report', {
		snapshot: JSON.stringify(after),
		changes: JSON.stringify(changes),
		findings: '[]',
	});
	expect(body).toContain('Who is privileged in Kaltura');
	const [{ payload }] = await run('metadataPayload', {
		...{ snapshot: JSON.stringify(after), application: 'Zoom', kalturaApplication: 'Kaltura' },
		...{ mapping: 'fine', correlateBy: 'both', customIdentities: '{}' },
	});
	expect(payload.applications.map(({ name }: any) => name)).toEqual(['Zoom', 'Kaltura']);
}, 60_000);

test('a role of the session that may not list roles makes the snapshot smaller, and says so', async () => {
	await sandbox.control.kaltura.settings({ missingPermissions: ['ADMIN_BASE'] });
	const item = await snapshotOf();
	expect(item).toMatchObject({ kalturaRoles: 0, degraded: [{ what: 'kaltura-roles' }] });
	expect(item.degraded[0].why).toMatch(/userRole/);
	await sandbox.control.kaltura.settings({ missingPermissions: [] });
});

test('every failure that is none of rights ends the snapshot instead of making it smaller', async () => {
	await sandbox.control.kaltura.fault({
		match: { endpoint: 'groupUser.list' },
		fault: { kind: 'apiError', code: 'PROPERTY_VALIDATION_CANNOT_BE_NULL' },
	});
	await expect(snapshotOf()).rejects.toThrow(/groupUser/);
	await sandbox.control.kaltura.clearFaults();
}, 60_000);

test('one person: rights on both sides, entries by count, and what a planned change would leave', async () => {
	const entries = [
		{ userId: 'ann.lee' },
		{ userId: 'bo.chen@example.edu', entitledUsersEdit: 'ann.lee,mia', entitledUsersView: 'ann.lee' },
		{ userId: 'bo.chen@example.edu', entitledUsersPublish: 'ann.lee2' },
	];
	for (const entry of entries) await control('POST', '/entries', { name: 'A lecture', ...entry });
	await control('POST', '/index', {});
	const { snapshot } = await snapshotOf();
	const look = async (person: string, plannedChange: object = {}) =>
		(
			await run('person', { snapshot: JSON.stringify(snapshot), person, kaltura: true, plannedChange, timezone: 'UTC' })
		)[0];
	const ann = await look('ann.lee');
	expect(ann.entitled).toEqual({ owns: 1, edits: 1, publishes: 0, views: 1 });
	expect(ann.before).toMatchObject({ kaltura: { id: 'ann.lee', groups: ['Lecturers'] }, abilities: [] });
	expect(ann.body).toMatch(/owns 1; named on others to edit 1, to publish 0, to view 1/);
	const dora = await look('dormant.admin@example.edu', { role: 'Member', status: 'inactive' });
	expect(dora.before.abilities.length).toBeGreaterThan(10);
	expect(dora.after).toMatchObject({ abilities: [], usable: { Zoom: false }, zoom: { role: 'Member' } });
	expect((await look('dormant.admin@example.edu', { role: 'Hologram' })).problems).toEqual([
		'Zoom has no role Hologram.',
	]);
	expect(await look('nobody@example.edu')).toMatchObject({ found: false, before: null });
}, 60_000);
