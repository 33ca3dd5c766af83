/**
 * Ensure against the sandbox's Zoom from random states to random wishes: after one run the state is the wished one, a
 * second run writes nothing, and with a fault in any one write nobody is left more enabled than before or wished.
 * Waiting times are skipped; everything else is the real client over HTTP.
 */
import fc from 'fast-check';

import type { EnsuredUser } from '../../lib/pipeline/provisioning/ensure-users';
import { ensureUsers } from '../../lib/pipeline/provisioning/ensure-users';
import type { RunSettings } from '../../lib/pipeline/provisioning/run-settings';
import type { Row } from '../../lib/policy/people/rows';
import { PledgeStore } from '../pledges';
import { schedules } from '../schedules';
import type { Sandbox } from '../sandbox';
import { startSandbox } from '../sandbox';
import type { Interruption, WriteFault } from '../zoom-client';
import { openSandboxZoom } from '../zoom-client';

const SEED = 20_260_314;
const ADDRESS = 'model@example.edu';
const GROUPS = ['Faculty', 'Staff', 'Empty Group'];
const ROLES = ['Member', 'Auditor', 'Admin', 'User Manager'];

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox({ data: 'directory' });
});
afterAll(async () => await sandbox?.stop());

/** A user as the sandbox may have one. */
interface Start {
	exists: boolean;
	status: 'active' | 'inactive' | 'pending';
	type: 1 | 2 | 4;
	plan: string | undefined;
	dept: string;
	jobTitle: string;
	groups: string[];
	role: string;
	attributes: Array<{ key: string; name: string; value: string }>;
	phone: { extension: number; plans: number[]; numbers: number[] } | null;
}

const start: fc.Arbitrary<Start> = fc.record({
	exists: fc.boolean().chain((yes) => (yes ? fc.constant(true) : fc.boolean())),
	status: fc.constantFrom('active' as const, 'active' as const, 'inactive' as const, 'pending' as const),
	type: fc.constantFrom(1 as const, 2 as const, 4 as const),
	plan: fc.constantFrom(undefined, undefined, '144115188075855872'),
	dept: fc.constantFrom('', 'Physics', 'Art'),
	jobTitle: fc.constantFrom('', 'Dean'),
	groups: fc.subarray(GROUPS),
	role: fc.constantFrom(...ROLES),
	attributes: fc.subarray([
		{ key: 'a', name: 'A', value: '1' },
		{ key: 'b', name: 'B', value: '2' },
	]),
	phone: fc.option(
		fc.record({
			extension: fc.constantFrom(7001, 7002),
			plans: fc.subarray([100, 200, 3000]),
			numbers: fc.subarray([2, 3, 4]),
		}),
	),
});

/** fast-check's optional: a key that is there or not, as in a row of a list. */
const wish = fc.record(
	{
		createAction: fc.constantFrom('never', 'create', 'autoCreate', 'custCreate', 'ssoCreate'),
		status: fc.constantFrom('active', 'inactive'),
		type: fc.constantFrom('Basic', 'licensed', '4'),
		zoomOneType: fc.constantFrom('0', '576460752303423488', '144115188075855872'),
		role: fc.constantFrom('member', 'Auditor', 'Admin'),
		groups: fc.oneof(
			fc.record({ exact: fc.subarray(GROUPS) }),
			fc.subarray(GROUPS).map((add) => ({ add, remove: GROUPS.filter((name) => !add.includes(name)).slice(0, 1) })),
		),
		profile: fc.record(
			{
				dept: fc.constantFrom('Physics', 'History'),
				job_title: fc.constantFrom('Dean', 'Rector'),
				custom_attributes: fc.constantFrom([{ key: 'a', value: '1' }], [{ key: 'b', value: '3' }]),
				phone_numbers: fc.constantFrom([{ code: '+49', country: 'DE', label: 'Office', number: '301234' }]),
			},
			{ requiredKeys: [] },
		),
		phone: fc.record(
			{
				enabled: fc.boolean(),
				extensionNumber: fc.constantFrom('7003', '7004'),
				site: fc.constantFrom('main site', 'North Campus'),
				callingPlans: fc.subarray(['100', '200', '3000']),
				numbers: fc.subarray(['+12055551004', '+12055551005']),
			},
			{ requiredKeys: [] },
		),
	},
	{ requiredKeys: [] },
);

