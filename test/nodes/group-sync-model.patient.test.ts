import * as fc from 'fast-check';

import { schedules } from '../schedules';
import { GroupWorld, type Item } from './group-world';

let world: GroupWorld;
beforeAll(async () => {
	world = await GroupWorld.start();
});
afterAll(() => world.sandbox.stop());

const USERS = ['cara.diaz@example.edu', 'twin1', 'twin2'];
const GROUPS = ['G0', 'G1', 'G2', 'G3', 'Studio'];
const RULE_SETS = ['roles', 'teams'] as const;
type RuleSet = (typeof RULE_SETS)[number];

type Step =
	| { do: 'sync'; ruleSet: RuleSet; directory: Array<string[] | undefined> }
	| { do: 'add'; user: string; group: string; creationMode: 1 | 2 }
	| { do: 'remove'; user: string; group: string };

const step: fc.Arbitrary<Step> = fc.oneof(
	{
		weight: 3,
		arbitrary: fc.record({
			do: fc.constant('sync' as const),
			ruleSet: fc.constantFrom(...RULE_SETS),
			directory: fc.tuple(...USERS.map(() => fc.option(fc.subarray(GROUPS), { nil: undefined, freq: 6 }))),
		}),
	},
	{
		weight: 1,
		arbitrary: fc.record({
			do: fc.constant('add' as const),
			user: fc.constantFrom(...USERS),
			group: fc.constantFrom(...GROUPS),
			creationMode: fc.constantFrom(1 as const, 2 as const),
		}),
	},
	{
		weight: 1,
		arbitrary: fc.record({
			do: fc.constant('remove' as const),
			user: fc.constantFrom(...USERS),
			group: fc.constantFrom(...GROUPS),
		}),
	},
);

/** What should be so, said without any of the code: memberships with how they came to be, and who holds them. */
class Model {
	readonly memberships = new Map<string, 'manual' | 'automatic'>();
	readonly held = new Map<RuleSet, Set<string>>(RULE_SETS.map((ruleSet) => [ruleSet, new Set()]));

	key = (user: string, group: string) => `${user} ${group}`;

	groupsOf(user: string): string[] {
		return GROUPS.filter((group) => this.memberships.has(this.key(user, group))).toSorted();
	}

	sync(ruleSet: RuleSet, user: string, wanted: string[] | undefined): void {
		const ours = this.held.get(ruleSet)!;
		const theirs = this.held.get(RULE_SETS.find((one) => one !== ruleSet)!)!;
		for (const group of GROUPS) {
			const key = this.key(user, group);
			const mode = this.memberships.get(key);
			// What somebody else took away, or added by hand, is not held any longer.
			if (mode !== 'automatic') ours.delete(key);
			if (wanted === undefined) continue;
			if (wanted.includes(group)) {
				if (mode === undefined) this.memberships.set(key, 'automatic');
				if (mode === undefined || (mode === 'automatic' && theirs.has(key))) ours.add(key);
			} else if (ours.delete(key) && !theirs.has(key)) this.memberships.delete(key);
		}
	}
}

test('after any history, memberships are what is wanted and what is not ours; and a second run writes nothing', async () => {
	await fc.assert(
		fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 9 }), async (history) => {
			await world.control.reset('demo');
			await world.kaltura.memberships.remove([{ userId: 'cara.diaz@example.edu', groupId: 'OptOut' }]);
			const model = new Model();
			const records = new Map<string, string[]>();
			const recordOf = (ruleSet: RuleSet, user: string) => records.get(`${ruleSet} ${user}`) ?? [];

			for (const one of history) {
				if (one.do === 'sync') {
					const other = RULE_SETS.find((ruleSet) => ruleSet !== one.ruleSet)!;
					const run = () =>
						world.sync(
							USERS.map((userId, index) => ({
								userId,
								...(one.directory[index] === undefined ? {} : { [one.ruleSet]: one.directory[index] }),
								record: recordOf(one.ruleSet, userId),
								otherRecords: recordOf(other, userId),
							})),
							{ options: { mostRemovalsPercent: 100 } },
							[{ privilege: one.ruleSet }],
						);
					const outcome = await run();
					expect(outcome.failed).toEqual([]);
					for (const item of [...outcome.changed, ...outcome.unchanged]) {
						records.set(`${one.ruleSet} ${item.userId}`, item.record as string[]);
					}
					USERS.forEach((user, index) => model.sync(one.ruleSet, user, one.directory[index]));

					await world.control.clearRequests();
					const again = await run();
					expect([again.changed, again.failed, await world.writes()]).toEqual([[], [], []]);
					for (const item of again.unchanged) expect(item.record).toEqual(recordOf(one.ruleSet, String(item.userId)));
				} else if (one.do === 'add') {
					const { user, group, creationMode } = one;
					await world.given({ [user]: [group] }, { creationMode });
					const key = model.key(user, group);
					if (!model.memberships.has(key)) model.memberships.set(key, creationMode === 1 ? 'manual' : 'automatic');
				} else {
					await world.kaltura.memberships.remove([{ userId: one.user, groupId: one.group }]).then(ignoreMissingGroup);
					model.memberships.delete(model.key(one.user, one.group));
				}
				const { users } = (await world.control.state()) as { users: Item[] };
				for (const user of USERS) {
					const groups = (users.find(({ id }) => id === user)!.groups as Item[]).map(({ groupId }) => String(groupId));
					expect({ user, groups: groups.toSorted() }).toEqual({ user, groups: model.groupsOf(user) });
				}
			}
		}),
		schedules(25, 20_261_122),
	);
}, 300_000);

/** Somebody is taken out of a group that nobody has made yet. */
function ignoreMissingGroup(answers: unknown[]): void {
	for (const answer of answers) {
		if (answer instanceof Error && (answer as { code?: string }).code !== 'GROUP_NOT_FOUND') throw answer;
	}
}
