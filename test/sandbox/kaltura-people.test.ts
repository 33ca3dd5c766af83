/** Users, groups and memberships of the local Kaltura (docs/vendors/kaltura.md#users-and-groups, #search; docs/vendors/directory.md#the-engine-of-the-server). */
import { codeOf, type KalturaAlone, startKalturaAlone } from './kaltura-alone';

let kaltura: KalturaAlone;
beforeAll(async () => (kaltura = await startKalturaAlone('--index-lag-ms', '0')));
beforeEach(() => kaltura.control('POST', '/reset', {}));
afterAll(() => kaltura.stop());

const addUser = (user: object) => kaltura.call('user.add', { user });
const addGroup = (group: object) => kaltura.call('group_group.add', { group });
const join = (userId: string, groupId: string, more: object = {}) =>
	kaltura.call('groupUser.add', { groupUser: { userId, groupId, ...more } });
const groupsOf = async (userIdEqual: string) => {
	const { objects } = await kaltura.call('groupUser.list', { filter: { userIdEqual }, pager: { pageSize: 500 } });
	return objects.map((one: { groupId: string }) => one.groupId).sort();
};

describe('ids', () => {
	test.each(['Ann Lee', 'a/b', 'a:b', 'a\\b', 'a"b', 'Jörg', '', 'a=b', 'x'.repeat(321)])('%j is no id', async (id) => {
		const expected = id === '' ? 'PROPERTY_VALIDATION_CANNOT_BE_NULL' : 'INVALID_FIELD_VALUE';
		expect(codeOf(await addUser({ id }))).toBe(expected);
		expect(codeOf(await addGroup({ id }))).toBe(expected);
	});

	test('are shared by users and groups, without regard to case', async () => {
		expect(await addUser({ id: 'lecturers' })).toMatchObject({
			code: 'DUPLICATE_USER_BY_ID',
			message: 'User with id [lecturers] already exists in system',
			args: { UID: 'lecturers' },
		});
		expect(codeOf(await addGroup({ id: 'ANN.LEE' }))).toBe('DUPLICATE_USER_BY_ID');
		expect(await kaltura.call('user.get', { userId: 'Lecturers' })).toMatchObject({
			type: 1,
			objectType: 'KalturaUser',
		});
	});

	test('are looked up by their first 100 characters', async () => {
		const long = 'u'.repeat(120);
		await addUser({ id: long });
		expect((await kaltura.call('user.get', { userId: `${'u'.repeat(100)}other` })).id).toBe(long);
		expect(codeOf(await addUser({ id: `${'u'.repeat(100)}again` }))).toBe('DUPLICATE_USER_BY_ID');
	});

	test('of deleted users are free again', async () => {
		expect((await kaltura.call('user.delete', { userId: 'ann.lee' })).status).toBe(2);
		expect(await kaltura.call('user.get', { userId: 'ann.lee' })).toMatchObject({ code: 'INVALID_USER_ID', args: [] });
		expect((await addUser({ id: 'ann.lee' })).status).toBe(1);
		expect(await groupsOf('ann.lee')).toEqual([]);
	});
});

