import { readAccess } from '../../../lib/zoom/access-snapshot';
import { createZoomClient } from '../../../lib/zoom/client';
import { RateLimiter } from '../../../lib/zoom/rate-limits';

import { answer, FakeClock } from './fake-zoom';

const OPTIONS = { accountId: 'acc', takenAt: '2026-11-22T00:00:00Z', groupAdmins: false, phones: false };

/** Reads an account whose lists answer with these bodies, as text so that big numbers stay as Zoom writes them. */
async function read(bodies: Record<string, string>) {
	const asked: string[] = [];
	const zoom = createZoomClient(
		async ({ path, query = {} }) => {
			const { status, type, next_page_token: token } = query;
			const key = [path, status ?? type, token].filter(Boolean).join(' ');
			asked.push(key);
			return answer(200, bodies[key] ?? '{}');
		},
		{ limiter: new RateLimiter('unlimited'), clock: new FakeClock() },
	);
	return { ...(await readAccess(zoom, OPTIONS)), asked };
}
const active = async (row: string) => (await read({ '/users active': `{"users":[${row}]}` })).snapshot.users;

test('a row of the user list becomes a user, with numbers beyond 2^53 as they are', async () => {
	const [user] =
		await active(`{"id":"u1","email":"Ann.Lee@Example.edu","first_name":"Ann","last_name":"Lee","display_name":"Ann Lee",
		"type":2,"zoom_one_type":576460752303423489,"plan_united_type":"1","role_id":"0","group_ids":["g2","g1"],"status":"active",
		"user_created_at":"2020-01-02T03:04:05Z","created_at":"2021-01-01T00:00:00Z","last_login_time":"2026-11-20T00:00:00Z",
		"verified":1,"dept":"Physics","employee_unique_id":"E1","pmi":123,"pic_url":"https://zoom.example/p"}`);
	expect(user).toEqual({
		id: 'u1',
		email: 'ann.lee@example.edu',
		firstName: 'Ann',
		lastName: 'Lee',
		displayName: 'Ann Lee',
		status: 'active',
		planType: 2,
		zoomOneType: '576460752303423489',
		planUnitedType: '1',
		roleId: '0',
		groupIds: ['g2', 'g1'],
		createdAt: '2020-01-02T03:04:05Z',
		lastLoginAt: '2026-11-20T00:00:00Z',
		verified: true,
		department: 'Physics',
		employeeUniqueId: 'E1',
		loginTypes: [],
	});
});

test.each<[string, string, object]>([
	['a bare row', '{"id":"u1"}', { id: 'u1', email: '', planType: null, roleId: '', groupIds: [], createdAt: null }],
	[
		'null everywhere',
		'{"id":"u1","email":null,"first_name":null,"type":null,"role_id":null,"group_ids":null,"last_login_time":null,"verified":null,"status":null}',
		{
			email: '',
			firstName: '',
			planType: null,
			roleId: '',
			groupIds: [],
			lastLoginAt: null,
			verified: false,
			status: 'active',
		},
	],
	[
		'numbers as text and text as numbers',
		'{"id":7,"type":"2","role_id":1,"group_ids":[12,"g"],"verified":"1","employee_unique_id":42}',
		{ id: '7', planType: 2, roleId: '1', groupIds: ['12', 'g'], verified: true, employeeUniqueId: '42' },
	],
	['a plan in words', '{"id":"u1","type":"Licensed"}', { planType: null }],
	['a status that nobody knows', '{"id":"u1","status":"on-leave"}', { status: 'on-leave' }],
	[
		'only the older time of creation',
		'{"id":"u1","created_at":"2021-01-01T00:00:00Z"}',
		{ createdAt: '2021-01-01T00:00:00Z' },
	],
])('%s is read as far as it goes', async (_, row, expected) => {
	expect(await active(row)).toEqual([expect.objectContaining(expected)]);
});

test('somebody who is pending has the address for an id; who stands in two lists counts once', async () => {
	const { snapshot, unnamed } = await read({
		'/users active':
			'{"users":[{"id":"u1","email":"a@x.edu"},{"first_name":"?"},{"first_name":"?"}],"next_page_token":"t"}',
		'/users active t': '{"users":[{"id":"u1","email":"a@x.edu"},{"id":"u2","email":"b@x.edu"}]}',
		'/users inactive': '{"users":[{"id":"u2","email":"b@x.edu","status":"inactive"}]}',
		'/users pending': '{"users":[{"email":"New@X.edu","status":"pending"}]}',
	});
	expect(snapshot.users.map(({ id, status }) => [id, status])).toEqual([
		['u1', 'active'],
		['u2', 'active'],
		['new@x.edu', 'pending'],
	]);
	expect(unnamed).toBe(2);
});

test('a role without privileges, and one with privileges for some groups only', async () => {
	const { snapshot } = await read({
		'/roles': '{"roles":[{"id":"a","name":"Bare","total_members":0}]}',
		'/roles iq': '{"roles":[{"id":"a","name":"Bare"},{"id":"q","name":"Analyst","type":"iq"}]}',
		'/roles/a': '{"id":"a","name":"Bare"}',
		'/roles/q':
			'{"id":"q","privileges":["User:Edit"],"privilege_scopes":[{"permission_id":"User:Edit","group_ids":["g1",2]}]}',
	});
	expect(snapshot.roles).toEqual([
		{ id: 'a', name: 'Bare', type: 'common', totalMembers: 0, privileges: [] },
		{
			id: 'q',
			name: 'Analyst',
			type: 'iq',
			totalMembers: null,
			privileges: ['User:Edit'],
			scopes: [{ privilege: 'User:Edit', groupIds: ['g1', '2'] }],
		},
	]);
});

test('what is no list of users is a failure, not an empty account', async () => {
	await expect(active('"nobody"')).rejects.toThrow(/list the active users/);
});
