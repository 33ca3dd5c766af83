import { randomBytes } from 'node:crypto';

import { streamSource } from '../../../lib/transfer/byte-source';
import { TransferError } from '../../../lib/transfer/errors';
import { chunkBytesFor, DEFAULT_CHUNK_BYTES, SMALL_CHUNK_BYTES, transfer } from '../../../lib/transfer/transfer';
import { FakeSink, FakeSource, type Opening, passing, sha256 } from './far-ends';
import { Readable } from 'node:stream';

const SIZE = 25_500;
const CONTENT = randomBytes(SIZE);
const options = { chunkBytes: 10_000, baseDelayMs: 1 };
const rewind = (rewindTo: number) => Object.assign(new Error('the target lost bytes'), { rewindTo });

async function move(openings: Opening[], sink = new FakeSink(SIZE), more: object = {}) {
	const source = new FakeSource(CONTENT, openings);
	const report = await transfer(source, sink, { ...options, ...more });
	return { source, sink, report };
}
const fault = (code: string) => expect.objectContaining({ code });

test('a file arrives in chunks, as many at a time as is allowed, with a frame around each', async () => {
	const { sink, report } = await move([{}], undefined, { chunksInFlight: 2 });
	expect(sink.held.equals(CONTENT)).toBe(true);
	expect(sink.log).toEqual(['0+10000', '10000+10000', '20000+5500']);
	expect(sink.mostInFlight).toBe(2);
	expect(sink.finishedWith).toBe(SIZE);
	expect(report).toMatchObject({ bytes: SIZE, resumedFrom: 0, attempts: 1 });
});

test('a third chunk is filled while two are on their way', async () => {
	let release: () => void = () => undefined;
	const blocked = new Promise<void>((done) => (release = done));
	const sink = new FakeSink(SIZE, { onWrite: (offset) => (offset < 20_000 ? blocked : undefined) });
	const source = new FakeSource(CONTENT);
	const running = transfer(source, sink, { ...options, chunksInFlight: 2 });
	await new Promise((done) => setTimeout(done, 50));
	expect(sink.log).toEqual(['0+10000', '10000+10000']);
	release();
	await running;
	expect(sink.held.equals(CONTENT)).toBe(true);
});

test.each<[string, Opening[], number[]]>([
	['breaks twice', [{ breakAfter: 12_345 }, { breakAfter: 20_001 }, {}], [0, 12_345, 20_001]],
	['ends too early, as if complete', [{ endAfter: 9_999 }, {}], [0, 9_999]],
	['ignores where it is asked to go on', [{ breakAfter: 15_000 }, { ignoreOffset: true }], [0, 15_000]],
])('a source that %s is taken up behind the last byte', async (_, openings, offsets) => {
	const { source, sink, report } = await move(openings);
	expect(source.offsets).toEqual(offsets);
	expect(sink.held.equals(CONTENT)).toBe(true);
	expect(report.attempts).toBe(offsets.length);
});

test('an upload that a killed run left goes on where it stands', async () => {
	const sink = new FakeSink(SIZE, { has: 10_000, content: CONTENT });
	const { source, report } = await move([{}], sink);
	expect(source.offsets).toEqual([10_000]);
	expect(sink.held.equals(CONTENT)).toBe(true);
	expect(report).toMatchObject({ bytes: SIZE, resumedFrom: 10_000 });
});

test('a file that lies at the target already is only finished; the source is not opened', async () => {
	const sink = new FakeSink(SIZE, { has: SIZE, content: CONTENT });
	const { source, report } = await move([{}], sink);
	expect(source.offsets).toEqual([]);
	expect(sink.finishedWith).toBe(SIZE);
	expect(report.attempts).toBe(0);
});

test('attempts count only while nothing arrives', async () => {
	const openings = Array.from({ length: 20 }, (_, index) => ({ breakAfter: (index + 1) * 1000 }));
	const { sink } = await move([...openings, {}], undefined, { attempts: 2, leastBytes: 1000 });
	expect(sink.held.equals(CONTENT)).toBe(true);
});

