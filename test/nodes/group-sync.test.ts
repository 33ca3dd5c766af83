import { GroupWorld, type Item } from './group-world';

let world: GroupWorld;
beforeAll(async () => {
	world = await GroupWorld.start();
});
afterAll(() => world.sandbox.stop());
beforeEach(() => world.control.reset('demo'));
const ANN = 'ann.lee';
const BO = 'bo.chen@example.edu';
const record = (item: Item | undefined) => ({ record: item?.record });

describe('a user whose attributes change', () => {
	test('joins, stays and leaves, and manual memberships are nobody else’s business', async () => {
		const first = await world.sync([{ userId: ANN, roles: ['Staff', 'R&D Media'] }]);
		expect(first.changed).toMatchObject([
			{
				userId: ANN,
				added: ['RDMedia', 'Staff'],
				created: ['RDMedia', 'Staff'],
				because: { RDMedia: ['R&D Media'] },
				kept: [{ group: 'Lecturers', reason: 'manual' }],
				record: ['RDMedia', 'Staff'],
			},
		]);
		expect(await world.groupsOf(ANN)).toEqual(['Lecturers', 'RDMedia', 'Staff']);
		expect((await world.kaltura.groups.get('RDMedia'))?.screenName).toBe('R&D Media');

		const second = await world.sync([{ userId: ANN, roles: ['Staff'], ...record(first.changed[0]) }]);
		expect(second.changed).toMatchObject([{ added: [], removed: ['RDMedia'], record: ['Staff'] }]);
		expect(await world.groupsOf(ANN)).toEqual(['Lecturers', 'Staff']);

		await world.control.clearRequests();
		const third = await world.sync([{ userId: ANN, roles: ['Staff'], ...record(second.changed[0]) }]);
		expect(third).toMatchObject({ changed: [], unchanged: [{ record: ['Staff'] }], failed: [] });
		expect(await world.writes()).toEqual([]);
		expect((await world.control.counts()).total).toBe(1);
	});

	test('is added before anything is taken away', async () => {
		await world.given({ [ANN]: ['Old'] });
		await world.sync([{ userId: ANN, roles: ['New'], record: ['Old'] }]);
		expect(await world.writes()).toEqual(['group_group.add', 'groupUser.add', 'groupUser.delete']);
	});

	test('loses nothing that the record does not know, whoever added it automatically', async () => {
		await world.given({ [ANN]: ['Theirs', 'Mine'] });
		const { changed } = await world.sync([{ userId: ANN, roles: [], record: '["Mine"]' }]);
		expect(changed).toMatchObject([
			{ removed: ['Mine'], kept: expect.arrayContaining([{ group: 'Theirs', reason: 'not-ours' }]) },
		]);
		expect(await world.groupsOf(ANN)).toEqual(['Lecturers', 'Theirs']);
	});

	test('loses every automatic membership where the option says so, as with Kaltura’s own module', async () => {
		await world.given({ [ANN]: ['Theirs'] });
		await world.sync([{ userId: ANN, roles: [] }], { options: { provenance: 'creationMode' } });
		expect(await world.groupsOf(ANN)).toEqual(['Lecturers']);
	});

	test('keeps a group of which they are the manager', async () => {
		await world.given({ [ANN]: ['Mine'] }, { creationMode: 2, userRole: 2 });
		const { unchanged } = await world.sync([{ userId: ANN, roles: [], record: ['Mine'] }]);
		expect(unchanged[0]!.kept).toContainEqual({ group: 'Mine', reason: 'manager' });
	});

	test('keeps what Kaltura protects', async () => {
		await world.given({ [ANN]: ['Mine'] });
		await world.control.call('POST', '/users', { id: 'Mine', userMode: 1 });
		const { unchanged } = await world.sync([{ userId: ANN, roles: [], record: ['Mine'] }]);
		expect(unchanged[0]!.kept).toContainEqual({ group: 'Mine', reason: 'protected' });
	});

	test.each([
		['without the attribute', {}],
		['with an attribute that is null', { roles: null }],
		['with an attribute that cannot be read', { roles: { who: 'knows' } }],
	])('%s changes nothing', async (_, attributes) => {
		await world.given({ [ANN]: ['Mine'] });
		const { unchanged } = await world.sync([{ userId: ANN, ...attributes, record: ['Mine'] }]);
		expect(unchanged).toMatchObject([{ missingAttributes: ['roles'], record: ['Mine'] }]);
		expect(await world.groupsOf(ANN)).toEqual(['Lecturers', 'Mine']);
	});

	test('without creation, groups that do not exist are passed over with a sentence', async () => {
		const { changed } = await world.sync([{ userId: ANN, roles: ['Studio', 'Nowhere'] }], { createNewGroups: false });
		expect(changed).toMatchObject([
			{
				added: ['Studio'],
				skipped: [
					{
						group: 'Nowhere',
						reason: 'group-missing',
						message:
							'The value "Nowhere" of ann.lee leads to the group Nowhere, which does not exist, and new groups are not created.',
					},
				],
			},
		]);
	});

	test('with removal off nobody leaves', async () => {
		await world.given({ [ANN]: ['Mine'] });
		const { unchanged } = await world.sync([{ userId: ANN, roles: [], record: ['Mine'] }], { removeFromGroups: false });
		expect(unchanged).toMatchObject([{ record: ['Mine'] }]);
	});

	test('joins a group under the id that Kaltura has for it, in whatever case', async () => {
		const { changed } = await world.sync([{ userId: BO, roles: ['STUDIO'] }]);
		expect(changed).toMatchObject([{ added: ['Studio'], created: [] }]);
		const again = await world.sync([{ userId: BO, roles: ['STUDIO'], ...record(changed[0]) }]);
		expect(again.unchanged).toHaveLength(1);
	});
});

