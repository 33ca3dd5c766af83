import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ZoomAlone } from './zoom-alone';

/** What survives a restart, what a reset forgets, and what separates accounts. */
test('a restart keeps users, recordings, tokens, the clock and waiting deliveries', async () => {
	const folder = mkdtempSync(join(tmpdir(), 'zoom-state-'));
	const file = join(folder, 'zoom.json');
	try {
		const first = await ZoomAlone.start('--state', file);
		await first.api('PATCH', '/users/ann.lee%40example.edu', { zoom_one_type: 64, dept: 'Botany' });
		await first.control('POST', '/meetings', { topic: 'Kept', files: [{ recordingType: 'active_speaker' }] });
		await first.control('POST', '/subscriptions', { url: 'http://127.0.0.1:9/', validate: false });
		const { instances } = await first.control('GET', '/state');
		await first.control('POST', '/events', { event: 'recording.completed', uuid: instances[0].uuid });
		await first.advance(120);
		const { now } = await first.control('GET', '/clock');
		const { token } = first;
		await first.stop();

		const second = await ZoomAlone.start('--state', file);
		try {
			second.token = token;
			expect((await second.get('/users/ann.lee%40example.edu')).json).toMatchObject({
				dept: 'Botany',
				zoom_one_type: 64,
			});
			const state = await second.control('GET', '/state');
			expect(state.instances).toHaveLength(instances.length);
			expect(Date.parse((await second.control('GET', '/clock')).now)).toBeGreaterThanOrEqual(Date.parse(now));
			await second.advance(181);
			expect((await second.control('GET', '/deliveries')).deliveries[0].attempts).toHaveLength(2);
		} finally {
			await second.stop();
		}
	} finally {
		rmSync(folder, { recursive: true });
	}
});

test('a data set has the same ids on every start, and other accounts have others', async () => {
	const [one, two, other] = await Promise.all([
		ZoomAlone.start(),
		ZoomAlone.start(),
		ZoomAlone.start('--account', '1'),
	]);
	try {
		const ids = async (zoom: ZoomAlone) => {
			const { instances, users, accountId } = await zoom.control('GET', '/state');
			const uuids = instances.map(({ uuid }: { uuid: string }) => uuid);
			return { all: [accountId, ...uuids, ...users.map(({ id }: { id: string }) => id)], users };
		};
		const [a, b, c] = await Promise.all([ids(one), ids(two), ids(other)]);
		expect(a.all).toEqual(b.all);
		expect(a.all.filter((id) => c.all.includes(id))).toEqual([]);
		expect(c.users.map(({ email }: { email: string }) => email)).toContain('ann.lee@account1.example.edu');
	} finally {
		await Promise.all([one.stop(), two.stop(), other.stop()]);
	}
});

test('an unknown setting, data set or control call is refused by name', async () => {
	const zoom = await ZoomAlone.start();
	try {
		await expect(zoom.settings({ downloads: { renges: 'ignore' } })).rejects.toThrow('downloads.renges');
		await expect(zoom.reset('nothing')).rejects.toThrow('There is no data set');
		await expect(zoom.control('GET', '/nothing')).rejects.toThrow('The control API does not know GET /nothing.');
	} finally {
		await zoom.stop();
	}
});