const settingsOf = fc.record({
	changesOfInactive: fc.constantFrom('skip' as const, 'refuse' as const, 'enable-for-a-moment' as const),
	demoteAdminsFirst: fc.boolean(),
	emptyValues: fc.constantFrom('ignore' as const, 'clear' as const),
});

const settings = (
	chosen: Pick<RunSettings['plan'], 'changesOfInactive' | 'demoteAdminsFirst'> & { emptyValues: 'ignore' | 'clear' },
): RunSettings => ({
	dryRun: false,
	limit: { most: 100, mostShare: 1 },
	badRows: 'stop',
	emptyValues: chosen.emptyValues,
	failOnFailure: false,
	plan: { ...chosen, logOutOnDeactivate: true, leaversOtherColumns: 'carry-out' },
});

const zoom = (fault?: { at: number; kind: WriteFault }) => openSandboxZoom(sandbox, fault ? { fault } : {});

/** What n8n's database holds; new for each arrangement. */
let store = new PledgeStore();
let template: any;
async function arrange(from: Start): Promise<void> {
	const control = sandbox.control.zoom;
	await control.reset('directory');
	store = new PledgeStore();
	template ??= await control.state();
	const groupId = (name: string) => template.groups.find((one: any) => one.name === name).id;
	const roleId = (name: string) => template.roles.find((one: any) => one.name === name).id;
	if (from.exists) {
		const settled = from.status === 'active';
		await control.call('POST', '/users', {
			email: ADDRESS,
			name: 'Mo Del',
			status: from.status,
			// Zoom keeps no licence of the inactive, and lets the invited have neither role nor phone.
			type: settled ? from.type : 1,
			...(settled && from.plan ? { zoom_one_type: from.plan } : {}),
			dept: from.dept,
			...(from.jobTitle ? { job_title: from.jobTitle } : {}),
			group_ids: from.groups.map(groupId),
			role_id: from.status === 'pending' ? '2' : roleId(from.role),
			...(from.attributes.length > 0 ? { custom_attributes: from.attributes } : {}),
			...(from.phone && from.status !== 'pending'
				? {
						phone: {
							phone_user_id: 'p',
							extension_id: 'e',
							extension_number: from.phone.extension,
							site_id: template.phone.sites[0].id,
							status: 'activate',
							calling_plans: from.phone.plans,
							settings: {},
							policy: {},
						},
					}
				: {}),
		});
		if (from.phone && from.status !== 'pending') {
			const { id } = (await user())!;
			const numbers = template.phone.numbers.map((one: any, at: number) =>
				from.phone!.numbers.includes(at) ? { ...one, assignee_id: id } : one,
			);
			await control.call('PATCH', '/phone', { numbers });
		} else await control.call('PATCH', '/phone', { numbers: template.phone.numbers });
	}
	await control.clearRequests();
}

async function user(): Promise<any> {
	return (await sandbox.control.zoom.state()).users.find((one: any) => one.email === ADDRESS);
}

async function heldNumbers(id: string): Promise<string[]> {
	const { phone } = await sandbox.control.zoom.state();
	return phone.numbers
		.filter((one: any) => one.assignee_id === id)
		.map((one: any) => one.number)
		.toSorted();
}

async function writes(): Promise<any[]> {
	const requests = await sandbox.control.zoom.requests();
	return requests.filter(({ method, path }) => method !== 'GET' && path.startsWith('/v2'));
}

async function logOuts(): Promise<number> {
	return (await writes()).filter(({ path }) => path.endsWith('/token')).length;
}

/** How much somebody may do: out, invited, in, in with an Admin role. */
const enabled = (one: any): number =>
	one === undefined ? 0 : one.status !== 'active' ? 0 : one.role_id === '1' ? 2 : 1;

