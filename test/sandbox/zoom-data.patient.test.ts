import { ZoomAlone, encoded } from './zoom-alone';

/** The larger data sets are what they say they are. */
let zoom: ZoomAlone;
beforeAll(async () => {
	zoom = await ZoomAlone.start('--data', 'empty');
});
afterAll(() => zoom.stop());

/** All pages of a list. */
async function all(path: string, list: string): Promise<{ rows: any[]; pages: number }> {
	const rows: any[] = [];
	let pages = 0;
	for (let token = ''; pages === 0 || token; pages++) {
		const { json } = await zoom.get(`${path}${token ? `&next_page_token=${token}` : ''}`);
		rows.push(...json[list]);
		token = json.next_page_token;
	}
	return { rows, pages };
}

test('users-20000 has 20,000 users in all, 300 groups and 40 roles', async () => {
	await zoom.reset('users-20000');
	const [active, inactive, pending] = await Promise.all(
		['active', 'inactive', 'pending'].map((status) => all(`/users?page_size=2000&status=${status}`, 'users')),
	);
	expect(active!.rows.length + inactive!.rows.length + pending!.rows.length).toBe(20_000);
	expect(active!.pages).toBe(10);
	const groups = await all('/groups?page_size=300', 'groups');
	expect([groups.rows.length, groups.pages]).toEqual([300, 1]);
	expect((await zoom.get('/roles')).json.roles).toHaveLength(40);
	const [group] = groups.rows;
	const listed = await all(`/groups/${group.id}/members?page_size=2000`, 'members');
	expect(listed.rows).toHaveLength(group.total_members);
	const byRow = [...active!.rows, ...inactive!.rows, ...pending!.rows].filter((user) =>
		user.group_ids?.includes(group.id),
	);
	expect(byRow).toHaveLength(group.total_members);
});

test('recordings-20000 has 20,000 recordings of 200 hosts, reached month by month', async () => {
	await zoom.reset('recordings-20000');
	await zoom.renewToken();
	const seen = new Set<string>();
	const hosts = new Set<string>();
	const now = Date.now();
	const day = (at: number) => new Date(at).toISOString().slice(0, 10);
	for (let back = 0; back < 366; back += 28) {
		const range = `from=${day(now - (back + 27) * 86_400_000)}&to=${day(now - back * 86_400_000)}`;
		const { rows } = await all(`/accounts/me/recordings?page_size=300&${range}`, 'meetings');
		for (const row of rows) {
			seen.add(row.uuid);
			hosts.add(row.host_id);
		}
	}
	expect([seen.size, hosts.size]).toEqual([20_000, 200]);
	const [uuid] = seen;
	const { json } = await zoom.get(`/meetings/${encoded(uuid!)}/recordings`);
	expect(json.recording_files.every((file: any) => file.file_size > 0 && file.file_size < 70_000)).toBe(true);
});

test('directory holds every status, every plan type, and every privilege that Zoom documents', async () => {
	await zoom.reset('directory');
	await zoom.renewToken();
	const { users, roles, groups } = await zoom.control('GET', '/state');
	expect(new Set(users.map((user: any) => user.status))).toEqual(new Set(['active', 'inactive', 'pending']));
	expect(new Set(users.map((user: any) => user.type))).toEqual(new Set([1, 2, 4, 99]));
	const privileges = new Set(roles.flatMap((role: any) => role.privileges));
	for (const name of [
		'User:Read',
		'User:Edit',
		'Role:Read',
		'Role:Edit',
		'Group:Read',
		'Group:Edit',
		'Hologram:Edit',
	]) {
		expect(privileges).toContain(name);
	}
	const known = new Set(groups.map((group: any) => group.id));
	expect(users.some((user: any) => user.group_ids.some((id: string) => !known.has(id)))).toBe(true);
	const { text } = await zoom.get('/users/zoom.one%40example.edu');
	expect(text).toContain('"zoom_one_type":144115188075855872');
});
