import { setImmediate as settled } from 'node:timers/promises';

import fc from 'fast-check';

import type { RuleSet } from '../../../lib/pipeline/group-sync/rule-set';
import { syncRun } from '../../../lib/pipeline/group-sync/sync-run';
import { takenUp } from '../../../lib/pipeline/group-sync/take-up';
import type { ChangeResult, GroupTarget, MembershipChange } from '../../../lib/pipeline/group-sync/target';
import type { SourceItem } from '../../../lib/pipeline/group-sync/users';
import type { Membership } from '../../../lib/policy/groups/membership-plan';
import { schedules } from '../../schedules';
import { type Run, Turns } from './turns';

// sync-groups, plan-group-changes, write-group-changes and apply-logins as they are drawn: several runs at once, each request of
// each at any moment, any of them killed, plans that wait for somebody, logins that come late, twice and out of order, people
// who change memberships by hand. When all is quiet, memberships are what the newest word says and what is not ours; a run more
// writes nothing; and no word that is older than one that was acted on ever changes anything.

const MINUTE = 60_000;
const CLAIM = 5 * MINUTE;
const KEPT = 5 * MINUTE;
const USERS = ['ann', 'bo'];
const GROUPS = ['G1', 'G2', 'G3'];
/** Another sync puts people into it, automatically as ours does. */
const FOREIGN = 'Foreign';

type Step =
	| { do: 'fact'; user: number; groups: string[] | null }
	| { do: 'login'; which: number }
	| { do: 'applyLogins' }
	| { do: 'night'; asks: boolean; approved: boolean }
	| { do: 'go'; which: number; times: number }
	| { do: 'kill'; which: number; carriedOut: boolean }
	| { do: 'pass'; minutes: number }
	| { do: 'person'; user: number; group: number; adds: boolean };

const step: fc.Arbitrary<Step> = fc.oneof(
	{
		weight: 4,
		arbitrary: fc.record({
			do: fc.constant('fact' as const),
			user: fc.nat(USERS.length - 1),
			groups: fc.option(fc.subarray(GROUPS), { nil: null, freq: 6 }),
		}),
	},
	{ weight: 3, arbitrary: fc.record({ do: fc.constant('login' as const), which: fc.nat(9) }) },
	{ weight: 3, arbitrary: fc.record({ do: fc.constant('applyLogins' as const) }) },
	{
		weight: 2,
		arbitrary: fc.record({ do: fc.constant('night' as const), asks: fc.boolean(), approved: fc.boolean() }),
	},
	{
		weight: 10,
		arbitrary: fc.record({ do: fc.constant('go' as const), which: fc.nat(5), times: fc.integer({ min: 1, max: 12 }) }),
	},
	{ weight: 1, arbitrary: fc.record({ do: fc.constant('kill' as const), which: fc.nat(5), carriedOut: fc.boolean() }) },
	{ weight: 2, arbitrary: fc.record({ do: fc.constant('pass' as const), minutes: fc.constantFrom(1, 4, 6, 16) }) },
	{
		weight: 1,
		arbitrary: fc.record({
			do: fc.constant('person' as const),
			user: fc.nat(USERS.length - 1),
			group: fc.nat(GROUPS.length - 1),
			adds: fc.boolean(),
		}),
	},
);

/** What the source says of somebody at a time; null: it does not know them any more. */
interface Fact {
	userId: string;
	groups: readonly string[] | null;
	saidAt: number;
}

interface Row {
	account: string;
	target: string;
	ruleSet: string;
	userId: string;
	[column: string]: unknown;
}

const RULES: RuleSet = {
	name: 'directory',
	account: 'acc',
	target: 'kaltura',
	dryRun: false,
	byServer: false,
	privileges: [
		{
			attribute: 'attributes.groups',
			valueMappingType: 'use-value',
			valueMapping: [],
			read: 'value',
			shape: { separators: [';'], trim: false },
		},
	],
	match: { ignoreCase: false, groupIdRule: 'letters-and-digits' },
	policy: {
		createNewGroups: true,
		removeFromGroups: true,
		provenance: 'creation-mode-and-record',
		protectedGroups: [],
		mostGroupsPerUser: 1024,
	},
	limit: { most: 1e9, mostShare: 1, shareFrom: 1e9 },
	approveFrom: 1e9,
	mostRemovalsPerUser: 1e9,
	wholeSource: false,
	missingAttribute: 'says-nothing',
	vanished: { removed: true, ignored: new Set() },
	newUsers: null,
};

