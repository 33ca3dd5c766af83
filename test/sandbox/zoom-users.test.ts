import { ZoomAlone } from './zoom-alone';

/** docs/vendors/zoom.md#errors, #users-groups-roles-phones and docs/vendors/directory.md#errors-of-user-calls: users with every rule and code. */
let zoom: ZoomAlone;
beforeAll(async () => {
	zoom = await ZoomAlone.start('--data', 'demo');
});
afterAll(() => zoom.stop());
beforeEach(() => zoom.reset());

const ann = '/users/ann.lee%40example.edu';
const admin = '/users/alice.admin%40example.edu';
const inactive = '/users/jack.gone%40example.edu';
const pending = '/users/kim.invited%40example.edu';
const flag = (user: string, flags: object) => zoom.control('PATCH', '/users', { user, flags });
const create = (info: object, action = 'create') =>
	zoom.api('POST', '/users', { action, user_info: { type: 1, ...info } });

describe('listing', () => {
	test('shows active users unless asked otherwise; pending ones have no id', async () => {
		const list = async (status: string) => (await zoom.get(`/users?${status}`)).json.users;
		expect((await list('')).every((user: any) => user.status === 'active' && user.id)).toBe(true);
		expect((await list('status=inactive')).map((user: any) => user.email)).toEqual(['jack.gone@example.edu']);
		const [kim] = await list('status=pending');
		expect(kim).toMatchObject({ email: 'kim.invited@example.edu', status: 'pending' });
		expect(kim).not.toHaveProperty('id');
		expect((await zoom.get('/users?status=all')).json.code).toBe(300);
	});

	test('leaves group_ids out for somebody in no group, and gives attributes on request', async () => {
		await zoom.api('PATCH', ann, { custom_attributes: [{ key: 'k', name: 'n', value: 'v' }] });
		const { json } = await zoom.get('/users?include_fields=custom_attributes');
		const row = (email: string) => json.users.find((user: any) => user.email === email);
		expect(row('ann.lee@example.edu')).toMatchObject({
			group_ids: [expect.any(String)],
			custom_attributes: [{ key: 'k' }],
		});
		expect(row('gina.rossi@example.edu')).not.toHaveProperty('group_ids');
	});

	test('can be by role, and by number instead of token', async () => {
		expect((await zoom.get('/users?role_id=0')).json.users.map((user: any) => user.email)).toEqual([
			'olivia@example.edu',
		]);
		const { json } = await zoom.get('/users?page_size=4&page_number=2');
		expect([json.page_number, json.users.length]).toEqual([2, 4]);
	});
});

describe('reading one', () => {
	test('works by id, address in any case, unique id and me', async () => {
		const { json } = await zoom.get('/users/ANN.LEE%40example.edu');
		expect(json).toMatchObject({
			email: 'ann.lee@example.edu',
			role_name: 'Member',
			dept: 'Biology',
			status: 'active',
		});
		expect((await zoom.get(`/users/${json.id}`)).json.email).toBe('ann.lee@example.edu');
		// "me" is documented for user-level apps; what a server-to-server app gets is not.
		expect(await zoom.get('/users/me')).toMatchObject({ status: 400, json: { code: 300 } });
		await zoom.settings({ me: 'unknown' });
		expect(await zoom.get('/users/me')).toMatchObject({ status: 404, json: { code: 1001 } });
		await zoom.settings({ me: 'owner' });
		expect((await zoom.get('/users/me')).json.role_name).toBe('Owner');
		await zoom.control('PATCH', '/users', { user: json.id, employee_unique_id: 'E-1' });
		expect((await zoom.get('/users/E-1?search_by_unique_id=true')).json.id).toBe(json.id);
	});

	test.each([
		['nobody', '/users/nobody%40example.edu', 404, { code: 1001, message: 'User does not exist: nobody@example.edu.' }],
		[
			'somebody who left',
			'/users/abcdefghijklmnopqrstuv',
			404,
			{ code: 1001, message: 'User does not exist: abcdefghijklmnopqrstuv.' },
		],
	])('%s is 1001', async (_, path, status, body) => {
		const answer = await zoom.get(path);
		expect([answer.status, answer.json]).toEqual([status, body]);
	});

	test('an expired invitation is 1120, for reading, changing and deleting', async () => {
		await flag('kim.invited@example.edu', { invitationExpired: true });
		for (const [method, body] of [
			['GET', undefined],
			['PATCH', { dept: 'x' }],
			['DELETE', undefined],
		] as const) {
			expect((await zoom.api(method, pending, body)).json.code).toBe(1120);
		}
	});

	test('who is invited anew after that has a new invitation, or the address counts as taken', async () => {
		await flag('kim.invited@example.edu', { invitationExpired: true });
		const invite = async (action: string) => (await create({ email: 'kim.invited@example.edu' }, action)).json.code;
		await zoom.settings({ expiredInvitations: 'held' });
		expect(await invite('create')).toBe(1005);
		await zoom.settings({ expiredInvitations: 'renewed' });
		expect([await invite('ssoCreate'), await invite('create')]).toEqual([1005, undefined]);
		expect((await zoom.get(pending)).status).toBe(200);
	});

	test('permissions are those of the role', async () => {
		expect((await zoom.get(`${admin}/permissions`)).json.permissions).toContain('User:Edit');
		expect((await zoom.get(`${ann}/permissions`)).json.permissions).toEqual([]);
	});

	test('an address is known or not', async () => {
		expect((await zoom.get('/users/email?email=ann.lee%40example.edu')).json).toEqual({ existed_email: true });
		expect((await zoom.get('/users/email?email=x%40example.edu')).json).toEqual({ existed_email: false });
		expect((await zoom.get('/users/email')).json.code).toBe(300);
	});
});