describe('finding users', () => {
	const search = async (fieldName: string, searchTerm: string, itemType = 1, objectStatuses?: string) => {
		const searchOperator = {
			objectType: 'KalturaESearchUserOperator',
			searchItems: [{ objectType: 'KalturaESearchUserItem', itemType, fieldName, searchTerm }],
		};
		const searchParams = {
			objectType: 'KalturaESearchUserParams',
			searchOperator,
			...(objectStatuses ? { objectStatuses } : {}),
		};
		const { objects } = await kaltura.call('elasticsearch_esearch.searchUser', { searchParams });
		return objects.map((one: { object: { id: string } }) => one.object.id);
	};

	test('eSearch finds by exact e-mail or id, lower-cased; both twins; blocked ones too', async () => {
		expect(await search('email', 'Ann.Lee@Example.edu')).toEqual(['ann.lee']);
		expect(await search('email', 'ann.lee@example')).toEqual([]);
		expect(await search('user_id', 'BO.CHEN@example.edu')).toEqual(['bo.chen@example.edu']);
		expect(await search('email', 'twin@example.edu')).toEqual(['twin1', 'twin2']);
		expect(await search('user_id', 'dan.blocked@example.edu', 1, '0,1')).toEqual(['dan.blocked@example.edu']);
		expect(await search('user_id', 'dan.blocked@example.edu', 1, '1')).toEqual([]);
		expect(await search('external_id', 'ext-1001')).toEqual(['ann.lee']);
		expect(await search('last_name', 'diaz')).toEqual(['cara.diaz@example.edu']);
		expect(await search('user_id', 'twin', 3)).toEqual(['twin1', 'twin2']);
	});

	test('eSearch items need their objectType', async () => {
		const searchOperator = { searchItems: [{ itemType: 1, fieldName: 'email', searchTerm: 'x' }] };
		const searchParams = { objectType: 'KalturaESearchUserParams', searchOperator };
		expect(codeOf(await kaltura.call('elasticsearch_esearch.searchUser', { searchParams }))).toBe(
			'OBJECT_TYPE_ABSTRACT',
		);
	});

	test('lists know a prefix of the e-mail only, include groups unless told, and blocked users', async () => {
		const list = async (filter: object) =>
			(await kaltura.call('user.list', { filter })).objects.map((one: { id: string }) => one.id);
		expect(await list({ emailStartsWith: 'twin' })).toEqual(['twin1', 'twin2']);
		await kaltura.control('POST', '/settings', { strict: false });
		expect(await list({ emailEqual: 'ann.lee@example.edu' })).toEqual(await list({}));
		await kaltura.control('POST', '/settings', { strict: true });
		expect(await list({ typeEqual: 1 })).toEqual(['Lecturers', 'Studio', 'OptOut']);
		expect(await list({ idIn: 'dan.blocked@example.edu,nobody@example.edu' })).toEqual(['dan.blocked@example.edu']);
	});

	test('a login id is no e-mail', async () => {
		expect(codeOf(await kaltura.call('user.getByLoginId', { loginId: 'ann.lee@example.edu' }))).toBe(
			'LOGIN_DATA_NOT_FOUND',
		);
		expect((await kaltura.call('user.getByLoginId', { loginId: 'kaltura.admin@example.edu' })).id).toBe(
			'kaltura.admin@example.edu',
		);
	});
});

describe('groups', () => {
	test('have a name of their own and count their members', async () => {
		expect(await addGroup({ id: 'Staff', screenName: 'All Staff' })).toMatchObject({
			id: 'Staff',
			screenName: 'All Staff',
			membersCount: 0,
			groupType: 1,
			objectType: 'KalturaGroup',
		});
		await join('ann.lee', 'Staff');
		expect((await kaltura.call('group_group.get', { groupId: 'staff' })).membersCount).toBe(1);
	});

	test('that are users or nothing have the id left out of the error', async () => {
		for (const groupId of ['ann.lee', 'Nothing']) {
			expect(await kaltura.call('group_group.get', { groupId })).toMatchObject({
				code: 'INVALID_GROUP_ID',
				message: 'Invalid group id - N/A',
				args: { ID: 'N/A' },
			});
		}
	});

	test('are gone at once when deleted, their memberships later', async () => {
		await kaltura.control('POST', '/settings', { bulkMs: 60_000 });
		expect((await kaltura.call('group_group.delete', { groupId: 'Lecturers' })).status).toBe(2);
		expect(await groupsOf('ann.lee')).toEqual(['Lecturers']);
		await kaltura.control('POST', '/clock', { advanceSeconds: 61 });
		await kaltura.until('groupUser.list', { filter: { userIdEqual: 'ann.lee' } }, ({ totalCount }) => totalCount === 0);
	});

	test('are cloned with their members', async () => {
		const clone = (newGroupId: string) =>
			kaltura.call('group_group.clone', { originalGroupId: 'Lecturers', newGroupId });
		expect(await clone('Lecturers2')).toMatchObject({ id: 'Lecturers2', screenName: 'Lecturers', membersCount: 2 });
		expect(codeOf(await clone('Studio'))).toBe('DUPLICATE_GROUP_BY_ID');
	});
});