const itemsOf = (rows: ReadonlyArray<Record<string, any>>): SourceItem[] =>
	rows.map((row, index) => ({
		index,
		row,
		userId: () => String(row.userId),
		saidAt: () => row.saidAt,
		approvedPlan: () => row.approvedPlan,
		record: () => '',
		otherRecords: () => '',
	}));

class World {
	now = Date.parse('2026-12-01T04:20:00Z');
	readonly turns = new Turns();
	readonly claim = { holder: '', until: 0 };
	/** Until when whoever writes must be done: a part of the users takes minutes, its claim lasts longer. */
	writing = new Map<Run, number>();
	records: Row[] = [];
	/** Of each user: group → whose membership it is. */
	readonly memberships = new Map(
		USERS.map((user) => [user, new Map<string, 'ours' | 'person' | 'foreign'>([[FOREIGN, 'foreign']])]),
	);
	/** What the source says now, and everything that it ever said. */
	readonly truth = new Map<string, Fact>();
	readonly said: Fact[] = [];
	/** The table of logins. */
	logins: Array<Fact & { id: number }> = [];
	loginsClaim = { holder: '', until: 0 };
	/** The newest word about each user that somebody has acted on to the end. */
	readonly actedOn = new Map<string, Fact>();
	writes = 0;
	/** What must never happen, and did: a run would swallow it. */
	readonly faults: unknown[] = [];
	private lastId = 0;

	constructor() {
		for (const user of USERS) this.say(user, ['G1']);
	}

	async take(one: Step): Promise<void> {
		if (one.do === 'fact') this.say(USERS[one.user]!, one.groups);
		if (one.do === 'login') this.login(one.which);
		if (one.do === 'applyLogins' && this.turns.atWork < 4) this.turns.start((run) => this.applyLogins(run));
		if (one.do === 'night' && this.turns.atWork < 4) this.turns.start((run) => this.night(run, one));
		if (one.do === 'pass') this.pass(one.minutes * MINUTE);
		if (one.do === 'person') this.person(USERS[one.user]!, GROUPS[one.group]!, one.adds);
		if (one.do === 'go')
			for (let turn = 0; turn < one.times; turn++) {
				this.pass(1000);
				await this.turns.go(one.which);
			}
		if (one.do === 'kill') {
			const run = this.turns.kill(one.which, one.carriedOut);
			if (run) this.writing.delete(run);
		}
		await settled();
	}

	private pass(milliseconds: number): void {
		this.now = Math.min(this.now + milliseconds, ...this.writing.values());
	}

	private say(userId: string, groups: readonly string[] | null): void {
		this.now += 1000;
		const fact = { userId, groups, saidAt: this.now };
		this.truth.set(userId, fact);
		this.said.push(fact);
	}

	/** Any word that was ever said may come (again) as a login. */
	private login(which: number): void {
		const fact = this.said[this.said.length - 1 - (which % this.said.length)]!;
		if (fact.groups !== null) this.logins.push({ ...fact, id: ++this.lastId });
	}

	private person(userId: string, group: string, adds: boolean): void {
		const has = this.memberships.get(userId)!;
		if (!adds) has.delete(group);
		else if (!has.has(group)) has.set(group, 'person');
	}

	/** The template sync-groups with plan-group-changes: the claim is for each part anew. */
	async night(run: Run, { asks, approved }: { asks: boolean; approved: boolean }): Promise<void> {
		const known = await run.turn(() => {
			const saidAt = new Date(this.now).toISOString();
			return [...this.truth.values()]
				.filter(({ groups }) => groups !== null)
				.map(({ userId, groups }) => ({
					userId,
					attributes: { groups },
					saidAt,
					account: 'acc',
					ruleSet: 'directory',
				}));
		});
		if (known.length === 0) return;
		const rows = await run.turn(() => structuredClone(this.records));
		const rules: RuleSet = { ...RULES, dryRun: true, wholeSource: true };
		const planned = (await syncRun(itemsOf(known), rules, { rows }, this.targetOf(run))).flat();
		if (asks) await run.turn(() => undefined); // it waits for as long as it likes
		if (asks && !approved) return;
		// Who changes comes first: the word that the whole source was read comes after everybody whom it is about.
		const input = (['changed', 'unchanged', 'failed'] as const)
			.flatMap((output) => planned.filter((one) => one.output === output))
			.flatMap(({ json }) => (json as { input?: Array<Record<string, any>> }).input ?? [])
			.map((row) => ({ ...row, approvedPlan: { ...row.approvedPlan, free: !asks } }));
		for (const row of input) await this.write(run, [row]);
	}

