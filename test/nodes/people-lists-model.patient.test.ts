/**
 * Whole lists of people against the sandbox's Zoom, the way a run takes them: plan, approve, plan again, carry out. Lists,
 * accounts and the limit of a run are drawn: nobody is more enabled than before or wished, every leaver of the list is out or
 * named with the reason, and a second run writes nothing. Faults, Stop and kill are drawn for one person at a time, in
 * zoom-users-groups-model.
 */
import fc from 'fast-check';

import type { EnsuredUser } from '../../lib/pipeline/provisioning/ensure-users';
import { ensureUsers, StoppedRun } from '../../lib/pipeline/provisioning/ensure-users';
import type { RunSettings } from '../../lib/pipeline/provisioning/run-settings';
import { approvalOf, stillAsApproved } from '../../lib/policy/people/approval';
import { statusOf } from '../../lib/policy/people/columns';
import { rowOfList } from '../../lib/policy/people/list-row';
import { PledgeStore } from '../pledges';
import { schedules } from '../schedules';
import type { Sandbox } from '../sandbox';
import { startSandbox } from '../sandbox';
import { openSandboxZoom } from '../zoom-client';

const SEED = 20_261_201;
const PEOPLE = Array.from({ length: 6 }, (_, at) => `list${at}@example.edu`);

let sandbox: Sandbox;
let template: any;
beforeAll(async () => {
	sandbox = await startSandbox({ data: 'directory' });
	template = await sandbox.control.zoom.state();
});
afterAll(async () => await sandbox?.stop());

const person = fc.record({
	exists: fc.constantFrom(true, true, true, false),
	status: fc.constantFrom('active', 'active', 'active', 'inactive', 'pending'),
	type: fc.constantFrom(1, 2),
	dept: fc.constantFrom('', 'Physics'),
	group: fc.constantFrom('', 'Staff', 'Faculty'),
	role: fc.constantFrom('Member', 'Member', 'Member', 'Auditor', 'Admin'),
});
const account = fc.tuple(...PEOPLE.map(() => person));
type Account = Array<{ exists: boolean; status: string; type: number; dept: string; group: string; role: string }>;

/** Cells as lists have them, good and bad; a column may be missing. */
const cells = fc.record(
	{
		email: fc.oneof(
			{ weight: 8, arbitrary: fc.constantFrom(...PEOPLE, PEOPLE[0]!.toUpperCase()) },
			{ weight: 1, arbitrary: fc.constantFrom('', 'no address', 'nobody.there@example.edu', 'owner@example.edu') },
		),
		status: fc.constantFrom('leaver', 'Terminated', 'inactive', 'active', 'joiner', '', 'sabbatical'),
		licence: fc.constantFrom('', 'Basic', 'Licensed', 'Golden'),
		department: fc.constantFrom('', 'History', 'x'.repeat(300)),
		groups: fc.constantFrom('', 'Staff', 'Faculty;Staff', 'No Such Group'),
		role: fc.constantFrom('', 'Member', 'Auditor', 'No Such Role'),
		newEmail: fc.constantFrom('', '', 'renamed@example.edu'),
		heldBack: fc.constantFrom('', '', '', 'Too many at once.'),
	},
	{ requiredKeys: ['email'] },
);
type Cells = Record<string, string>;
const list = fc.array(cells, { minLength: 1, maxLength: 8 }) as fc.Arbitrary<Cells[]>;

const chosen = fc.record({
	createAction: fc.constantFrom('never', 'create', 'custCreate'),
	groups: fc.constantFrom('change' as const, 'exact' as const),
	demoteAdminsFirst: fc.boolean(),
	most: fc.constantFrom<number>(1, 3, 1000, 1000),
});
type Chosen = typeof chosen extends fc.Arbitrary<infer T> ? T : never;

const settings = ({ demoteAdminsFirst, most }: Chosen, dryRun: boolean): RunSettings => ({
	dryRun,
	limit: { most: dryRun ? 1e9 : most, mostShare: 1 },
	badRows: 'skip',
	emptyValues: 'ignore',
	failOnFailure: false,
	plan: {
		changesOfInactive: 'skip',
		leaversOtherColumns: 'ignore',
		allowed: ['create', 'update', 'deactivate'],
		logOutOnDeactivate: true,
		demoteAdminsFirst,
	},
});

