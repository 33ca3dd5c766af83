import { KalturaMedia } from '../../nodes/KalturaMedia/KalturaMedia.node';
import { KalturaUsers } from '../../nodes/KalturaUsers/KalturaUsers.node';
import type { Sandbox } from '../sandbox';
import { startSandbox } from '../sandbox';
import { shortenWaits } from '../short-waits';
import { openSandboxZoom } from '../zoom-client';

import { ImportBench } from './kaltura-import-bench';

/**
 * The product against a Zoom and a Kaltura that answer with everything that their documents allow: whatever was drawn, the end
 * is the one that kind vendors would have led to, and doing it again changes nothing. SEED=… plays one again, SEEDS=… draws so many.
 */
const SEEDS = process.env.SEED
	? [Number(process.env.SEED)]
	: [20261130, ...Array.from({ length: Number(process.env.SEEDS ?? 0) }, () => Math.floor(Math.random() * 1e9))];
process.stdout.write(`hostile vendors: SEED=${SEEDS.join(', SEED=')}\n`);

describe.each(SEEDS)('hostile vendors (SEED=%d)', (seed) => {
	let sandbox: Sandbox;
	beforeAll(async () => {
		sandbox = await startSandbox({ data: 'people', mood: 'hostile', seed, indexLagMs: 200, conversionMs: 100 });
	});
	afterAll(() => sandbox?.stop());
	shortenWaits();

	test('gives up every user, group and member of it once, with what is known of them', async () => {
		const zoom = await openSandboxZoom(sandbox, { attempts: 8 });
		const state = await sandbox.control.zoom.state();
		for (let round = 0; round < 5; round++) {
			const users: string[] = [];
			for await (const page of zoom.users.list('active')) users.push(...page.map(({ email }) => email));
			const active = state.users.filter(({ status }: any) => status === 'active').map(({ email }: any) => email);
			expect(users.toSorted()).toEqual(active.toSorted());
			const groups: string[] = [];
			for await (const page of zoom.groups.list()) groups.push(...page.map(({ name }) => name));
			expect(groups.toSorted()).toEqual(state.groups.map(({ name }: any) => name).toSorted());
		}
	});

	test('takes a member in, once, whatever its answers say', async () => {
		const zoom = await openSandboxZoom(sandbox, { attempts: 8 });
		const group = (await zoom.groups.find('Assistants'))!;
		const people = ['ann.lee@example.edu', 'hugo.helper@example.edu', 'nobody@example.edu'];
		for (let round = 0; round < 5; round++) {
			const outcomes = await zoom.groups.addMembers(group.id, people);
			expect(outcomes.map(({ outcome }) => outcome)).toEqual(['added', 'added', 'not-found']);
		}
	});

	/** Reads are repeated by the nodes themselves; a run that met more than that is repeated as its next one would. */
	const untilAnswered = async (run: () => Promise<any[]>): Promise<any[]> => {
		for (let tries = 1; ; tries++) {
			const outcome = await run().then(
				(items) => ({ items }),
				(error: Error) => ({ error }),
			);
			if ('items' in outcome) return outcome.items;
			if (tries >= 8) throw outcome.error;
		}
	};

	test('gives up every user, group, membership and entry of Kaltura once, however it pages', async () => {
		const { n8n } = new ImportBench(sandbox);
		for (let at = 0; at < 240; at++) {
			await sandbox.control.kaltura.call('POST', '/users', {
				id: `many${at}@example.edu`,
				email: `many${at}@example.edu`,
			});
		}
		await sandbox.control.kaltura.call('POST', '/index');
		const state = await sandbox.control.kaltura.call('GET', '/state?all=1');
		const people = state.users.filter(({ type, status }: any) => Number(type ?? 0) === 0 && Number(status) !== 2);
		expect(people.length).toBeGreaterThan(240);
		for (let round = 0; round < 4; round++) {
			const users = await untilAnswered(async () => {
				const [items] = await n8n.runNode(new KalturaUsers(), {
					parameters: { resource: 'user', operation: 'getAll', returnAll: true },
				});
				return items!.map(({ json }) => json.id);
			});
			expect(users.toSorted()).toEqual(people.map(({ id }: any) => id).toSorted());
			const entries = await untilAnswered(async () => {
				const [items] = await n8n.runNode(new KalturaMedia(), {
					parameters: { resource: 'entry', operation: 'getAll', returnAll: true },
				});
				return items!.map(({ json }) => json.id);
			});
			expect(new Set(entries).size).toBe(entries.length);
		}
	}, 60_000);

	test('has its recordings in Kaltura once and complete, and a second run writes nothing', async () => {
		const bench = new ImportBench(sandbox);
		const uuids: string[] = [];
		for (let at = 0; at < 3; at++) uuids.push(await bench.meeting({ topic: `Lecture ${at}`, minutesAgo: 60 + at }));
		/** As the next reconcile would: again as long as a vendor was not to be reached. */
		const untilDone = async (uuid: string) => {
			for (let tries = 1; ; tries++) {
				const outcome = await bench.importOne(uuid, { options: { indexWait: 0.3 } }).then(
					(item) => item.outcome,
					(error: Error) => ({ status: 'failed', retryable: true, message: error.message }),
				);
				if (!outcome.retryable || tries >= 8) return outcome;
			}
		};
		for (const uuid of uuids) expect((await untilDone(uuid)).status).toMatch(/^(imported|already-imported)$/);
		await bench.settled();
		for (const [at, uuid] of uuids.entries()) {
			const entries = await bench.entriesOf(uuid);
			expect(entries.filter(({ parentEntryId }) => !parentEntryId).map(({ name }) => name)).toEqual([`Lecture ${at}`]);
			expect(entries).toHaveLength(3);
		}
		await sandbox.control.kaltura.clearRequests();
		for (const uuid of uuids) expect((await untilDone(uuid)).status).toBe('already-imported');
		expect((await sandbox.control.kaltura.counts()).writes).toBe(0);
	});
});
