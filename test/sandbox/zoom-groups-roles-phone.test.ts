import { ZoomAlone } from './zoom-alone';

/** docs/vendors/zoom.md#users-groups-roles-phones and docs/vendors/directory.md#errors-of-user-calls: groups, roles and phone with every rule and code. */
let zoom: ZoomAlone;
let idOf: (email: string) => string;
beforeAll(async () => {
	zoom = await ZoomAlone.start('--data', 'demo');
});
afterAll(() => zoom.stop());
beforeEach(async () => {
	await zoom.reset();
	const { users } = await zoom.control('GET', '/state');
	idOf = (name) => users.find((user: any) => user.email === `${name}@example.edu`).id;
});

describe('groups', () => {
	let lecturers: string;
	beforeEach(async () => {
		lecturers = (await zoom.get('/groups')).json.groups.find((group: any) => group.name === 'Lecturers').id;
	});
	const members = async (id: string) =>
		(await zoom.get(`/groups/${id}/members`)).json.members.map((one: any) => one.email);

	test('are made, renamed and deleted; names are unique in any case', async () => {
		const { status, json } = await zoom.api('POST', '/groups', { name: 'New' });
		expect([status, json]).toEqual([201, { id: expect.any(String), name: 'New', total_members: 0 }]);
		const duplicate = await zoom.api('POST', '/groups', { name: 'LECTURERS' });
		expect([duplicate.status, duplicate.json]).toEqual([
			409,
			{ code: 4132, message: 'The group name "LECTURERS" is already in use.' },
		]);
		expect((await zoom.api('PATCH', `/groups/${json.id}`, { name: 'lecturers' })).status).toBe(409);
		expect((await zoom.api('PATCH', `/groups/${json.id}`, { name: 'Newer' })).status).toBe(204);
		expect((await zoom.api('POST', '/groups', { name: 'x'.repeat(128) })).json).toEqual({
			code: 300,
			message: 'Invalid parameter: name.',
		});
		expect((await zoom.api('DELETE', `/groups/${json.id}`)).status).toBe(204);
		const gone = await zoom.get(`/groups/${json.id}`);
		expect([gone.status, gone.json]).toEqual([
			404,
			{ code: 4130, message: `A group with this ${json.id} does not exist.` },
		]);
	});

	test('lists tell the members, and leave page_size out', async () => {
		const { json } = await zoom.get('/groups?page_size=1');
		expect(Object.keys(json).sort()).toEqual(['groups', 'next_page_token', 'total_records']);
		expect(json).toMatchObject({ total_records: 2, groups: [{ name: 'Lecturers', total_members: 5 }] });
		expect((await zoom.get(`/groups?page_size=1&next_page_token=${json.next_page_token}`)).json.groups[0].name).toBe(
			'Assistants',
		);
	});

	test('need a paid account, and are made a hundred a day at most', async () => {
		for (let index = 0; index < 100; index++) await zoom.api('POST', '/groups', { name: `G${index}` });
		expect((await zoom.api('POST', '/groups', { name: 'G100' })).json.message).toContain('maximum number of groups');
		await zoom.settings({ paid: false });
		expect((await zoom.get('/groups')).json.code).toBe(200);
	});

	test('take up to thirty members; unknown and pending ones are left out of the answer', async () => {
		const { status, json } = await zoom.api('POST', `/groups/${lecturers}/members`, {
			members: [
				{ email: 'gina.rossi@example.edu' },
				// The id wins over the address.
				{ id: idOf('ivy.chen'), email: 'nobody@example.edu' },
				{ email: 'nobody@example.edu' },
				{ email: 'kim.invited@example.edu' },
			],
		});
		expect([status, json]).toEqual([
			201,
			{ ids: `${idOf('gina.rossi')},${idOf('ivy.chen')}`, added_at: expect.any(String) },
		]);
		const tooMany = Array.from({ length: 31 }, (_, index) => ({ email: `u${index}@example.edu` }));
		expect((await zoom.api('POST', `/groups/${lecturers}/members`, { members: tooMany })).json.code).toBe(300);
	});

	test('lose a member by id or address, once', async () => {
		expect((await zoom.api('DELETE', `/groups/${lecturers}/members/ann.lee%40example.edu`)).status).toBe(204);
		const again = await zoom.api('DELETE', `/groups/${lecturers}/members/${idOf('ann.lee')}`);
		expect([again.status, again.json]).toEqual([404, { code: 4131, message: 'Group member does not exist.' }]);
		expect(await members(lecturers)).not.toContain('ann.lee@example.edu');
	});

	test('a member moves, or gets another primary group', async () => {
		const { json } = await zoom.api('POST', '/groups', { name: 'Other' });
		const path = `/groups/${lecturers}/members/${idOf('bo.andersson')}`;
		expect((await zoom.api('PATCH', path, { action: 'move' })).json.message).toBe(
			'The target_group_id can not be empty.',
		);
		expect((await zoom.api('PATCH', path, { action: 'move', target_group_id: json.id })).status).toBe(204);
		expect(await members(json.id)).toEqual(['bo.andersson@example.edu']);
		await zoom.api('POST', `/groups/${lecturers}/members`, { members: [{ id: idOf('bo.andersson') }] });
		expect((await zoom.api('PATCH', path, { action: 'set_primary', target_group_id: lecturers })).status).toBe(204);
		const { users } = await zoom.control('GET', '/state');
		expect(users.find((user: any) => user.id === idOf('bo.andersson')).primary_group_id).toBe(lecturers);
	});

	test('have admins, ten per call', async () => {
		expect((await zoom.get(`/groups/${lecturers}/admins`)).json.admins).toEqual([
			{ email: 'ann.lee@example.edu', name: 'Ann Lee' },
		]);
		const { status, json } = await zoom.api('POST', `/groups/${lecturers}/admins`, {
			admins: [{ email: 'ivy.chen@example.edu' }],
		});
		expect([status, json.ids]).toEqual([201, idOf('ivy.chen')]);
		expect((await zoom.api('DELETE', `/groups/${lecturers}/admins/ann.lee%40example.edu`)).status).toBe(204);
		const again = await zoom.api('DELETE', `/groups/${lecturers}/admins/ann.lee%40example.edu`);
		expect([again.status, again.json.code]).toEqual([400, 4138]);
		expect(
			(await zoom.api('POST', `/groups/${lecturers}/admins`, { admins: Array(11).fill({ id: 'x' }) })).json.code,
		).toBe(300);
	});

	test('tell their changes by webhook', async () => {
		await zoom.control('POST', '/subscriptions', { url: 'http://127.0.0.1:9/', validate: false });
		await zoom.api('POST', `/groups/${lecturers}/members`, { members: [{ id: idOf('gina.rossi') }] });
		const { deliveries } = await zoom.control('GET', '/deliveries');
		expect(JSON.parse(deliveries.at(-1).body)).toMatchObject({
			event: 'group.member_added',
			payload: { object: { id: lecturers, members: [{ id: idOf('gina.rossi'), email: 'gina.rossi@example.edu' }] } },
		});
	});
});