describe('memberships', () => {
	test('are manual unless said, and name their roles', async () => {
		expect(await join('bo.chen@example.edu', 'Studio')).toMatchObject({
			id: expect.stringMatching(/^\d+$/),
			userId: 'bo.chen@example.edu',
			groupId: 'Studio',
			status: 0,
			creationMode: 1,
			userRole: 1,
			objectType: 'KalturaGroupUser',
		});
	});

	test.each([
		['nobody', 'Studio', 'USER_NOT_FOUND'],
		['Lecturers', 'Studio', 'USER_NOT_FOUND'],
		['ann.lee', 'Nothing', 'GROUP_NOT_FOUND'],
		['ann.lee', 'bo.chen@example.edu', 'GROUP_NOT_FOUND'],
		['ann.lee', 'Lecturers', 'GROUP_USER_ALREADY_EXISTS'],
	])('%s into %s: %s', async (userId, groupId, expected) => {
		expect(codeOf(await join(userId, groupId))).toBe(expected);
	});

	test('are removed by user and group', async () => {
		const remove = (userId: string, groupId: string) => kaltura.call('groupUser.delete', { userId, groupId });
		expect(await remove('ann.lee', 'Lecturers')).toBeNull();
		expect(await remove('ann.lee', 'Lecturers')).toMatchObject({
			code: 'GROUP_USER_DOES_NOT_EXISTS',
			message: 'Invalid GroupUser for group ["Lecturers"] and for user ["ann.lee"]',
		});
		expect(codeOf(await remove('nobody', 'Lecturers'))).toBe('INVALID_USER_ID');
		expect(codeOf(await remove('ann.lee', 'Nothing'))).toBe('GROUP_NOT_FOUND');
	});

	test('are limited to 1,024 groups per user', async () => {
		await kaltura.control('POST', '/settings', { maxGroupsPerUser: 2 });
		await join('ann.lee', 'Studio');
		expect(codeOf(await join('ann.lee', 'OptOut'))).toBe('USER_EXCEEDED_MAX_GROUPS');
		await addGroup({ id: 'Applicative', groupType: 2 });
		expect(codeOf(await join('ann.lee', 'Applicative'))).toBeNull();
		await kaltura.control('POST', '/reset', {});
		expect((await kaltura.control('GET', '/settings')).maxGroupsPerUser).toBe(1024);
	});

	test('are listed for users or groups, never for all; 30 a page; unknown ids give nothing', async () => {
		expect(codeOf(await kaltura.call('groupUser.list', { filter: {} }))).toBe('PROPERTY_VALIDATION_CANNOT_BE_NULL');
		expect(await kaltura.call('groupUser.list', { filter: { userIdEqual: 'nobody' } })).toMatchObject({
			objects: [],
			totalCount: 0,
		});
		const calls: Array<[string, object]> = [];
		for (let i = 0; i < 35; i += 1) {
			calls.push(['group_group.add', { group: { id: `G${i}` } }]);
			calls.push(['groupUser.add', { groupUser: { userId: 'ann.lee', groupId: `G${i}` } }]);
		}
		await kaltura.multi(calls);
		const { objects, totalCount } = await kaltura.call('groupUser.list', { filter: { userIdIn: 'ann.lee' } });
		expect(objects).toHaveLength(30);
		expect(totalCount).toBe(36);
	});
});