describe('rule sets', () => {
	test('maps values, many to one and one to many, beside values used as they are', async () => {
		const privileges = [
			{
				privilege: 'memberOf',
				valueMappingType: 'mapValue' as const,
				valueMapping: {
					line: [
						{ value: 'CN=Prof,OU=G', group: 'Teachers' },
						{ value: 'CN=Prof,OU=G', group: 'Studio' },
						{ value: 'CN=Lecturer,OU=G', group: 'Teachers' },
					],
				},
			},
			{ privilege: 'attributes.teams', read: 'firstCn' as const },
			{ privilege: 'course', read: 'pattern' as const, pattern: '^course-(\\w+)$' },
		];
		const user = {
			userId: BO,
			memberof: ['CN=Prof,OU=G', 'CN=Lecturer,OU=G', 'CN=Guest,OU=G'],
			attributes: { teams: 'CN=R\\, D,OU=G,DC=x;CN=Media Team,OU=G,DC=x' },
			course: 'course-CS101|holiday',
		};
		const { changed } = await world.sync([user], {}, privileges);
		expect(changed[0]!.added).toEqual(['CS101', 'MediaTeam', 'RD', 'Studio', 'Teachers']);
		expect(changed[0]!.skipped.map(({ message }: Item) => message)).toEqual([
			`The value "CN=Guest,OU=G" of ${BO} is in no line of the map.`,
			`The value "holiday" of ${BO} does not fit the pattern.`,
		]);
	});

	test('two with different attributes never remove each other’s groups, and the last one lets go', async () => {
		const roles = (values: string[], own?: string[], other?: string[]) =>
			world.sync([{ userId: ANN, roles: values, record: own, otherRecords: other }]);
		const teams = (values: string[], own?: string[], other?: string[]) =>
			world.sync([{ userId: ANN, teams: values, record: own, otherRecords: other }], {}, [{ privilege: 'teams' }]);
		const a = (await roles(['Both', 'A'])).changed[0]!.record;
		const b = (await teams(['Both', 'B'], [], a)).changed[0]!.record;
		expect([a, b]).toEqual([
			['A', 'Both'],
			['B', 'Both'],
		]);
		const after = (await roles([], a, b)).changed[0]!;
		expect(after).toMatchObject({ removed: ['A'], record: [] });
		expect(await world.groupsOf(ANN)).toEqual(['B', 'Both', 'Lecturers']);
		expect((await teams([], b, [])).changed[0]).toMatchObject({ removed: ['B', 'Both'], record: [] });
	});

	test('an export with a line per membership is one user', async () => {
		const { changed, unchanged, failed } = await world.sync([
			{ userId: ANN, roles: 'A' },
			{ userId: BO, roles: 'B' },
			{ userId: 'ANN.LEE', roles: 'C' },
		]);
		expect(changed.map(({ userId, added }) => [userId, added])).toEqual([
			[ANN, ['A', 'C']],
			[BO, ['B']],
		]);
		expect([...unchanged, ...failed]).toEqual([]);
	});

	test.each<[string, object[], RegExp]>([
		['no privilege', [], /There is no privilege/],
		[
			'a map with the same line twice',
			[
				{
					privilege: 'r',
					valueMappingType: 'mapValue',
					valueMapping: {
						line: [
							{ value: 'a', group: 'A' },
							{ value: 'a', group: 'A' },
						],
					},
				},
			],
			/"a" → "A" twice/,
		],
		['a broken pattern', [{ privilege: 'r', read: 'pattern', pattern: '(' }], /no valid regular expression/],
		[
			'a group that can be none',
			[{ privilege: 'r', valueMappingType: 'mapValue', valueMapping: { line: [{ value: 'a', group: '∆∆' }] } }],
			/leads "a" to "∆∆"/,
		],
	])('with %s are refused before anything is asked', async (_, privileges, sentence) => {
		await expect(world.sync([{ userId: ANN, roles: ['x'] }], {}, privileges as never)).rejects.toThrow(sentence);
		expect((await world.control.counts()).total).toBe(0);
	});
});

