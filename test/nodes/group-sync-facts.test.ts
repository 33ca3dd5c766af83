/** Group Sync with rows of the record table, as the templates use it: who spoke last, whole sources, two accounts. */
import type { INodeParameters } from 'n8n-workflow';

import { GroupSync } from '../../nodes/GroupSync/GroupSync.node';
import { GroupWorld, type Item, ROLES } from './group-world';

let world: GroupWorld;
beforeAll(async () => {
	world = await GroupWorld.start();
});
afterAll(() => world.sandbox.stop());
beforeEach(() => world.control.reset('demo'));
const ANN = 'ann.lee';
const BO = 'bo.chen@example.edu';
const at = (minute: number) => new Date(Date.UTC(2026, 4, 4, 10, minute)).toISOString();

/** The tables, kept as the templates keep them. */
class Tables {
	record: Item[] = [];
	readonly report: Item[] = [];

	async sync(items: object[], parameters: INodeParameters = {}, account = 'one'): Promise<Item[][]> {
		const outputs = await world.n8n.runNode(new GroupSync(), {
			parameters: {
				operation: 'sync',
				target: 'kaltura',
				privileges: { privilege: [ROLES] } as never,
				removeFromGroups: true,
				createNewGroups: true,
				dryRun: false,
				recordFrom: 'rows',
				recordRows: this.record as never,
				account,
				...parameters,
			},
			items: items as never,
		});
		const [changed = [], unchanged = [], failed = [], record = [], report = []] = outputs.map((one) =>
			one.map(({ json }) => json as Item),
		);
		const key = (row: Item) => [row.account, row.target, row.ruleSet, row.userId].join('|');
		for (const row of record) this.record = [...this.record.filter((one) => key(one) !== key(row)), row];
		this.report.push(...report);
		return [changed, unchanged, failed];
	}
}

test('an older word, and one that is repeated, undo nothing newer', async () => {
	const tables = new Tables();
	await tables.sync([{ userId: ANN, roles: ['A', 'B'], saidAt: at(1) }]);
	await tables.sync([{ userId: ANN, roles: ['B'], saidAt: at(3) }]);
	const [, ignored] = await tables.sync([{ userId: ANN, roles: ['A', 'B'], saidAt: at(1) }]);
	expect(ignored).toMatchObject([{ ignored: expect.stringMatching(/Something newer was acted on already/) }]);
	await tables.sync([{ userId: ANN, roles: ['C'], saidAt: at(2) }]);
	expect(await world.groupsOf(ANN)).toEqual(['B', 'Lecturers']);
});

test('of several messages about one person in one run the latest counts, in whatever order they come', async () => {
	await new Tables().sync([
		{ userId: ANN, roles: ['Late'], saidAt: Date.parse(at(5)) },
		{ userId: 'ANN.LEE', roles: ['Early'], saidAt: Date.parse(at(1)) / 1000 },
	]);
	expect(await world.groupsOf(ANN)).toEqual(['Late', 'Lecturers']);
});

test('a time that is none fails its own item and no other', async () => {
	const [changed, , failed] = await new Tables().sync([
		{ userId: ANN, roles: ['A'], saidAt: 'yesterday' },
		{ userId: BO, roles: ['A'], saidAt: at(1) },
	]);
	expect(failed).toMatchObject([{ userId: ANN, error: expect.stringMatching(/Said At.* no time/) }]);
	expect(changed).toMatchObject([{ userId: BO }]);
});

test('what was said before the whole source was read is not acted on after it', async () => {
	const tables = new Tables();
	const whole = { itemsAre: 'everybody' };
	await tables.sync([{ userId: ANN, roles: ['A'], saidAt: at(10) }], whole);
	await tables.sync([
		{ userId: ANN, roles: ['B'], saidAt: at(9) },
		{ userId: BO, roles: ['B'], saidAt: at(9) },
	]);
	expect([await world.groupsOf(ANN), await world.groupsOf(BO)]).toEqual([['A', 'Lecturers'], ['Lecturers']]);
});

test('two accounts that share a Kaltura do not fight over a membership: the last that lets go removes it', async () => {
	const tables = new Tables();
	await tables.sync([{ userId: ANN, roles: ['Shared'] }], {}, 'one');
	await tables.sync([{ userId: ANN, roles: ['Shared'] }], {}, 'two');
	await tables.sync([{ userId: ANN, roles: [] }], {}, 'one');
	expect(await world.groupsOf(ANN)).toEqual(['Lecturers', 'Shared']);
	await tables.sync([{ userId: ANN, roles: [] }], {}, 'two');
	expect(await world.groupsOf(ANN)).toEqual(['Lecturers']);
});

test('records of another Kaltura account say nothing about this one', async () => {
	const tables = new Tables();
	await world.given({ [ANN]: ['Mine'] });
	tables.record = [
		{
			account: 'one',
			target: 'kaltura:999',
			ruleSet: 'default',
			userId: ANN,
			groups: '["Mine"]',
			saidAt: '',
			problem: '',
		},
	];
	await tables.sync([{ userId: ANN, roles: [] }]);
	expect(await world.groupsOf(ANN)).toEqual(['Lecturers', 'Mine']);
});