const row = (wished: object): Row => ({ email: ADDRESS, ...wished });

/** What of the wish the state does not show although it could; says nothing about what the report explains away. */
function missing(now: any, wished: any, report: EnsuredUser, emptyValues: string, held: string[]): string[] {
	const off: string[] = [];
	const expectSame = (what: string, is: unknown, should: unknown) => {
		if (JSON.stringify(is) !== JSON.stringify(should))
			off.push(`${what}: ${JSON.stringify(is)} instead of ${JSON.stringify(should)}`);
	};
	const noted = (pattern: RegExp) => report.notes.some((note) => pattern.test(note));
	const name = (ids: string[]) => ids.map((id) => template.groups.find((one: any) => one.id === id).name).toSorted();
	if (!now) {
		const withdrawn = report.steps.some(({ step }) => step === 'withdraw-invitation');
		if (!noted(/nobody to deactivate/) && !withdrawn) off.push('the user does not exist');
		return off;
	}
	const groups = name(now.group_ids);
	if (wished.groups?.exact && !(wished.groups.exact.length === 0 && emptyValues === 'ignore')) {
		if (!noted(/left undone/)) expectSame('groups', groups, wished.groups.exact.toSorted());
	}
	if (wished.groups?.add && !noted(/left undone/)) {
		expectSame(
			'added groups',
			wished.groups.add.filter((one: string) => !groups.includes(one)),
			[],
		);
		expectSame(
			'removed groups',
			wished.groups.remove.filter((one: string) => groups.includes(one)),
			[],
		);
	}
	if (now.status === 'pending') return off;
	if (wished.status) expectSame('status', now.status, wished.status);
	if (noted(/left undone/)) return off;
	if (now.status === 'active') {
		if (wished.type) expectSame('type', now.type, { Basic: 1, licensed: 2, 4: 4 }[wished.type as string]);
		if (wished.zoomOneType) expectSame('plan', now.zoom_one_type ?? '0', wished.zoomOneType);
	}
	if (wished.role) {
		const role = template.roles.find((one: any) => one.name.toLowerCase() === wished.role.toLowerCase()).id;
		expectSame('role', now.role_id, role);
	}
	const profile = wished.profile ?? {};
	if (profile.dept) expectSame('dept', now.dept, profile.dept);
	if (profile.job_title) expectSame('job title', now.job_title, profile.job_title);
	for (const { key, value } of profile.custom_attributes ?? []) {
		expectSame('attribute', now.custom_attributes?.find((one: any) => one.key === key)?.value, value);
	}
	if (profile.phone_numbers)
		expectSame(
			'numbers',
			now.phone_numbers?.map((one: any) => one.number),
			['301234'],
		);
	const phone = wished.phone ?? {};
	if (phone.enabled !== undefined && !noted(/Zoom Phone|Zoom Workplace plan/))
		expectSame('phone', now.phone !== undefined, phone.enabled);
	if (now.phone && phone.enabled !== false) {
		if (phone.extensionNumber) expectSame('extension', String(now.phone.extension_number), phone.extensionNumber);
		if (phone.callingPlans && (phone.callingPlans.length > 0 || emptyValues === 'clear'))
			expectSame('calling plans', now.phone.calling_plans.map(String).toSorted(), phone.callingPlans.toSorted());
		if (phone.numbers && (phone.numbers.length > 0 || emptyValues === 'clear'))
			expectSame('phone numbers', held, phone.numbers.toSorted());
	}
	return off;
}