describe('roles', () => {
	test('are listed without pages, Zoom’s own by their short ids', async () => {
		const { json } = await zoom.get('/roles');
		expect(json.roles.slice(0, 3).map((role: any) => [role.id, role.name])).toEqual([
			['0', 'Owner'],
			['1', 'Admin'],
			['2', 'Member'],
		]);
		expect(json).not.toHaveProperty('next_page_token');
	});

	test('that do not exist are 400/1034, not 404', async () => {
		const { status, json } = await zoom.get('/roles/nothing');
		expect([status, json]).toEqual([400, { code: 1034, message: 'Provided role_id does not exist.' }]);
	});

	test('are made, changed and deleted; members fall back to Member', async () => {
		const { json: role } = await zoom.api('POST', '/roles', { name: 'Helpers', privileges: ['User:Read'] });
		expect((await zoom.api('POST', '/roles', { name: 'helpers' })).json.code).toBe(1224);
		await zoom.api('PATCH', `/roles/${role.id}`, { privileges: ['User:Read', 'Hologram:Edit'] });
		expect((await zoom.get(`/roles/${role.id}`)).json.privileges).toEqual(['User:Read', 'Hologram:Edit']);
		await zoom.api('POST', `/roles/${role.id}/members`, { members: [{ email: 'ann.lee@example.edu' }] });
		expect((await zoom.get('/users/ann.lee%40example.edu')).json.role_name).toBe('Helpers');
		expect((await zoom.api('DELETE', `/roles/${role.id}`)).status).toBe(204);
		expect((await zoom.get('/users/ann.lee%40example.edu')).json.role_id).toBe('2');
	});

	test.each(['0', '2'])('nobody is put into role %s, or taken out of it', async (id) => {
		const message = "Can't delete or add members for Normal/Owner roles.";
		const members = [{ email: 'ann.lee@example.edu' }];
		expect((await zoom.api('POST', `/roles/${id}/members`, { members })).json).toEqual({ code: 300, message });
		expect((await zoom.api('DELETE', `/roles/${id}/members/${idOf('ann.lee')}`)).json).toEqual({ code: 300, message });
	});

	test('an empty "ids" says that nobody was assigned', async () => {
		const { status, json } = await zoom.api('POST', '/roles/1/members', {
			members: [{ id: 'nobody' }, { email: 'kim.invited@example.edu' }],
		});
		expect([status, json]).toEqual([201, { ids: '', add_at: expect.any(String) }]);
	});

	test('leaving a role makes one a Member', async () => {
		expect((await zoom.api('DELETE', `/roles/1/members/${idOf('alice.admin')}`)).status).toBe(204);
		expect((await zoom.get('/users/alice.admin%40example.edu')).json.role_name).toBe('Member');
		expect((await zoom.api('DELETE', `/roles/1/members/${idOf('alice.admin')}`)).status).toBe(404);
		expect((await zoom.get('/roles/2/members?page_size=3')).json).toMatchObject({
			page_size: 3,
			members: expect.any(Array),
		});
	});
});