	/** The template apply-logins; a login is forgotten when it was acted on. */
	async applyLogins(run: Run): Promise<void> {
		const held = await run.turn(() => {
			if (this.loginsClaim.holder !== '' && this.loginsClaim.until >= this.now) return false;
			this.loginsClaim = { holder: run.id, until: this.now + 10 * MINUTE };
			return true;
		});
		if (!held) return;
		const open = await run.turn(() => [...this.logins]);
		const items = open.map(({ userId, groups, saidAt }) => ({
			...{ userId, attributes: { groups }, account: 'acc', ruleSet: 'directory' },
			saidAt: new Date(saidAt).toISOString(),
		}));
		if (items.length > 0) await this.write(run, items);
		const ids = new Set(open.map(({ id }) => id));
		await run.turn(() => {
			this.logins = this.logins.filter(({ id }) => !ids.has(id));
			if (this.loginsClaim.holder === run.id) this.loginsClaim.holder = '';
		});
	}

	/** The template write-group-changes, branch after branch. */
	private async write(run: Run, items: ReadonlyArray<Record<string, any>>): Promise<void> {
		await this.takeClaim(run);
		const users = new Set(items.map(({ userId }) => String(userId).toLowerCase()));
		const rows = await run.turn(() =>
			structuredClone(this.records.filter(({ userId }) => userId === '# source' || users.has(userId))),
		);
		const table = { rows };
		const looked = (await syncRun(itemsOf(items), { ...RULES, dryRun: true }, table, this.targetOf(run))).flat();
		const kept = await run.turn(() => {
			if (this.claim.holder !== run.id) return false;
			this.claim.until = this.now + KEPT;
			this.writing.set(run, this.claim.until);
			return true;
		});
		const jsonOf = (wanted: string) => looked.filter(({ output }) => output === wanted).map(({ json }) => json);
		const dryRun = { planned: jsonOf('changed') as Array<Record<string, unknown>>, records: jsonOf('record') };
		const taken = takenUp(dryRun, kept);
		for (const { output, json } of taken) if (output === 'record') await run.turn(() => this.store(json as Row));
		const input = taken.filter(({ output }) => output === 'changed').map(({ json }) => json as Record<string, unknown>);
		if (input.length > 0) {
			const done = (await syncRun(itemsOf(input), RULES, table, this.targetOf(run))).flat();
			for (const { output, json } of done) if (output === 'record') await run.turn(() => this.store(json as Row));
		}
		await run.turn(() => {
			for (const { userId, saidAt, attributes } of items) {
				const at = Date.parse(String(saidAt));
				const before = this.actedOn.get(userId)?.saidAt ?? 0;
				if (at > before) this.actedOn.set(userId, { userId, groups: attributes?.groups ?? [], saidAt: at });
			}
			this.writing.delete(run);
			if (this.claim.holder === run.id) this.claim.holder = '';
		});
	}

	private async takeClaim(run: Run): Promise<void> {
		const untilWhen = this.now + 20 * MINUTE;
		for (;;) {
			await run.turn(() => {
				if (this.claim.until < this.now) this.claim.holder = '';
			});
			await run.turn(() => {
				if (this.claim.holder === '') Object.assign(this.claim, { holder: run.id, until: this.now + CLAIM });
			});
			if (await run.turn(() => this.claim.holder === run.id)) return;
			if (this.now > untilWhen) throw new Error('Another run has held the claim all the time.');
		}
	}

	private store(row: Row): void {
		const same = (one: Row) =>
			(['account', 'target', 'ruleSet', 'userId'] as const).every((name) => one[name] === row[name]);
		this.records = [...this.records.filter((one) => !same(one)), row];
	}