test('after one run the state is the wished one, and a second run writes nothing', async () => {
	await fc.assert(
		fc.asyncProperty(start, wish, settingsOf, async (from, wished, chosen) => {
			await arrange(from);
			const before = await user();
			const [report] = await ensureUsers(await zoom(), [row(wished)], settings(chosen), store.of());
			const written = await writes();
			const now = await user();
			if (report!.outcome === 'refused') {
				expect(written).toEqual([]);
				expect(report!.reason).toMatch(/\S/);
				expect(now).toEqual(before);
			} else {
				expect({ outcome: report!.outcome, steps: report!.steps.filter(({ result }) => result === 'failed') }).toEqual({
					outcome: written.length > 0 ? 'changed' : expect.stringMatching(/^(unchanged|incomplete)$/),
					steps: [],
				});
				expect(missing(now, wished, report!, chosen.emptyValues, await heldNumbers(now?.id))).toEqual([]);
			}
			await sandbox.control.zoom.clearRequests();
			const [again] = await ensureUsers(await zoom(), [row(wished)], settings(chosen), store.of());
			expect(await writes()).toEqual([]);
			expect(again!.outcome).toMatch(report!.outcome === 'refused' ? /^refused$/ : /^(unchanged|incomplete)$/);
			expect(await user()).toEqual(now);
		}),
		schedules(150, SEED),
	);
}, 300_000);

const FAULTS: Array<[string, WriteFault]> = [
	['a refusal', 'refused'],
	['a broken gateway', 'bad-gateway'],
	['a connection that breaks before Zoom acts', 'broken-before'],
	['a connection that breaks after Zoom has acted', 'broken-after'],
];

/** Leans towards those whom a fault could leave enabled: the inactive who are changed for a moment, and leavers. */
const delicate = fc
	.tuple(start, wish, settingsOf, fc.constantFrom('moment', 'moment', 'leaver', 'any'))
	.map(([from, wished, chosen, lean]): [Start, object, typeof chosen] => {
		if (lean === 'moment') {
			const unwished = Object.fromEntries(Object.entries(wished).filter(([name]) => name !== 'status'));
			const profile = { dept: 'History', ...(wished as { profile?: object }).profile };
			const inactive = { ...from, exists: true, status: 'inactive' as const, role: 'Member' };
			return [inactive, { ...unwished, profile }, { ...chosen, changesOfInactive: 'enable-for-a-moment' }];
		}
		if (lean === 'leaver')
			return [{ ...from, exists: true, status: 'active' }, { ...wished, status: 'inactive' }, chosen];
		return [from, wished, chosen];
	});

test.each(FAULTS)(
	'with %s at any one write nobody is more enabled than before or wished',
	async (_, kind) => {
		await fc.assert(
			fc.asyncProperty(delicate, async ([from, wished, chosen]) => {
				await arrange(from);
				const before = await user();
				await ensureUsers(await zoom(), [row(wished)], settings(chosen), store.of());
				const steps = (await writes()).length;
				for (let at = 0; at < steps; at++) {
					await arrange(from);
					const [report] = await ensureUsers(await zoom({ at, kind }), [row(wished)], settings(chosen), store.of());
					const now = await user();
					const context = { at, steps: report!.steps };
					expect({
						...context,
						tooMuch: enabled(now) > Math.max(enabled(before), wishedEnabled(before, wished)),
					}).toEqual({
						...context,
						tooMuch: false,
					});
					if (before?.status === 'inactive' && (wished as { status?: string }).status !== 'active') {
						expect({ ...context, status: now.status, leftEnabled: report!.leftEnabled }).toEqual({
							...context,
							status: 'inactive',
							leftEnabled: undefined,
						});
					}
					if (kind === 'broken-after') {
						// What was lost was the answer only: looking finds it, and nothing is written twice.
						expect({ ...context, outcome: report!.outcome }).toEqual({
							...context,
							outcome: expect.not.stringMatching('failed'),
						});
					}
					// Whatever broke, running it again without the fault ends in the wished state.
					const [repaired] = await ensureUsers(await zoom(), [row(wished)], settings(chosen), store.of());
					expect({ ...context, repaired: repaired!.outcome }).toEqual({
						...context,
						repaired: expect.stringMatching(/^(changed|unchanged|incomplete|refused)$/),
					});
				}
			}),
			schedules(40, SEED),
		);
	},
	600_000,
);