describe('creating', () => {
	test.each([
		['create', 'pending'],
		['custCreate', 'active'],
		['ssoCreate', 'active'],
		['autoCreate', 'active'],
	])('%s makes an account that is %s', async (action, status) => {
		const { status: answered, json } = await create(
			{ email: 'new@example.edu', first_name: 'New', last_name: 'One' },
			action,
		);
		expect([answered, json]).toEqual([
			201,
			{ id: expect.any(String), email: 'new@example.edu', first_name: 'New', last_name: 'One', type: 1 },
		]);
		expect((await zoom.get('/users/new%40example.edu')).json.status).toBe(status);
	});

	test.each([
		[
			'an active address',
			{ email: 'ann.lee@example.edu' },
			409,
			1005,
			'Email "ann.lee@example.edu" has already been used.',
		],
		[
			'a pending address',
			{ email: 'kim.invited@example.edu' },
			409,
			1005,
			expect.stringContaining('already been used'),
		],
		['an inactive address, other case', { email: 'JACK.GONE@example.edu' }, 409, 1005, expect.any(String)],
		[
			'an account elsewhere',
			{ email: 'taken@elsewhere.example' },
			400,
			1009,
			'The user taken@elsewhere.example already holds an active account.',
		],
		['a blocked domain', { email: 'x@blocked.example' }, 400, 1107, 'Email domain is blocked.'],
		['no address', { email: 'x' }, 400, 300, 'Validation Failed.'],
		['an unknown type', { email: 'x@example.edu', type: 7 }, 400, 300, 'Validation Failed.'],
		['type 99 without SSO', { email: 'x@example.edu', type: 99 }, 400, 300, 'Validation Failed.'],
	])('with %s is refused', async (_, info, status, code, message) => {
		const answer = await create(info);
		expect([answer.status, answer.json]).toEqual([status, expect.objectContaining({ code, message })]);
	});

	test('names the field that is wrong', async () => {
		expect((await create({ email: 'x' })).json.errors).toEqual([
			{ field: 'user_info.email', message: 'Invalid field.' },
		]);
		expect((await zoom.api('POST', '/users', { action: 'conjure', user_info: {} })).json.errors[0].field).toBe(
			'action',
		);
	});

	test.each([
		['the licences are used up', { licences: { licensed: 0 } }, { type: 2 }, 'create', 400, 2034],
		['the Basic seats are used up', { licences: { basic: 0 } }, { type: 1 }, 'create', 400, 2033],
		['no phone licence is left', { licences: { phone: 0 } }, { feature: { zoom_phone: true } }, 'create', 404, 1102],
		['SSO is off', { ssoEnabled: false }, {}, 'ssoCreate', 400, 2002],
		['SSO users cannot be made ahead', { ssoPreProvision: false }, {}, 'ssoCreate', 400, 2032],
		['the domain is not managed', { managedDomains: ['other.example'] }, {}, 'autoCreate', 400, 1116],
		['the password is weak', {}, { password: 'weak' }, 'autoCreate', 400, 300],
	])('fails when %s', async (_, settings, info, action, status, code) => {
		await zoom.settings(settings);
		const answer = await create({ email: 'new@example.edu', ...info }, action);
		expect([answer.status, answer.json.code]).toEqual([status, code]);
		expect((await zoom.get('/users/new%40example.edu')).status).toBe(404);
	});

	test('can say 412, as older accounts did, and answer an empty id for an unlinked account', async () => {
		await zoom.settings({ duplicateStatus: 412, unlinkedAccounts: ['unlinked@example.edu'] });
		expect((await create({ email: 'ann.lee@example.edu' })).status).toBe(412);
		expect((await create({ email: 'unlinked@example.edu' })).json.id).toBe('');
	});

	test('ends at the day’s limit', async () => {
		await zoom.settings({ rateLimits: 'free', dailyLimitDivisor: 50 });
		expect((await create({ email: 'one@example.edu' })).status).toBe(201);
		await new Promise((resolve) => setTimeout(resolve, 1010 - (Date.now() % 1000)));
		const { status, headers } = await create({ email: 'two@example.edu' });
		expect([status, headers['retry-after']]).toEqual([429, expect.stringMatching(/T00:00:00Z$/)]);
	});

	test('passes over fields that it does not know', async () => {
		await create({ email: 'new@example.edu', dept: 'Botany' }, 'custCreate');
		expect((await zoom.get('/users/new%40example.edu')).json).not.toHaveProperty('dept');
	});
});