describe('bad input', () => {
	test.each([
		['a blank', 'ann lee', /holds a blank/],
		['a slash', 'uni/ann', /holds the character "\/"/],
		['other letters', 'анна', /holds the character/],
		['400 characters', 'a'.repeat(400), /400 characters/],
		['nobody', 'nobody@example.edu', /Kaltura has no user nobody@example.edu/],
		['a group', 'OptOut', /OptOut is a group in Kaltura, not a user/],
		['nothing', '', /"userId" is empty/],
	])('a user id with or of %s fails alone', async (_, userId, sentence) => {
		const { changed, failed } = await world.sync([
			{ userId, roles: ['Studio'] },
			{ userId: BO, roles: ['Studio'] },
		]);
		expect(changed).toMatchObject([{ userId: BO, added: ['Studio'] }]);
		expect(failed).toMatchObject([{ error: expect.stringMatching(sentence), added: [] }]);
	});

	test.each([
		['blanks', 'Media Team', ['MediaTeam'], null],
		['slashes', 'uni/media', ['unimedia'], null],
		['commas', 'Physics, Chemistry', ['PhysicsChemistry'], null],
		['a number', 101, [], /The attribute roles of bo.chen@example.edu holds the number 101 instead of text/],
		[
			'non-Latin letters',
			'Физика',
			[],
			/The value "Физика" of bo.chen@example.edu holds "Ф", which has no English letters/,
		],
		['400 characters', 'x'.repeat(400), [], /gives a group ID of 400 characters/],
		['the id of a user', 'twin1', [], /would be the group twin1, but that is the ID of a user/],
	])('a value with or of %s is normalised or passed over with a sentence', async (_, value, added, sentence) => {
		const { changed, unchanged, failed } = await world.sync([{ userId: BO, roles: [value] }]);
		const [item] = [...changed, ...unchanged];
		expect(failed).toEqual([]);
		expect(item!.added).toEqual(added);
		expect(item!.skipped.map(({ message }: Item) => message).join()).toMatch(sentence ?? /^$/);
	});

	test('values of two users that fall on one id: nothing is written for either', async () => {
		await world.given({ [BO]: ['RD'] });
		const { changed, unchanged } = await world.sync([
			{ userId: ANN, roles: ['R&D', 'Studio'] },
			{ userId: BO, roles: ['R/D'], record: ['RD'] },
		]);
		expect(changed).toMatchObject([
			{ userId: ANN, added: ['Studio'], skipped: [{ reason: 'collision', group: 'RD' }] },
		]);
		expect(unchanged).toMatchObject([
			{ userId: BO, kept: expect.arrayContaining([{ group: 'RD', reason: 'collision' }]) },
		]);
	});

	test('… and at two logins, which never see each other', async () => {
		await world.sync([{ userId: ANN, roles: ['R&D'] }]);
		const { unchanged } = await world.sync([{ userId: BO, roles: ['R/D'] }]);
		expect(unchanged[0]!.skipped).toMatchObject([
			{ reason: 'collision', message: expect.stringContaining('"R&D" and "R/D"') },
		]);
		expect(await world.groupsOf(BO)).not.toContain('RD');
	});

	test('a collision is solved as its message says: by a line of the map, or by the ID of the group itself', async () => {
		await world.sync([{ userId: ANN, roles: ['R&D'] }]);
		const map = [
			{ privilege: 'roles', valueMappingType: 'mapValue', valueMapping: { line: [{ value: 'R/D', group: 'RD' }] } },
		];
		const { changed } = await world.sync([{ userId: BO, roles: ['R/D'] }], {}, map as never);
		expect(changed).toMatchObject([{ userId: BO, added: ['RD'], skipped: [] }]);
		const exact = await world.sync([
			{ userId: 'twin1', roles: ['RD'] },
			{ userId: 'twin2', roles: ['R/D'] },
		]);
		expect(exact.changed).toMatchObject([{ userId: 'twin1', added: ['RD'] }]);
		expect(exact.unchanged).toMatchObject([{ userId: 'twin2', skipped: [{ reason: 'collision' }] }]);
	});

	test('a nicer readable name of a group changes nothing', async () => {
		const { changed } = await world.sync([{ userId: ANN, roles: ['R&D'] }]);
		await world.kaltura.groups.update('RD', { screenName: 'R & D, all campuses' });
		const again = await world.sync([
			{ userId: ANN, roles: ['R&D'], ...record(changed[0]) },
			{ userId: BO, roles: ['R&D'] },
		]);
		expect(again.unchanged).toMatchObject([{ userId: ANN, skipped: [] }]);
		expect(again.changed).toMatchObject([{ userId: BO, added: ['RD'] }]);
	});

	test('the collision of others keeps nobody in a group that no value of theirs asks for', async () => {
		await world.given({ twin1: ['RD'] });
		const { changed } = await world.sync([
			{ userId: ANN, roles: ['R&D'] },
			{ userId: BO, roles: ['R/D'] },
			{ userId: 'twin1', roles: ['Studio'], record: ['RD'] },
		]);
		expect(changed).toMatchObject([{ userId: 'twin1', added: ['Studio'], removed: ['RD'] }]);
	});

	test.each([
		['other letters', ['日本語']],
		['a number', ['Studio', 7]],
		['the text null', 'null'],
		['broken JSON', '["Studio", "Sta'],
	])('a value of %s removes nobody from another group', async (_, roles) => {
		await world.given({ [BO]: ['Mine'] });
		await world.sync([{ userId: BO, roles, record: ['Mine'] }]);
		expect(await world.groupsOf(BO)).toContain('Mine');
	});

	test('a broken record fails the user and changes nothing', async () => {
		const { failed } = await world.sync([{ userId: ANN, roles: [], record: '["a' }]);
		expect(failed).toMatchObject([{ error: expect.stringContaining('broken JSON') }]);
	});
});