/** How an execution ends before its time: somebody presses Stop or a time-out does, or the process is killed. */
const INTERRUPTIONS: Array<[string, Pick<Interruption, 'when' | 'kills'>]> = [
	['a Stop before it', { when: 'before', kills: false }],
	['a Stop while Zoom answers', { when: 'after', kills: false }],
	['a time-out right after it', { when: 'heard', kills: false }],
	['a kill before it', { when: 'before', kills: true }],
	['a kill while Zoom answers', { when: 'after', kills: true }],
];

test.each(INTERRUPTIONS)(
	'with %s at any one write nobody is left more enabled than before or wished, once the next run was there',
	async (_, how) => {
		await fc.assert(
			fc.asyncProperty(delicate, async ([from, wished, chosen]) => {
				await arrange(from);
				const before = await user();
				await ensureUsers(await zoom(), [row(wished)], settings(chosen), store.of());
				const steps = (await writes()).length;
				const stays = before?.status === 'inactive' && (wished as { status?: string }).status !== 'active';
				for (let at = 0; at < steps; at++) {
					await arrange(from);
					const stop = new AbortController();
					let alive = true;
					let die: (() => void) | undefined;
					const death = new Promise<void>((done) => (die = done));
					const happen = () => {
						if (!how.kills) return stop.abort(new Error('stopped by the user'));
						alive = false;
						die!();
					};
					const client = await openSandboxZoom(sandbox, {
						signal: stop.signal,
						interruption: { at, ...how, happen },
					});
					const rows = [row(wished)];
					const run = ensureUsers(
						client,
						rows,
						settings(chosen),
						store.of(() => alive),
						stop.signal,
					);
					await Promise.race([run, death]);
					const context = { at, from, wished };
					// Stop is brought to a safe end at once; what a kill left is for the next run.
					if (!how.kills && stays)
						expect({ ...context, now: (await user()).status }).toEqual({ ...context, now: 'inactive' });
					const owed = [...store.held];
					const out = (await user())?.status !== 'active';
					await ensureUsers(await zoom(), rows, settings(chosen), store.of());
					const now = await user();
					if (owed.some((one) => one.startsWith('log-out')) && out && now?.status === 'inactive') {
						expect({ ...context, ended: (await logOuts()) > 0 }).toEqual({ ...context, ended: true });
					}
					expect({
						...context,
						tooMuch: enabled(now) > Math.max(enabled(before), wishedEnabled(before, wished)),
						left: stays ? now.status : 'inactive',
						pledges: [...store.held],
					}).toEqual({ ...context, tooMuch: false, left: 'inactive', pledges: [] });
				}
			}),
			schedules(25, SEED),
		);
	},
	600_000,
);

test('an execution that is stopped while somebody is enabled for a moment still disables the person', async () => {
	const from: Start = {
		exists: true,
		status: 'inactive',
		type: 1,
		plan: undefined,
		dept: '',
		jobTitle: '',
		groups: [],
		role: 'Member',
		attributes: [],
		phone: null,
	};
	await arrange(from);
	const stop = new AbortController();
	const client = await openSandboxZoom(sandbox, {
		signal: stop.signal,
		onAnswer: ({ method, path }) => {
			if (method === 'PUT' && path.endsWith('/status')) stop.abort(new Error('stopped by the user'));
		},
	});
	const chosen = {
		changesOfInactive: 'enable-for-a-moment' as const,
		demoteAdminsFirst: false,
		emptyValues: 'ignore' as const,
	};
	const [report] = await ensureUsers(
		client,
		[row({ profile: { dept: 'Art' } })],
		settings(chosen),
		store.of(),
		stop.signal,
	);
	expect(report!.steps.map(({ step, result }) => `${step} ${result}`)).toEqual([
		'activate done',
		'update-profile skipped',
		'deactivate done',
	]);
	expect((await user()).status).toBe('inactive');
});

function wishedEnabled(before: any, wished: any): number {
	if (wished.status === 'inactive') return 0;
	const in_ = wished.status === 'active' || before === undefined || before.status === 'active';
	return !in_ ? 0 : wished.role === 'Admin' ? 2 : 1;
}