describe('updating', () => {
	test('takes every profile field', async () => {
		const fields = {
			first_name: 'Anna',
			last_name: 'Leigh',
			dept: 'Botany',
			job_title: 'Professor',
			company: 'EDU',
			cost_center: '42',
			location: 'Berlin',
			manager: 'olivia@example.edu',
			language: 'de-DE',
			timezone: 'Europe/Paris',
			cms_user_id: 'ann',
			phone_numbers: [{ code: '+1', country: 'US', label: 'Office', number: '5550100' }],
			custom_attributes: [{ key: 'cbf_x', name: 'A1', value: '1' }],
		};
		expect((await zoom.api('PATCH', ann, fields)).status).toBe(204);
		expect((await zoom.get(ann)).json).toMatchObject({
			...fields,
			phone_numbers: [{ ...fields.phone_numbers[0], verified: false }],
		});
	});

	test.each([
		['4 phone numbers', { phone_numbers: Array(4).fill({ code: '+1', country: 'US', number: '1' }) }, 'phone_numbers'],
		['6 attributes', { custom_attributes: Array(6).fill({ key: 'k', value: 'v' }) }, 'custom_attributes'],
		['a manager who is not there', { manager: 'nobody@example.edu' }, 'manager'],
		['a PMI of nine digits', { pmi: 123456789 }, 'pmi'],
		['a name of 65 characters', { first_name: 'x'.repeat(65) }, 'first_name'],
		['another network', { linkedin_url: 'https://example.com' }, 'linkedin_url'],
		['a Zoom One type that lost digits', '{"zoom_one_type":144115188075855870}', 'zoom_one_type'],
	])('refuses %s', async (_, body, field) => {
		const { status, json } = await zoom.api('PATCH', ann, body);
		expect([status, json.errors]).toEqual([400, [{ field, message: 'Invalid field.' }]]);
	});

	test('keeps the digits of a licence beyond 2^53, both ways', async () => {
		expect((await zoom.api('PATCH', ann, '{"zoom_one_type":144115188075855872}')).status).toBe(204);
		expect((await zoom.get(ann)).text).toContain('"zoom_one_type":144115188075855872');
		await zoom.api('PATCH', ann, { zoom_one_type: 0 });
		expect((await zoom.get(ann)).json).not.toHaveProperty('zoom_one_type');
	});

	test('takes one kind of licence at a time', async () => {
		expect((await zoom.api('PATCH', ann, { type: 1, zoom_one_type: 64 })).json.code).toBe(300);
		expect((await zoom.get(ann)).json.type).toBe(2);
		await zoom.settings({ licences: { basic: 0 } });
		expect((await zoom.api('PATCH', ann, { type: 1 })).json.code).toBe(2033);
	});

	test('of an inactive user is 1053; a pending one takes a group and nothing else', async () => {
		expect((await zoom.api('PATCH', inactive, { dept: 'x' })).json.code).toBe(1053);
		expect((await zoom.api('PATCH', pending, { dept: 'x' })).json.code).toBe(300);
		const { json } = await zoom.get('/groups');
		const [group] = json.groups;
		expect((await zoom.api('PATCH', pending, { group_id: group.id })).status).toBe(204);
		expect((await zoom.api('PATCH', pending, { group_id: 'none' })).json.code).toBe(4130);
		const { json: members } = await zoom.get(`/groups/${group.id}/members`);
		const kim = members.members.find((one: any) => one.email === 'kim.invited@example.edu');
		expect(kim).not.toHaveProperty('id');
	});

	test('switches the phone on and off; with Zoom One it is part of the licence', async () => {
		const phone = '/phone/users/gina.rossi%40example.edu';
		const gina = '/users/gina.rossi%40example.edu';
		expect((await zoom.get(phone)).json.code).toBe(1001);
		await zoom.api('PATCH', gina, { feature: { zoom_phone: true } });
		expect((await zoom.get(phone)).json).toMatchObject({ status: 'activate', calling_plans: [] });
		await zoom.api('PATCH', gina, { feature: { zoom_phone: false } });
		expect((await zoom.get(phone)).status).toBe(404);
		await zoom.api('PATCH', gina, { zoom_one_type: 64 });
		expect((await zoom.api('PATCH', gina, { feature: { zoom_phone: true } })).json.code).toBe(300);
	});
});