test('a source that never comes back fails after the attempts, and the sink is told', async () => {
	const sink = new FakeSink(SIZE);
	await expect(move([{ breakAfter: 12_000 }, { refuse: passing() }], sink, { attempts: 3 })).rejects.toEqual(
		fault('interrupted'),
	);
	expect(sink.abandoned).toEqual(fault('interrupted'));
	expect(sink.finishedWith).toBeNull();
});

test.each(['refused', 'gone', 'not-media', 'target-not-allowed'] as const)('%s is not tried again', async (code) => {
	const sink = new FakeSink(SIZE);
	const source = new FakeSource(CONTENT, [{ refuse: new TransferError(code, 'no', 'do') }]);
	await expect(transfer(source, sink, options)).rejects.toEqual(fault(code));
	expect(source.offsets).toHaveLength(1);
});

test('a wait of hours that the source asks for is not waited, but handed on', async () => {
	const limit = new TransferError('rate-limited', 'later', 'later', { retryAfterSeconds: 7200 });
	const source = new FakeSource(CONTENT, [{ refuse: limit }]);
	await expect(transfer(source, new FakeSink(SIZE), options)).rejects.toMatchObject({ retryAfterSeconds: 7200 });
	expect(source.offsets).toHaveLength(1);
});

test('a file that changes in the middle starts again, and nothing of the old one stays', async () => {
	const other = randomBytes(SIZE);
	const { sink } = await move([
		{ etag: '"1"', breakAfter: 15_000 },
		{ etag: '"2"', content: other },
	]);
	expect(sink.log).toContain('restart');
	expect(sink.held.equals(other)).toBe(true);
});

test('a file that goes on changing is given up', async () => {
	const changing = Array.from({ length: 10 }, (_, index) => ({ etag: `"${index}"`, breakAfter: 12_000 }));
	const sink = new FakeSink(SIZE);
	await expect(move(changing, sink)).rejects.toEqual(fault('changed'));
	expect(sink.abandoned).toEqual(fault('changed'));
});

test('a body that is longer than announced is refused after another try, whole chunks or not', async () => {
	for (const extra of [1, 20_000]) {
		const sink = new FakeSink(SIZE + extra);
		await expect(move([{ extra }], sink)).rejects.toEqual(fault('size-mismatch'));
		expect(sink.finishedWith).toBeNull();
	}
	const { sink } = await move([{ extra: 1 }, {}]);
	expect(sink.held.equals(CONTENT)).toBe(true);
});

test('a target that lost bytes gets them again', async () => {
	let lost = false;
	const sink = new FakeSink(SIZE, {
		onFinish: () => {
			if (lost) return;
			lost = true;
			throw rewind(10_000);
		},
	});
	const { source } = await move([{}], sink);
	expect(source.offsets).toEqual([0, 10_000]);
	expect(sink.held.equals(CONTENT)).toBe(true);
});

test('a target that was replaced in the middle gets the file from its start', async () => {
	let replaced = false;
	const sink = new FakeSink(SIZE, {
		onWrite: (offset) => {
			if (replaced || offset === 0) return;
			replaced = true;
			throw rewind(0);
		},
	});
	const { source } = await move([{}], sink);
	expect(source.offsets).toEqual([0, 0]);
	expect(sink.held.equals(CONTENT)).toBe(true);
});

test("the sink's own failure ends the transfer with its own error", async () => {
	const failure = new Error('Kaltura refuses');
	const sink = new FakeSink(SIZE, {
		onWrite: () => {
			throw failure;
		},
	});
	await expect(move([{}], sink)).rejects.toBe(failure);
	expect(sink.abandoned).toBe(failure);
});

test('cancelling stops at once, and nothing is finished', async () => {
	const stop = new AbortController();
	const sink = new FakeSink(SIZE, { onWrite: () => stop.abort() });
	await expect(move([{}], sink, { signal: stop.signal })).rejects.toEqual(fault('cancelled'));
	expect(sink.finishedWith).toBeNull();
	expect(sink.inFlight).toBe(0);
});