describe('groupUser.sync', () => {
	const sync = (groupIds: string, more: object = {}) =>
		kaltura.call('groupUser.sync', { userId: 'ann.lee', groupIds, ...more });
	beforeEach(() => kaltura.control('POST', '/settings', { bulkMs: 50 }));
	const settled = (id: number) =>
		kaltura.until('bulkupload_bulk.get', { id }, ({ status }) => status === 5 || status === 12);

	test('adds at once, as automatic', async () => {
		expect(await sync('Studio;OptOut', { removeFromExistingGroups: false })).toBeNull();
		expect(await groupsOf('ann.lee')).toEqual(['Lecturers', 'OptOut', 'Studio']);
		const { objects } = await kaltura.call('groupUser.list', {
			filter: { userIdEqual: 'ann.lee', groupIdEqual: 'Studio' },
		});
		expect(objects[0].creationMode).toBe(2);
	});

	test('removes only automatic memberships, and those later', async () => {
		await sync('Studio,OptOut');
		const bulk = await sync('Studio');
		expect(bulk.objectType).toBe('KalturaBulkUpload');
		expect(await groupsOf('ann.lee')).toEqual(['Lecturers', 'OptOut', 'Studio']);
		await settled(bulk.id);
		// Lecturers is manual and stays.
		expect(await groupsOf('ann.lee')).toEqual(['Lecturers', 'Studio']);
	});

	test('creates groups later, without a name; or skips them', async () => {
		expect(await sync('Newcomers', { createNewGroups: false })).toBeNull();
		const { id } = await sync('Newcomers');
		expect(codeOf(await kaltura.call('group_group.get', { groupId: 'Newcomers' }))).toBe('INVALID_GROUP_ID');
		await settled(id);
		const group = await kaltura.call('group_group.get', { groupId: 'Newcomers' });
		expect(group).toMatchObject({ screenName: 'Newcomers', membersCount: 1 });
		expect(group.capabilities[0].capability).toBe('SYNCED_GROUP');
	});

	test('leaves protected groups alone', async () => {
		await sync('Studio');
		await kaltura.call('group_group.update', { groupId: 'Studio', group: { userMode: 1 } });
		expect(await sync('')).toBeNull();
		expect(await groupsOf('ann.lee')).toEqual(['Lecturers', 'Studio']);
	});

	test('compares ids with regard to case: the wrong case swaps a group for itself', async () => {
		await sync('Studio');
		const { id } = await sync('studio');
		await settled(id);
		expect(await groupsOf('ann.lee')).not.toContain('studio');
	});

	test('fails as a whole for one bad id, and for unknown users', async () => {
		expect(codeOf(await sync('Studio;CN=Media Team'))).toBe('INVALID_FIELD_VALUE');
		expect(codeOf(await kaltura.call('groupUser.sync', { userId: 'nobody', groupIds: 'Studio' }))).toBe(
			'INVALID_USER_ID',
		);
		expect(await groupsOf('ann.lee')).toEqual(['Lecturers']);
	});
});

describe('roles', () => {
	const names = async (params: object = {}) =>
		(await kaltura.call('userRole.list', params)).objects.map((one: { name: string }) => one.name);

	test('of the account and of every account are listed, blocked ones too, deleted ones only when asked for', async () => {
		await kaltura.control('POST', '/roles', { name: 'Gone', status: 3 });
		expect(await names()).toEqual([
			'Publisher Administrator',
			'Content Manager',
			'Viewer of Figures',
			'Helpers of Last Year',
		]);
		expect(await names({ filter: { statusEqual: 3 } })).toEqual(['Gone']);
		expect(await names({ pager: { pageSize: 1, pageIndex: 2 } })).toEqual(['Content Manager']);
	});

	test('one is shown by its number, and users tell theirs by number and name', async () => {
		expect(await kaltura.call('userRole.get', { userRoleId: 12 })).toMatchObject({ partnerId: 0, status: 1 });
		expect(codeOf(await kaltura.call('userRole.get', { userRoleId: 99 }))).toBe('INVALID_OBJECT_ID');
		expect(await kaltura.call('user.get', { userId: 'kaltura.admin@example.edu' })).toMatchObject({
			roleIds: '12',
			roleNames: 'Publisher Administrator',
			isAccountOwner: true,
		});
	});
});