describe('limits and dry runs', () => {
	const HUNDRED = Array.from({ length: 20 }, (_, i) => `G${i}`);

	test('a run over the limit writes nothing at all and says so for everybody whom it would change', async () => {
		await world.given({ [ANN]: HUNDRED });
		const { changed, unchanged, failed } = await world.sync([
			{ userId: ANN, roles: [], record: HUNDRED },
			{ userId: BO, roles: ['Studio'] },
			{ userId: 'twin1', roles: [] },
		]);
		expect([changed, unchanged.map(({ userId }) => userId)]).toEqual([[], ['twin1']]);
		expect(failed.map(({ errorDetails }) => errorDetails.code)).toEqual(['REMOVAL_LIMIT', 'REMOVAL_LIMIT']);
		expect(failed[0]).toMatchObject({
			record: HUNDRED,
			error: expect.stringMatching(/would remove 20 of 22 memberships/),
		});
		expect(await world.writes()).toEqual([]);

		const raised = await world.sync([{ userId: ANN, roles: [], record: HUNDRED }], {
			options: { mostRemovalsPercent: 100 },
		});
		expect(raised.changed[0]!.removed).toHaveLength(20);
	});

	test('a dry run says everything and writes nothing', async () => {
		await world.given({ [ANN]: ['Old'] });
		const { changed, failed } = await world.sync(
			[
				{ userId: ANN, roles: ['New'], record: ['Old'] },
				{ userId: 'nobody@example.edu', roles: ['New'] },
			],
			{ dryRun: true },
		);
		expect(changed).toMatchObject([
			{
				dryRun: true,
				added: ['New'],
				created: ['New'],
				removed: ['Old'],
				record: ['New', 'Old'],
				run: { users: 2, additions: 1, removals: 1, newGroups: 1, overLimit: null },
			},
		]);
		expect(failed).toMatchObject([{ userId: 'nobody@example.edu' }]);
		expect(await world.writes()).toEqual([]);
	});

	test('an account that allows fewer groups than usual refuses the one too many, with Kaltura’s reason, and nothing is lost', async () => {
		await world.control.settings({ maxGroupsPerUser: 2 });
		await world.given({ [BO]: ['One'] });
		const { failed } = await world.sync([{ userId: BO, roles: ['Two'], record: ['One'] }]);
		expect(failed).toMatchObject([
			{ errorDetails: { code: 'USER_EXCEEDED_MAX_GROUPS' }, removed: [], record: ['One'] },
		]);
		expect(await world.groupsOf(BO)).toContain('One');
		expect(await world.kaltura.groups.get('Two')).toBeNull();
	});
});