	private targetOf(run: Run): GroupTarget {
		const change = (changes: readonly MembershipChange[], one: (change: MembershipChange) => ChangeResult) =>
			run.turn(() => changes.map((which) => one(which)));
		const modeOf = { ours: 'automatic', foreign: 'automatic', person: 'manual' } as const;
		const membershipsOf = (userId: string): Membership[] =>
			[...this.memberships.get(userId)!].map(([groupId, whose]) => ({
				...{ groupId, role: 'member' },
				creationMode: modeOf[whose],
			}));
		return {
			name: 'kaltura',
			identity: 'kaltura:1',
			mostGroupsPerUser: 1024,
			userKey: (userId) => userId.toLowerCase(),
			problemOfUserId: () => null,
			async *memberships(userIds) {
				for (const userId of userIds) yield await run.turn(() => new Map([[userId, membershipsOf(userId)]]));
			},
			groups: (ids) =>
				run.turn(() => new Map(ids.map((id) => [id.toLowerCase(), { id, kind: 'group', touchable: true } as const]))),
			unusableUsers: async () => new Map(),
			createGroups: async () => new Map(),
			deleteIfEmpty: async () => undefined,
			add: (changes) =>
				change(changes, ({ userId, groupId }) => {
					const has = this.memberships.get(userId)!;
					if (has.has(groupId)) return 'as-before';
					this.judge(userId, groupId, true);
					has.set(groupId, 'ours');
					return 'done';
				}),
			remove: (changes) =>
				change(changes, ({ userId, groupId }) => {
					const has = this.memberships.get(userId)!;
					if (!has.has(groupId)) return 'as-before';
					if (has.get(groupId) !== 'ours') this.faults.push({ removed: groupId, of: userId, is: has.get(groupId) });
					this.judge(userId, groupId, false);
					has.delete(groupId);
					return 'done';
				}),
		};
	}

	/** Nobody gets a group, or loses one, against every word since the last that was acted on. */
	private judge(userId: string, groupId: string, adds: boolean): void {
		this.writes++;
		const last = this.actedOn.get(userId);
		const since = this.said.filter((fact) => fact.userId === userId && fact.saidAt > (last?.saidAt ?? 0));
		const words = [...(last ? [last] : []), ...since];
		if (!words.some(({ groups }) => (groups ?? []).includes(groupId) === adds))
			this.faults.push({ userId, [adds ? 'added' : 'removed']: groupId, words });
	}

	/** Whoever is at work ends; claims run out; what was left over is done; then comes one more night. */
	async quiet(): Promise<void> {
		await this.turns.quiet(() => this.pass(10_000));
		this.writing.clear();
		this.now += 60 * MINUTE;
		await this.alone((run) => this.applyLogins(run));
		expect(this.logins).toEqual([]);
	}

	async alone(work: (run: Run) => Promise<void>): Promise<void> {
		this.turns.start(work);
		await this.turns.quiet(() => this.pass(10_000));
	}

	wanted(userId: string, { groups }: { groups: readonly string[] | null }): string[] {
		const theirs = [...this.memberships.get(userId)!].filter(([, whose]) => whose !== 'ours').map(([group]) => group);
		return [...new Set([...(groups ?? []), ...theirs])].toSorted();
	}

	groupsOf(userId: string): string[] {
		return [...this.memberships.get(userId)!.keys()].toSorted();
	}
}

test('whatever overlaps, waits and is killed: memberships are what the newest word says and what is not ours', async () => {
	const seen = { writes: 0, killed: 0, waited: 0, logins: 0 };
	await fc.assert(
		fc.asyncProperty(fc.array(step, { minLength: 6, maxLength: 60 }), async (steps) => {
			const world = new World();
			for (const one of steps) await world.take(one);
			await world.quiet();
			expect(world.faults).toEqual([]);
			seen.writes += world.writes;

			await world.alone((run) => world.night(run, { asks: false, approved: false }));
			// A list without anybody is no word about anybody.
			const anybody = [...world.truth.values()].some(({ groups }) => groups !== null);
			for (const user of anybody ? USERS : [])
				expect([user, world.groupsOf(user)]).toEqual([user, world.wanted(user, world.truth.get(user)!)]);
			const { writes } = world;
			await world.alone((run) => world.night(run, { asks: false, approved: false }));
			expect([world.writes, world.faults]).toEqual([writes, []]);
			seen.killed += steps.filter((one) => one.do === 'kill').length;
			seen.waited += steps.filter((one) => one.do === 'night' && one.asks).length;
			seen.logins += steps.filter((one) => one.do === 'login').length;
		}),
		schedules(600, 20_261_203),
	);
	expect(seen.writes).toBeGreaterThan(600);
	expect(Math.min(seen.killed, seen.waited, seen.logins)).toBeGreaterThan(200);
}, 120_000);