let store = new PledgeStore();
async function arrange(people: Account): Promise<void> {
	const { zoom } = sandbox.control;
	await zoom.reset('directory');
	store = new PledgeStore();
	const idOf = (list: any[], name: string) => list.find((one) => one.name === name).id;
	for (const [at, { exists, status, type, dept, group, role }] of people.entries()) {
		if (!exists) continue;
		const settled = status === 'active';
		await zoom.call('POST', '/users', {
			email: PEOPLE[at],
			name: `List ${at}`,
			status,
			type: settled ? type : 1,
			dept,
			group_ids: group === '' ? [] : [idOf(template.groups, group)],
			role_id: settled ? idOf(template.roles, role) : '2',
		});
	}
	await zoom.clearRequests();
}

const users = async (): Promise<any[]> => (await sandbox.control.zoom.state()).users;
const writes = async () =>
	(await sandbox.control.zoom.requests()).filter(({ method, path }) => method !== 'GET' && path.startsWith('/v2'))
		.length;

/** How much somebody may do: nothing, take part, administer. */
const enabled = (one: any): number => (one?.status !== 'active' ? 0 : one.role_id === '1' ? 2 : 1);
const isLeaver = (row: Cells) => statusOf(row.status ?? '') === 'inactive';

interface Ended {
	reports: EnsuredUser[];
	/** The run stopped before its first write, because of its limit. */
	stopped: boolean;
}

/** One run as the templates make it. Everybody has the same id in both states, or another address: see `newEmail`. */
async function runOnce(rows: readonly Cells[], wishes: Chosen): Promise<Ended> {
	const read = (some: readonly Cells[]) =>
		some.map((row) =>
			row.heldBack
				? { email: row.email!, problem: row.heldBack, isHeldBack: true }
				: rowOfList(row, { ...wishes, byStableId: false }),
		);
	const plan = async () =>
		await ensureUsers(await openSandboxZoom(sandbox), read(rows), settings(wishes, true), store.of());
	const approval = approvalOf(await plan());
	const again = await plan();
	const { people, others } = stillAsApproved(approval, again, rows);
	expect(others).toEqual([]);
	const rest = again.filter(({ outcome }) => outcome !== 'planned');
	try {
		const client = await openSandboxZoom(sandbox);
		const reports = await ensureUsers(client, read(people), settings(wishes, false), store.of());
		return { reports: [...rest, ...reports], stopped: false };
	} catch (error) {
		if (error instanceof StoppedRun) return { reports: again, stopped: true };
		return await Promise.reject(error);
	}
}

/** Leavers of the list who are in Zoom still and whom no report explains. */
async function forgotten(rows: readonly Cells[], { reports }: Ended): Promise<string[]> {
	const now = new Map((await users()).map((one) => [one.email.toLowerCase(), one]));
	const said = (email: string) =>
		reports.some(
			(one) =>
				one.email.trim().toLowerCase() === email &&
				['refused', 'failed', 'incomplete'].includes(one.outcome) &&
				/\S/.test(one.reason ?? one.steps.map(({ message }) => message ?? '').join('')),
		);
	return rows
		.filter(isLeaver)
		.map(({ email }) => email!.trim().toLowerCase())
		.filter((email) => now.get(email) && now.get(email).status !== 'inactive' && !said(email));
}

/** Addresses of people who may do more than before and more than the list says. */
function tooMuch(before: any[], now: any[], rows: readonly Cells[]): string[] {
	const wished = (email: string) => {
		const row = rows.find((one) => one.email!.trim().toLowerCase() === email);
		if (!row || isLeaver(row)) return 0;
		return statusOf(row.status ?? '') === 'active' || !before.some((one) => one.email === email) ? 1 : 0;
	};
	const was = new Map(before.map((one) => [one.id, one]));
	return now
		.filter((one) => {
			const first = was.get(one.id) ?? before.find(({ email }) => email === one.email);
			return enabled(one) > Math.max(enabled(first), wished((first ?? one).email.toLowerCase()));
		})
		.map(({ email }) => email);
}

test('without a fault every leaver is out or named, nobody may do more than the list says, and a second run writes nothing', async () => {
	await fc.assert(
		fc.asyncProperty(account, list, chosen, async (people, rows, wishes) => {
			await arrange(people as Account);
			const before = await users();
			const ended = await runOnce(rows, wishes);
			if (ended.stopped) {
				expect(await writes()).toBe(0);
				expect(await users()).toEqual(before);
				return;
			}
			expect(ended.reports.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
			expect(await forgotten(rows, ended)).toEqual([]);
			expect(tooMuch(before, await users(), rows)).toEqual([]);
			expect([...store.held]).toEqual([]);
			await sandbox.control.zoom.clearRequests();
			const again = await runOnce(rows, wishes);
			expect({ writes: await writes(), changed: again.reports.filter(({ outcome }) => outcome === 'changed') }).toEqual(
				{
					writes: 0,
					changed: [],
				},
			);
		}),
		schedules(60, SEED),
	);
}, 300_000);
