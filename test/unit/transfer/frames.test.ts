import { randomBytes } from 'node:crypto';

import { FramePool } from '../../../lib/transfer/frames';
import { transfer } from '../../../lib/transfer/transfer';
import { FakeSink, FakeSource, passing } from './far-ends';

const SIZE = 45_500;
const CONTENT = randomBytes(SIZE);

test('many transfers share the frames of a few, each goes on, and all frames come back', async () => {
	const frames = new FramePool(5);
	const out: number[] = [];
	const move = async () => {
		const sink = new FakeSink(SIZE, { onWrite: () => void out.push(frames.counts.handedOut) });
		await transfer(new FakeSource(CONTENT), sink, { chunkBytes: 10_000, frames });
		return sink.held.equals(CONTENT);
	};
	expect(await Promise.all(Array.from({ length: 8 }, move))).toEqual(Array.from({ length: 8 }, () => true));
	// Each of the eight has its first one; beyond that there are none.
	expect(Math.max(...out)).toBeLessThanOrEqual(8 + 5);
	expect(frames.counts).toEqual({ handedOut: 0, idle: 5 });
});

test('frames come back from transfers that fail', async () => {
	const frames = new FramePool(5);
	const source = new FakeSource(CONTENT, [{ breakAfter: 25_000 }, { refuse: passing() }]);
	const failing = transfer(source, new FakeSink(SIZE), { chunkBytes: 10_000, frames, attempts: 2, baseDelayMs: 1 });
	await expect(failing).rejects.toThrow();
	expect(frames.counts.handedOut).toBe(0);
});

test('frames are used again, and let go when nobody wants them for a while', async () => {
	const frames = new FramePool(2, 20);
	const [one, two] = [frames.take(100, 0)!, frames.take(100, 1)!];
	expect(frames.take(100, 2)).toBeNull();
	expect(frames.take(100, 0)).toHaveLength(100);
	frames.give([one, two]);
	expect([one, two]).toContain(frames.take(100, 0));
	expect(frames.take(200, 0)).toHaveLength(200);
	await new Promise((done) => setTimeout(done, 60));
	expect(frames.counts.idle).toBe(0);
});