describe('phone', () => {
	const ann = '/phone/users/ann.lee%40example.edu';
	const bo = '/phone/users/bo.andersson%40example.edu';

	test('lists people with plans, numbers and site', async () => {
		const { json } = await zoom.get('/phone/users');
		expect(json.users[0]).toMatchObject({
			email: 'ann.lee@example.edu',
			extension_number: 1001,
			site: { name: 'Main Site' },
			calling_plans: [{ type: 200, name: 'US/CA Unlimited Calling Plan' }],
			phone_numbers: [{ number: '+12055551000' }],
		});
		const { users } = (await zoom.get(`/phone/users?site_id=${json.users[1].site.id}`)).json;
		expect(users.map((user: any) => user.email)).toEqual(['bo.andersson@example.edu']);
		expect((await zoom.get('/phone/users?next_page_token=x')).json.code).toBe(400);
	});

	test('is refused where the account has none', async () => {
		await zoom.control('PATCH', '/phone', { enabled: false });
		const { status, json } = await zoom.get('/phone/users');
		expect([status, json.code]).toEqual([403, 2031]);
	});

	test('moves a profile to another site and extension', async () => {
		const { json } = await zoom.get('/phone/sites');
		const north = json.sites.find((site: any) => site.name === 'North Campus').id;
		expect((await zoom.api('PATCH', ann, { site_id: north, extension_number: '2001' })).status).toBe(204);
		expect((await zoom.get(ann)).json).toMatchObject({ site_id: north, extension_number: 2001 });
		const missing = await zoom.api('PATCH', ann, { site_id: 'none' });
		expect([missing.status, missing.json.code]).toEqual([404, 404]);
		expect((await zoom.api('PATCH', bo, { extension_number: '2001' })).json.code).toBe(300);
	});

	test('assigns, switches and takes away plans', async () => {
		expect((await zoom.api('POST', `${ann}/calling_plans`, { calling_plans: [{ type: 100 }] })).status).toBe(200);
		expect((await zoom.api('PUT', `${ann}/calling_plans`, { source_type: 100, target_type: 3000 })).status).toBe(204);
		expect((await zoom.get(ann)).json.calling_plans).toEqual([{ type: 200 }, { type: 3000 }]);
		const switched = await zoom.api('PUT', `${ann}/calling_plans`, { source_type: 100, target_type: 200 });
		expect([switched.status, switched.json.code]).toEqual([400, 404]);
		expect((await zoom.api('DELETE', `${ann}/calling_plans/3000`)).status).toBe(204);
		expect((await zoom.api('DELETE', `${ann}/calling_plans/3000`)).json.code).toBe(400);
		expect((await zoom.api('POST', `${ann}/calling_plans`, { calling_plans: [{ type: 777 }] })).json.code).toBe(300);
		const { calling_plans: plans } = (await zoom.get('/phone/calling_plans')).json;
		expect(plans.find((plan: any) => plan.type === 200)).toMatchObject({ subscribed: 100, assigned: 1, available: 99 });
	});

	test('assigns a free number, and gives it back by number or id', async () => {
		const [free] = (await zoom.get('/phone/numbers?type=unassigned')).json.phone_numbers;
		expect((await zoom.api('POST', `${ann}/phone_numbers`, { phone_numbers: [{ number: free.number }] })).json).toEqual(
			{
				phone_numbers: [{ id: free.id, number: free.number }],
			},
		);
		expect((await zoom.api('POST', `${bo}/phone_numbers`, { phone_numbers: [{ id: free.id }] })).json.code).toBe(300);
		expect((await zoom.get(`/phone/numbers/${free.id}`)).json.assignee.id).toBe(idOf('ann.lee'));
		expect((await zoom.api('DELETE', `${ann}/phone_numbers/${encodeURIComponent(free.number)}`)).status).toBe(204);
		const again = await zoom.api('DELETE', `${ann}/phone_numbers/${free.id}`);
		expect([again.status, again.json.code]).toEqual([404, 400]);
	});

	test('adds people in batches of ten: plans as text, extension without the site’s code', async () => {
		const row = (email: string, extension: string) => ({
			email,
			calling_plans: ['100'],
			extension_number: extension,
			site_code: '2',
		});
		const { status, json } = await zoom.api('POST', '/phone/users/batch', {
			users: [row('ivy.chen@example.edu', '555')],
		});
		expect([status, json]).toEqual([201, [{ email: 'ivy.chen@example.edu', id: idOf('ivy.chen') }]]);
		expect((await zoom.get('/phone/users/ivy.chen%40example.edu')).json.extension_number).toBe(2555);
		const many = Array.from({ length: 11 }, (_, index) => row(`u${index}@example.edu`, String(600 + index)));
		expect((await zoom.api('POST', '/phone/users/batch', { users: many })).json.code).toBe(400);
		expect(
			(await zoom.api('POST', '/phone/users/batch', { users: [row('jack.gone@example.edu', '556')] })).json.code,
		).toBe(300);
		const numeric = { ...row('gina.rossi@example.edu', '557'), calling_plans: [100] };
		expect((await zoom.api('POST', '/phone/users/batch', { users: [numeric] })).json.code).toBe(400);
	});

	test('changes several at once', async () => {
		const { json } = await zoom.get('/phone/sites');
		const ids = [idOf('ann.lee'), idOf('bo.andersson')];
		const body = { batch_type: 'move_site', user_ids: ids, site_id: json.sites[1].id };
		expect((await zoom.api('PUT', '/phone/users/batch', body)).status).toBe(204);
		expect((await zoom.get(ann)).json.site_id).toBe(json.sites[1].id);
		await zoom.api('PUT', '/phone/users/batch', {
			batch_type: 'activate',
			user_ids: ids,
			activation_status: 'deactivate',
		});
		expect((await zoom.get(ann)).json.status).toBe('deactivate');
		expect((await zoom.api('PUT', '/phone/users/batch', { batch_type: 'juggle', user_ids: ids })).json.code).toBe(400);
	});

	test('keeps settings', async () => {
		expect((await zoom.api('PATCH', `${ann}/settings`, { area_code: '206' })).status).toBe(204);
		expect((await zoom.get(`${ann}/settings`)).json.area_code).toBe('206');
	});
});