describe('status', () => {
	const status = (path: string, action: string) => zoom.api('PUT', `${path}/status`, { action });

	test('deactivation takes the licences, and activation does not give them back', async () => {
		await zoom.api('PATCH', ann, { zoom_one_type: 64 });
		expect((await status(ann, 'deactivate')).status).toBe(200);
		expect((await status(ann, 'deactivate')).status).toBe(200);
		expect((await zoom.get(ann)).json).toMatchObject({ status: 'inactive', type: 1 });
		await status(ann, 'activate');
		const { json } = await zoom.get(ann);
		expect(json).toMatchObject({ status: 'active', type: 1 });
		expect(json).not.toHaveProperty('zoom_one_type');
	});

	test.each([
		['an admin', admin, {}, 'deactivate', 200],
		['a Zoom Room', ann, { zoomRoom: true }, 'deactivate', 200],
		['somebody with events ahead', ann, { zoomEvents: true }, 'deactivate', 300],
		['a pending user', pending, {}, 'deactivate', 300],
		['an unknown action', ann, {}, 'explode', 300],
	])('of %s cannot be changed', async (_, path, flags, action, code) => {
		await flag(decodeURIComponent(path.slice('/users/'.length)), flags);
		const answer = await status(path, action);
		expect([answer.status, answer.json.code]).toEqual([400, code]);
	});

	test('activation needs a seat', async () => {
		await zoom.settings({ licences: { basic: 0 } });
		expect((await status(inactive, 'activate')).json.code).toBe(3412);
	});

	test('may be answered 204', async () => {
		await zoom.settings({ statusChangeAnswer: 204 });
		expect((await status(ann, 'deactivate')).status).toBe(204);
	});
});

describe('address', () => {
	const change = (path: string, email: string) => zoom.api('PUT', `${path}/email`, { email });

	test('changes three times a day at most', async () => {
		let path = ann;
		for (const name of ['a', 'b', 'c']) {
			expect((await change(path, `${name}@example.edu`)).status).toBe(204);
			path = `/users/${name}%40example.edu`;
		}
		expect((await change(path, 'd@example.edu')).status).toBe(429);
		await zoom.advance(86_400 + 1);
		await zoom.renewToken();
		expect((await change(path, 'd@example.edu')).status).toBe(204);
		expect((await zoom.get(ann)).status).toBe(404);
	});

	test.each([
		['outside the managed domains', ann, 'ann@gmail.example', 400, 1116],
		['that somebody has', ann, 'bo.andersson@example.edu', 409, 1005],
		['of an admin', admin, 'x@example.edu', 400, 1000],
		['of nobody', '/users/nobody%40example.edu', 'x@example.edu', 404, 1001],
	])('%s is refused', async (_, path, email, status, code) => {
		const answer = await change(path, email);
		expect([answer.status, answer.json.code]).toEqual([status, code]);
	});
});