test('a source in which nobody has the attribute stops the run, and nobody loses anything', async () => {
	const tables = new Tables();
	await tables.sync([{ userId: ANN, roles: ['A'] }], { itemsAre: 'everybody' });
	await expect(tables.sync([{ userId: ANN, role: [] }, { userId: BO }], { itemsAre: 'everybody' })).rejects.toThrow(
		/none of the 2 users of the source has it/,
	);
	expect(await world.groupsOf(ANN)).toEqual(['A', 'Lecturers']);
});

test('who vanished from the source loses what this sync gave, where that was chosen, but never who is on the list', async () => {
	const tables = new Tables();
	const whole = { itemsAre: 'everybody' };
	const all = [ANN, BO, 'twin1'].map((userId) => ({ userId, roles: ['A'] }));
	await tables.sync(all, whole);
	await tables.sync(all.slice(2), whole);
	expect(await world.groupsOf(ANN)).toContain('A');
	const options = { vanished: 'remove', vanishedIgnored: 'Bo.Chen@example.edu', mostRemovalsPercent: 100 };
	await tables.sync(all.slice(2), { ...whole, options });
	expect(await world.groupsOf(ANN)).toEqual(['Lecturers']);
	expect(await world.groupsOf(BO)).toContain('A');
});

test('an attribute that a directory leaves out when it is empty empties, where that was chosen', async () => {
	const tables = new Tables();
	await tables.sync([{ userId: ANN, roles: ['A'] }]);
	await tables.sync([{ userId: ANN }]);
	expect(await world.groupsOf(ANN)).toContain('A');
	await tables.sync([{ userId: ANN }], { options: { missingAttribute: 'isEmpty' } });
	expect(await world.groupsOf(ANN)).toEqual(['Lecturers']);
});

test('somebody who would lose very many groups is held back alone', async () => {
	const tables = new Tables();
	const many = Array.from({ length: 5 }, (_, index) => `G${index}`);
	await tables.sync([{ userId: ANN, roles: many }]);
	const [changed, , failed] = await tables.sync(
		[
			{ userId: ANN, roles: [] },
			{ userId: BO, roles: many },
		],
		{ options: { mostRemovalsPerUser: 4, mostRemovalsPercent: 100 } },
	);
	expect(failed).toMatchObject([{ userId: ANN, errorDetails: { code: 'REMOVAL_LIMIT_OF_USER' } }]);
	expect(changed).toMatchObject([{ userId: BO, added: many }]);
});

test('a user whom Kaltura does not know is reported once, or created where that was chosen', async () => {
	const tables = new Tables();
	const person = { userId: 'new.person', roles: ['A'], mail: 'new@example.edu', given: 'New' };
	await tables.sync([person]);
	await tables.sync([person]);
	expect(tables.report).toMatchObject([{ userId: 'new.person', error: expect.stringMatching(/has no user/) }]);
	const options = { createUsers: true, emailAttribute: 'mail', firstNameAttribute: 'given' };
	const [changed] = await tables.sync([person], { options });
	expect(changed).toMatchObject([{ userId: 'new.person', createdUser: true, added: ['A'] }]);
	expect(await world.kaltura.users.get('new.person')).toMatchObject({ email: 'new@example.edu', firstName: 'New' });
});

test('a value that many people have is reported once, not per person and not per night', async () => {
	const tables = new Tables();
	const everybody = [ANN, BO, 'twin1', 'twin2'].map((userId) => ({ userId, roles: ['日本語', 'A'] }));
	for (let night = 0; night < 3; night++) await tables.sync(everybody, { itemsAre: 'everybody' });
	const told = tables.report.filter(({ skipped }) => skipped);
	expect(told.map(({ skipped }) => skipped).filter((text) => /日本語/.test(text))).toEqual([
		expect.stringMatching(/^The value "日本語" of 4 or more users holds "日"/),
	]);
});

test('nothing but user and group of a membership goes to Kaltura', async () => {
	await world.control.clearRequests();
	await new Tables().sync([{ userId: ANN, roles: ['Studio'], saidAt: at(1) }]);
	expect(JSON.stringify(await world.control.requests())).not.toMatch(/saidAt|itemIndexes/);
});

test('a plan that nobody looked at does not bind: what is so now decides', async () => {
	const tables = new Tables();
	const approvedPlan = { added: ['Before'], removed: [], free: true };
	await tables.sync([{ userId: ANN, roles: ['Login'], saidAt: at(1) }]);
	await tables.sync([{ userId: ANN, roles: ['Before'], saidAt: at(2), approvedPlan }]);
	expect(await world.groupsOf(ANN)).toEqual(['Before', 'Lecturers']);
});
