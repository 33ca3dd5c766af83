import type { INodeParameters, INodeProperties } from 'n8n-workflow';

import { KalturaMedia } from '../../nodes/KalturaMedia/KalturaMedia.node';
import { KalturaUsers } from '../../nodes/KalturaUsers/KalturaUsers.node';
import { type Sandbox, startSandbox } from '../sandbox';
import { ImportBench } from './kaltura-import-bench';

// People and groups share one space of ids, and Kaltura's server acts on either. An id of the other kind is refused with a
// sentence by every operation that takes one, and nothing is written.

const GROUP = 'Lecturers';
const PERSON = 'ann.lee';

let sandbox: Sandbox;
let bench: ImportBench;
beforeAll(async () => {
	sandbox = await startSandbox({ data: 'demo', indexLagMs: 0, conversionMs: 5 });
	bench = new ImportBench(sandbox);
});
afterAll(() => sandbox.stop());
beforeEach(() => sandbox.control.kaltura.reset('demo'));

const IS_A_GROUP = `${GROUP} is the ID of a group, not of a person`;
const IS_A_PERSON = `${PERSON} is the ID of a person, not of a group`;
/** Kaltura checks these itself, and its codes have sentences. */
const NO_SUCH_USER = 'there is no such user';
const NO_SUCH_GROUP = 'there is no such group';
const TAKEN = `is "${PERSON}", which is the ID of a user`;

const fields = (value: string) => ({ fields: { firstName: value }, updateFields: { firstName: value } });
const CASES: Array<[operation: string, parameters: INodeParameters, sentence: string]> = [
	['user/get', { findBy: 'id', value: GROUP }, IS_A_GROUP],
	['user/create', { userId: GROUP }, IS_A_GROUP],
	['user/ensure', { userId: GROUP, ...fields('Ann') }, IS_A_GROUP],
	['user/update', { userId: GROUP, ...fields('Ann') }, IS_A_GROUP],
	['user/delete', { userId: GROUP }, IS_A_GROUP],
	['group/get', { groupId: PERSON }, IS_A_PERSON],
	['group/create', { groupId: PERSON, name: 'X' }, TAKEN],
	['group/update', { groupId: PERSON, updateFields: { name: 'X' } }, IS_A_PERSON],
	['group/delete', { groupId: PERSON }, IS_A_PERSON],
	['membership/add', { userId: GROUP, groupId: GROUP }, NO_SUCH_USER],
	['membership/add', { userId: PERSON, groupId: PERSON }, NO_SUCH_GROUP],
	['membership/remove', { userId: GROUP, groupId: PERSON }, IS_A_GROUP],
	['membership/remove', { userId: PERSON, groupId: PERSON }, IS_A_PERSON],
	['membership/getAll', { of: 'user', userId: GROUP }, IS_A_GROUP],
	['membership/getAll', { of: 'group', groupId: PERSON }, IS_A_PERSON],
];

/** Everything about people, groups and memberships, as the sandbox has it. */
async function people(): Promise<unknown> {
	const { users, groups, memberships, ...rest } = await sandbox.control.kaltura.call('GET', '/state');
	return { users, groups, memberships, entries: rest.entries };
}
const failure = (promise: Promise<unknown>) =>
	promise.then(
		() => Promise.reject(new Error('it succeeded')),
		(error: unknown) => error as { message: string; description: string },
	);

test.each(CASES)('%s refuses %j', async (name, parameters, sentence) => {
	const before = await people();
	const [resource = '', operation = ''] = name.split('/');
	const run = bench.n8n.runNode(new KalturaUsers(), {
		parameters: { resource, operation, ...parameters },
		items: [{}] as never,
	});
	const { message, description } = await failure(run);
	expect(message).toContain(sentence);
	expect(description).toMatch(/group/i);
	expect(await people()).toEqual(before);
});

test('the list above names every operation that takes the ID of a person or a group', () => {
	const properties = new KalturaUsers().description.properties;
	const takesAnId = ({ name }: INodeProperties) => ['userId', 'groupId', 'value'].includes(name);
	const operations = properties.filter(takesAnId).flatMap(({ displayOptions }) => {
		const { resource = [], operation = [] } = displayOptions?.show ?? {};
		return resource.flatMap((one) => operation.map((other) => `${String(one)}/${String(other)}`));
	});
	expect([...new Set(operations)].toSorted()).toEqual([...new Set(CASES.map(([name]) => name))].toSorted());
});

describe('as owner or co-editor of an entry', () => {
	const entry = (operation: string, more: INodeParameters) =>
		bench.n8n.runNode(new KalturaMedia(), {
			parameters: { resource: 'entry', operation, createMissingUsers: true, ...more },
			items: [{}] as never,
		});

	test.each([
		['create', { name: 'X', additionalFields: { owner: GROUP } }],
		['create', { name: 'X', additionalFields: { coPublishers: `${PERSON}, ${GROUP}` } }],
	])('a group is refused by %s, even where missing users are created: %j', async (operation, more) => {
		const before = await people();
		expect((await failure(entry(operation, more))).message).toContain(IS_A_GROUP);
		expect(await people()).toEqual(before);
	});

	test.each(['owner', 'coEditors', 'coPublishers', 'coViewers'])(
		'a group is refused by update as %s',
		async (field) => {
			const { id } = await sandbox.control.kaltura.call<{ id: string }>('POST', '/entries', { name: 'A lecture' });
			const before = await people();
			const updating = entry('update', { entryId: id, updateFields: { [field]: GROUP } });
			expect((await failure(updating)).message).toContain(IS_A_GROUP);
			expect(await people()).toEqual(before);
		},
	);

	test('a recording is not imported for a group; the next one of the batch is', async () => {
		const [one, other] = [await bench.meeting(), await bench.meeting()];
		const results = await bench.import([
			await bench.recording(one, { owner: { userId: GROUP } }),
			await bench.recording(other, { owner: { userId: PERSON } }),
		]);
		expect(results[0].outcome).toMatchObject({ status: 'failed' });
		expect(JSON.stringify(results[0])).toContain(IS_A_GROUP);
		expect(results[1].outcome).toMatchObject({ status: 'imported' });
		expect(await bench.entriesOf(one)).toEqual([]);
	});
});