test('cancelling ends a pause between two attempts', async () => {
	const stop = new AbortController();
	setTimeout(() => stop.abort(), 20);
	const more = { signal: stop.signal, baseDelayMs: 60_000 };
	await expect(move([{ refuse: passing() }], undefined, more)).rejects.toEqual(fault('cancelled'));
});

test('a limit for the whole transfer is named', async () => {
	const sink = new FakeSink(SIZE, { onWrite: () => new Promise((done) => setTimeout(done, 60)) });
	await expect(move([{}], sink, { totalTimeoutMs: 20, chunksInFlight: 1 })).rejects.toEqual(fault('timed-out'));
});

test.each(['sha256', 'md5'] as const)('%s is of the bytes that arrived, also after an interruption', async (hash) => {
	const { report } = await move([{ breakAfter: 12_345 }, {}], undefined, { hash });
	expect(report.hash?.algorithm).toBe(hash);
	if (hash === 'sha256') expect(report.hash?.hex).toBe(sha256(CONTENT));
});

test('of a file that only partly passed in this run there is no hash', async () => {
	const sink = new FakeSink(SIZE, { has: 10_000, content: CONTENT });
	const { report } = await move([{}], sink, { hash: 'sha256' });
	expect(report.hash).toBeUndefined();
});

test('progress tells bytes and total, in order of arrival', async () => {
	const said: Array<[number, number | null]> = [];
	await move([{}], undefined, { onProgress: (...one: [number, number | null]) => said.push(one) });
	expect(said.at(-1)).toEqual([SIZE, SIZE]);
	expect(said).toHaveLength(3);
});

test('progress counts what has arrived, also when chunks overtake each other', async () => {
	const seen: number[] = [];
	let release: () => void = () => undefined;
	const late = new Promise<void>((done) => (release = done));
	const sink = new FakeSink(SIZE, { onWrite: (offset) => (offset === 0 ? late : void setImmediate(release)) });
	await move([{}], sink, { chunksInFlight: 2, onProgress: (bytes: number) => seen.push(bytes) });
	expect(seen).toEqual([10_000, 20_000, SIZE]);
});

test('a file of unknown length is read to its end', async () => {
	const source = new FakeSource(CONTENT, [{}], null);
	const sink = new FakeSink(SIZE);
	expect((await transfer(source, sink, options)).bytes).toBe(SIZE);
	expect(sink.held.equals(CONTENT)).toBe(true);
});

test('a stream is a source: read again from its start, what is there is skipped', async () => {
	const source = streamSource('the file', SIZE, () =>
		Readable.from([CONTENT.subarray(0, 9000), CONTENT.subarray(9000)]),
	);
	const sink = new FakeSink(SIZE, { has: 10_000, content: CONTENT });
	await transfer(source, sink, options);
	expect(sink.held.equals(CONTENT)).toBe(true);
});

test('a stream that breaks is opened again', async () => {
	let openings = 0;
	const source = streamSource('the file', SIZE, () => {
		if (++openings > 1) return Readable.from([CONTENT]);
		return new Readable({
			read() {
				this.push(CONTENT.subarray(0, 5000));
				this.destroy(Object.assign(new Error('read failed'), { code: 'EIO' }));
			},
		});
	});
	const sink = new FakeSink(SIZE);
	await transfer(source, sink, options);
	expect(openings).toBe(2);
	expect(sink.held.equals(CONTENT)).toBe(true);
});

test.each([
	[null, DEFAULT_CHUNK_BYTES],
	[1, SMALL_CHUNK_BYTES],
	[200 * 1024 ** 2, SMALL_CHUNK_BYTES],
	[1024 ** 3, DEFAULT_CHUNK_BYTES],
	[4e9, DEFAULT_CHUNK_BYTES],
	[10 * 1024 ** 3, 11 * 1024 * 1024],
	[30 * 1024 ** 3, 31 * 1024 * 1024],
])('chunks of a file of %s bytes', (total, chunk) => {
	expect(chunkBytesFor(total)).toBe(chunk);
	if (total !== null) expect(Math.ceil(total / chunk)).toBeLessThanOrEqual(1000);
});
