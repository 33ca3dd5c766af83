import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { ZoomAlone } from './zoom-alone';
import { SCHEMAS, schemaFacts } from './zoom-schemas';

const TABLE = resolve(__dirname, '../../sandbox/zoom/contract/facts.txt');

/** The table by endpoint, without comments and without facts that are younger than the schemas. */
function table(): Map<string, string[]> {
	const facts = new Map<string, string[]>();
	for (const line of readFileSync(TABLE, 'utf8').split('\n')) {
		if (line === '' || line.startsWith('#') || line.startsWith('  later ')) continue;
		if (line.startsWith('  ')) [...facts.values()].at(-1)!.push(line.trim());
		else facts.set(line, []);
	}
	return facts;
}

describe("the table of Zoom's contract", () => {
	if (!existsSync(SCHEMAS)) process.stdout.write("Skipped: Zoom's schemas (../shared/reference/specs) are not here.\n");
	const withSchemas = existsSync(SCHEMAS) ? test : test.skip;

	withSchemas("says what Zoom's published schemas say, no more and no less", () => {
		const schemas = schemaFacts();
		const ours = [...table()].filter(([, facts]) => !facts[0]!.endsWith(' master'));
		expect(ours.length).toBeGreaterThan(60);
		for (const [endpoint, facts] of ours) expect({ [endpoint]: facts }).toEqual({ [endpoint]: schemas.get(endpoint) });
	});

	test('knows every endpoint that the local Zoom answers, each with the day of its schema', () => {
		const source = readFileSync(resolve(__dirname, '../../sandbox/zoom/account/endpoints.mts'), 'utf8');
		const answered = [...source.matchAll(/row\(\s*'([^']+)'/g)].map(([, endpoint]) => endpoint!);
		const known = table();
		expect([...known.keys()].toSorted()).toEqual(answered.toSorted());
		for (const facts of known.values()) expect(facts[0]).toMatch(/^since 2026-\d\d-\d\d( master)?$/);
	});
});

describe('a request that breaks the contract', () => {
	let zoom: ZoomAlone;
	let user: string;
	let group: string;
	beforeAll(async () => {
		zoom = await ZoomAlone.start('--data', 'demo');
		const users = (await zoom.get('/users')).json.users as Array<{ id: string; email: string }>;
		user = users.find(({ email }) => email === 'ann.lee@example.edu')!.id;
		group = (await zoom.get('/groups')).json.groups[0].id;
	});
	afterAll(() => zoom.stop());

	const ATTRIBUTES = [1, 2, 3, 4, 5, 6].map((n) => ({ key: `cbf_${n}`, name: `Field ${n}`, value: 'x' }));
	const PEOPLE = Array.from({ length: 31 }, (_, n) => ({ email: `person${n}@example.edu` }));

	test.each<[string, string, () => string, unknown, { status: number; code: number; fields?: string[] }]>([
		['an unknown path', 'GET', () => '/users/everybody/at/once', undefined, { status: 404, code: 2300 }],
		['a method that the path does not have', 'PUT', () => '/groups', { name: 'A' }, { status: 404, code: 2300 }],
		['a missing parameter', 'GET', () => '/users/email', undefined, { status: 400, code: 300, fields: ['email'] }],
		['a missing field', 'PUT', () => `/users/${user}/status`, {}, { status: 400, code: 300, fields: ['action'] }],
		[
			'a missing field of a field',
			'POST',
			() => '/users',
			{ action: 'create', user_info: { type: 1 } },
			{ status: 400, code: 300, fields: ['user_info.email'] },
		],
		[
			'a text for a number',
			'PATCH',
			() => `/users/${user}`,
			{ type: '2' },
			{ status: 400, code: 300, fields: ['type'] },
		],
		['a number for a text', 'PATCH', () => `/users/${user}`, { dept: 7 }, { status: 400, code: 300, fields: ['dept'] }],
		['null for a text', 'PATCH', () => `/users/${user}`, { dept: null }, { status: 400, code: 300, fields: ['dept'] }],
		[
			'a value that no list has',
			'GET',
			() => '/users?status=all',
			undefined,
			{ status: 400, code: 300, fields: ['status'] },
		],
		[
			'a page that is too large',
			'GET',
			() => '/groups?page_size=301',
			undefined,
			{ status: 400, code: 300, fields: ['page_size'] },
		],
		[
			'a day that is none',
			'GET',
			() => `/users/${user}/recordings?from=yesterday`,
			undefined,
			{ status: 400, code: 300, fields: ['from'] },
		],
		[
			'a moment for a day',
			'GET',
			() => `/users/${user}/recordings?from=2026-11-01T00:00:00Z`,
			undefined,
			{ status: 400, code: 300, fields: ['from'] },
		],
		[
			'a name of 65 characters',
			'PATCH',
			() => `/users/${user}`,
			{ first_name: 'x'.repeat(65) },
			{ status: 400, code: 300, fields: ['first_name'] },
		],
		[
			'six custom attributes',
			'PATCH',
			() => `/users/${user}`,
			{ custom_attributes: ATTRIBUTES },
			{ status: 400, code: 300, fields: ['custom_attributes'] },
		],
		[
			'31 members in a call',
			'POST',
			() => `/groups/${group}/members`,
			{ members: PEOPLE },
			{ status: 400, code: 300, fields: ['members'] },
		],
		[
			'a phone page that is too large',
			'GET',
			() => '/phone/users?page_size=101',
			undefined,
			{ status: 400, code: 400, fields: ['page_size'] },
		],
		[
			'a primary group without a target',
			'PATCH',
			() => `/groups/${group}/members/${user}`,
			{ action: 'set_primary' },
			{ status: 400, code: 300 },
		],
	])('%s is refused', async (_, method, path, body, expected) => {
		const { status, json } = await zoom.api(method, path(), body);
		const fields = (json.errors as Array<{ field: string }> | undefined)?.map(({ field }) => field);
		expect({ status, code: json.code, ...(expected.fields ? { fields } : {}) }).toEqual(expected);
	});

	test('a body that is not declared as JSON is refused', async () => {
		const headers = { 'content-type': 'text/plain' };
		const { status, json } = await zoom.api('PATCH', `/users/${user}`, '{"dept":"Physics"}', headers);
		expect([status, json.code]).toEqual([400, 300]);
	});

	test('names that no schema has are passed over in silence, as Zoom does, and remembered for whoever sent them', async () => {
		expect((await zoom.api('PATCH', `/users/${user}`, { departement: 'Physics' })).status).toBe(204);
		expect((await zoom.get('/groups?status=active')).status).toBe(200);
		await zoom.reset();
		expect((await zoom.control('GET', '/unknown')).unknown).toEqual([
			'GET /groups: query status',
			'PATCH /users/{userId}: body departement',
		]);
	});
});