describe('the work at Kaltura', () => {
	test('200 users with three changes each take few requests and read nothing twice', async () => {
		await world.control.reset('users-1203');
		const users = Array.from({ length: 200 }, (_, i) => {
			const groups = Array.from({ length: 8 }, (_, k) => `Group${String((i * 7 + k * 53) % 400).padStart(3, '0')}`);
			return {
				userId: `user${String(i).padStart(6, '0')}@example.edu`,
				roles: [...groups.slice(1), 'Extra1', 'Extra2'],
				record: groups,
			};
		});
		const { changed, failed } = await world.sync(users, { options: { mostRemovals: 1000 } });
		expect([changed.length, failed]).toEqual([200, []]);
		const { total, byCall } = await world.control.call('GET', '/counts');
		expect(byCall).toMatchObject({ 'groupUser.add': 400, 'groupUser.delete': 200, 'group_group.add': 2 });
		expect(byCall['groupUser.list']).toBeLessThanOrEqual(4);
		expect(total).toBeLessThanOrEqual(600 * 0.1);
	});

	test('Kaltura’s own engine is told what stays, so that it removes what the plan removes', async () => {
		await world.given({ [ANN]: ['Mine', 'Theirs'] });
		const { changed } = await world.sync([{ userId: ANN, roles: ['New', 'R&D'], record: ['Mine'] }], {
			options: { engine: 'kaltura' },
		});
		expect(changed).toMatchObject([{ removed: ['Mine'], continuesInKaltura: true, record: ['Mine', 'New', 'RD'] }]);
		await world.control.clock(600);
		expect(await world.groupsOf(ANN)).toEqual(['Lecturers', 'New', 'RD', 'Theirs']);
		expect((await world.kaltura.groups.get('RD'))?.screenName).toBe('R&D');
		const again = await world.sync([{ userId: ANN, roles: ['New', 'R&D'], ...record(changed[0]) }], {
			options: { engine: 'kaltura' },
		});
		expect(again.unchanged).toMatchObject([{ record: ['New', 'RD'] }]);
	});
});

describe('records in the rows of a table', () => {
	const rows = (...list: object[]) => ({ recordFrom: 'rows', recordRows: JSON.stringify(list) });

	test('are found for every user and rule set at once', async () => {
		await world.given({ [ANN]: ['Mine', 'Shared', 'Theirs'], [BO]: ['Mine'] });
		const { changed } = await world.sync(
			[
				{ userId: 'Ann.Lee', roles: [] },
				{ userId: BO, roles: [] },
			],
			rows(
				{ ruleSet: 'default', userId: ANN, groups: '["Mine","Shared"]' },
				{ ruleSet: 'other', userId: ANN, groups: '["Theirs","Shared"]' },
				{ ruleSet: 'default', userId: BO, groups: ['Mine'] },
			),
		);
		expect(changed).toMatchObject([
			{ removed: ['Mine'], record: [], recordChanged: true },
			{ removed: ['Mine'], record: [] },
		]);
		expect(await world.groupsOf(ANN)).toEqual(['Lecturers', 'Shared', 'Theirs']);
	});

	test('an empty table removes nothing', async () => {
		await world.given({ [ANN]: ['Mine'] });
		const { unchanged } = await world.sync([{ userId: ANN, roles: [] }], rows({}));
		expect(unchanged).toMatchObject([{ record: [], recordChanged: false }]);
	});

	test('the plan carries what the run that writes needs', async () => {
		const input = [
			{ userId: ANN, roles: 'A', more: 1 },
			{ userId: ANN, roles: 'B' },
		];
		const { changed } = await world.sync(input, { dryRun: true });
		const approvedPlan = { added: ['A', 'B'], removed: [] };
		expect(changed).toMatchObject([
			{ input: input.map((row) => ({ ...row, approvedPlan })), record: ['A', 'B'], recordChanged: true },
		]);
	});

	test('what is not in the approved plan is not written', async () => {
		await world.given({ [ANN]: ['Old', 'Older'] });
		const approvedPlan = { added: ['New'], removed: ['Old'] };
		const user = { userId: ANN, roles: ['New', 'Newer'], record: ['Old', 'Older'], approvedPlan };
		const { changed } = await world.sync([user]);
		expect(changed).toMatchObject([
			{
				added: ['New'],
				removed: ['Old'],
				record: ['New', 'Older'],
				skipped: [{ group: 'Newer', reason: 'not-in-plan' }],
			},
		]);
		const broken = await world.sync([{ ...user, approvedPlan: 'yes' }]);
		expect(broken.failed).toMatchObject([{ error: expect.stringContaining('Approved Plan') }]);
	});
});
