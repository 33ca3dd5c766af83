import { randomBytes } from 'node:crypto';

import { FramePool } from '../../../lib/transfer/frames';
import { transfer } from '../../../lib/transfer/transfer';
import { FakeSink, FakeSource, passing } from './far-ends';

const SIZE = 45_500;
const CONTENT = randomBytes(SIZE);
/** A chunk with what the sink puts around it. */
const FRAME = 10_000 + 7 + 5;
const options = { chunkBytes: 10_000, baseDelayMs: 1 };

test.each([1, 3, 5])(
	'of many transfers at once none goes beyond the memory of %i frames, and each arrives',
	async (fit) => {
		const frames = new FramePool(fit * FRAME);
		const seen: number[] = [];
		const move = async () => {
			const sink = new FakeSink(SIZE, { onWrite: () => void seen.push(frames.counts.bytes) });
			await transfer(new FakeSource(CONTENT), sink, { ...options, frames });
			return sink.held.equals(CONTENT);
		};
		expect(await Promise.all(Array.from({ length: 8 }, move))).toEqual(Array.from({ length: 8 }, () => true));
		expect(Math.max(...seen)).toBeLessThanOrEqual(fit * FRAME);
		expect(frames.counts).toEqual({ bytesInUse: 0, idle: fit, bytes: fit * FRAME });
	},
);

test('a transfer that has all of the memory gives of it to one that comes later', async () => {
	const frames = new FramePool(4 * FRAME);
	const first = await frames.lease(FRAME);
	const more = [first.more()!, first.more()!, first.more()!];
	expect(first.more()).toBeNull();
	const waiting = frames.lease(FRAME);
	expect(first.isWantedBack).toBe(true);
	first.give(more.pop()!);
	const second = await waiting;
	// Half of it is the share of each.
	expect(second.more()).toBeNull();
	expect(first.isWantedBack).toBe(true);
	first.give(more.pop()!);
	expect(second.more()).not.toBeNull();
	expect(first.isWantedBack).toBe(false);
	expect([first.held, second.held]).toEqual([2, 2]);
});

test('those that wait have their turn in order, and one that is cancelled leaves the queue', async () => {
	const frames = new FramePool(FRAME);
	const first = await frames.lease(FRAME);
	const order: string[] = [];
	const stop = new AbortController();
	const second = frames.lease(FRAME, stop.signal).catch(() => order.push('second left'));
	const third = frames.lease(FRAME).then((lease) => {
		order.push('third');
		return lease;
	});
	stop.abort(new Error('stopped'));
	await second;
	first.end();
	(await third).end();
	expect(order).toEqual(['second left', 'third']);
	expect(frames.counts.bytesInUse).toBe(0);
});

test('a transfer that is cancelled while it waits for memory has not begun anything', async () => {
	const frames = new FramePool(FRAME);
	await frames.lease(FRAME);
	const stop = new AbortController();
	const source = new FakeSource(CONTENT);
	const sink = new FakeSink(SIZE);
	const waiting = transfer(source, sink, { ...options, frames, signal: stop.signal });
	stop.abort();
	await expect(waiting).rejects.toMatchObject({ code: 'cancelled' });
	expect(source.offsets).toEqual([]);
	expect(sink.log).toEqual([]);
});

test('a chunk that is larger than all of the memory goes alone', async () => {
	const frames = new FramePool(FRAME);
	const small = await frames.lease(FRAME);
	let large = false;
	const waiting = frames.lease(3 * FRAME).then((lease) => {
		large = true;
		return lease;
	});
	await new Promise((done) => setImmediate(done));
	expect(large).toBe(false);
	small.end();
	expect((await waiting).more()).toBeNull();
});

test('each transfer heeds the limit that it was given', async () => {
	const frames = new FramePool();
	const lease = await frames.lease(FRAME, undefined, 2 * FRAME);
	expect([lease.more() !== null, lease.more()]).toEqual([true, null]);
});

test('frames come back from transfers that fail', async () => {
	const frames = new FramePool(5 * FRAME);
	const source = new FakeSource(CONTENT, [{ breakAfter: 25_000 }, { refuse: passing() }]);
	const failing = transfer(source, new FakeSink(SIZE), { ...options, frames, attempts: 2 });
	await expect(failing).rejects.toThrow();
	expect(frames.counts.bytesInUse).toBe(0);
});

test('frames are used again, and let go when nobody wants them for a while', async () => {
	const frames = new FramePool(300, 20);
	const one = await frames.lease(100);
	const buffer = one.own;
	one.end();
	const two = await frames.lease(100);
	expect(two.own).toBe(buffer);
	two.end();
	expect((await frames.lease(300)).own).toHaveLength(300);
	expect(frames.counts).toEqual({ idle: 0, bytesInUse: 300, bytes: 300 });
	const other = new FramePool(300, 20);
	(await other.lease(100)).end();
	expect(other.counts.idle).toBe(1);
	await new Promise((done) => setTimeout(done, 60));
	expect(other.counts.idle).toBe(0);
});