describe('password and token', () => {
	beforeEach(() => zoom.control('PATCH', '/users', { user: 'ann.lee@example.edu', login_types: [100] }));
	const set = (path: string, password: string) => zoom.api('PUT', `${path}/password`, { password });

	test.each([
		['Aa1!x', 1124],
		['123!567#', 1125],
		['abzq!Fgh', 1126],
		['abzq1Fgh', 1127],
		['abzq1!gh', 1128],
		['abzq1!GGG', 1130],
		['abcd1!Gz', 1131],
		['Passw0rd!z', 1136],
	])('the password %s is %i', async (password, code) => {
		expect((await set(ann, password)).json.code).toBe(code);
	});

	test('a good one is taken once', async () => {
		expect((await set(ann, 'if42!LfH@')).status).toBe(204);
		expect((await set(ann, 'if42!LfH@')).json.code).toBe(300);
	});

	test('admins and people with single sign-on keep theirs', async () => {
		expect((await set(admin, 'if42!LfH@')).json.code).toBe(1117);
		expect((await set('/users/bo.andersson%40example.edu', 'if42!LfH@')).json.code).toBe(1123);
	});

	test('a token is revoked', async () => {
		expect((await zoom.api('DELETE', `${ann}/token`)).status).toBe(204);
		const { users } = await zoom.control('GET', '/state');
		expect(users.find((user: any) => user.email === 'ann.lee@example.edu').sessions).toBe(0);
	});
});

describe('deleting', () => {
	beforeEach(() => zoom.settings({ managedDomains: [] }));
	const remove = (path: string, query = '') => zoom.api('DELETE', `${path}${query}`);

	test.each([
		['an admin', admin, {}, '', 1117],
		['a Zoom Room', ann, { zoomRoom: true }, '', 200],
		['a call-queue manager', ann, { callQueueManager: true }, '', 1000],
		['somebody whom Zoom shows and does not remove', ann, { unremovable: true }, '', 1001],
		['somebody with Zoom Events and no heir', ann, { zoomEvents: true }, '', 300],
		['a pending user for good', pending, {}, '?action=delete', 300],
		['in favour of oneself', ann, {}, '?transfer_email=ANN.LEE%40example.edu', 300],
		['in favour of a Basic user', ann, {}, '?transfer_email=hugo.helper%40example.edu&transfer_recording=true', 300],
		['in favour of nobody', ann, {}, '?transfer_email=x%40example.edu', 1001],
	])('%s is refused', async (_, path, flags, query, code) => {
		await flag(decodeURIComponent(path.slice('/users/'.length)), flags);
		expect((await remove(path, query)).json.code).toBe(code);
		expect((await zoom.get(path)).status).toBe(200);
	});

	test('an address of a managed domain cannot be unlinked, only deleted', async () => {
		await zoom.settings({ managedDomains: ['example.edu'] });
		expect((await remove(ann)).json.code).toBe(1107);
		expect((await remove(pending)).status).toBe(204);
		expect((await remove(ann, '?action=delete')).status).toBe(204);
	});

	test('hands over what was asked for, and takes the rest along', async () => {
		const query = '?action=delete&transfer_email=bo.andersson%40example.edu&transfer_recording=true';
		expect((await remove(ann, query)).status).toBe(204);
		const from = new Date(Date.now() - 9 * 86_400_000).toISOString().slice(0, 10);
		const { json } = await zoom.get(`/users/bo.andersson%40example.edu/recordings?from=${from}`);
		expect(json.meetings.map((one: any) => one.topic)).toContain('Photosynthesis (BIO 101)');
		await remove('/users/chloe.dubois%40example.edu');
		const { json: all } = await zoom.get(`/accounts/me/recordings?from=${from}`);
		expect(all.meetings.map((one: any) => one.topic)).not.toContain('Statistics I, weekly lecture');
		expect((await remove(ann)).json.code).toBe(1001);
	});

	test('a pending user is disassociated', async () => {
		expect((await remove(pending)).status).toBe(204);
		expect((await zoom.get('/users?status=pending')).json.users).toEqual([]);
	});

	test('two at the same time are too many', async () => {
		await zoom.settings({ concurrencyLockMs: 200 });
		const answers = await Promise.all([remove(ann), remove(ann)]);
		expect(answers.map(({ status }) => status).sort()).toEqual([204, 429]);
		expect(answers.find(({ status }) => status === 429)!.json.message).toBe(
			'Too many concurrent requests. A request to disassociate this user has already been made.',
		);
	});
});
