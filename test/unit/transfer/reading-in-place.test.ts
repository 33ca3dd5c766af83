import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { AllowedHosts } from '../../../lib/transfer/allowed-hosts';
import { MediaConnection } from '../../../lib/transfer/connection';
import { FramePool } from '../../../lib/transfer/frames';
import { mediaSource, type MediaSource, openMedia } from '../../../lib/transfer/media-source';
import { transfer } from '../../../lib/transfer/transfer';
import { FakeSink, sha256 } from './far-ends';

// Bodies that are read straight to where their receiver wants them, from real sockets.

const servers: Server[] = [];
const connections: MediaConnection[] = [];
afterEach(async () => {
	await Promise.all(connections.splice(0).map((one) => one.close()));
	await Promise.all(
		servers.splice(0).map((server) => {
			server.closeAllConnections();
			return new Promise((done) => server.close(done));
		}),
	);
});

async function serve(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
	const server = createServer(answer);
	servers.push(server);
	await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
	return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function connect(origin: string): MediaConnection {
	const connection = new MediaConnection({ allowed: new AllowedHosts(origin) });
	connections.push(connection);
	return connection;
}

const sourceAt = (url: string): MediaSource => ({
	name: 'the file',
	expectedBytes: null,
	kind: 'any',
	access: async () => ({ url }),
});

/** The same numbers for the same seed (mulberry32). */
function random(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}

const bytesOf = (seed: number, size: number) => {
	const next = random(seed);
	const bytes = Buffer.alloc(size);
	for (let at = 0; at + 4 <= size; at += 4) bytes.writeUInt32LE(Math.floor(next() * 2 ** 32), at);
	return bytes;
};

const FILE = bytesOf(1, 6_000_000);
const whole = (response: ServerResponse) =>
	response.writeHead(200, { 'content-length': FILE.length, 'content-type': 'application/octet-stream' }).end(FILE);
/** Lets other connections, and what is on its way, have their turn. */
const turns = () => new Promise((done) => setTimeout(done, 30));

/** Pours into one large buffer as the transfer does, and counts what was there already. */
async function pourInto(target: Buffer, origin: string, connection: MediaConnection) {
	const { body } = await openMedia(connection, sourceAt(origin), 0, null);
	let filled = 0;
	let inPlace = 0;
	await body.pour(
		(piece) => {
			if (piece.buffer === target.buffer && piece.byteOffset === target.byteOffset + filled) inPlace += piece.length;
			else piece.copy(target, filled);
			filled += piece.length;
		},
		() => target.subarray(filled),
	);
	return { filled, inPlace };
}

test('most of a body of known length is read to where it belongs', async () => {
	const origin = await serve((_, response) => whole(response));
	const target = Buffer.alloc(FILE.length);
	const { filled, inPlace } = await pourInto(target, origin, connect(origin));
	expect(filled).toBe(FILE.length);
	expect(inPlace).toBeGreaterThan(FILE.length / 2);
	expect(sha256(target)).toBe(sha256(FILE));
});

test('a body that does not say how long it is is copied', async () => {
	const origin = await serve((_, response) => {
		response.writeHead(200, { 'content-type': 'application/octet-stream' });
		for (let at = 0; at < FILE.length; at += 100_000) response.write(FILE.subarray(at, at + 100_000));
		response.end();
	});
	const target = Buffer.alloc(FILE.length);
	const { inPlace } = await pourInto(target, origin, connect(origin));
	expect(inPlace).toBe(0);
	expect(sha256(target)).toBe(sha256(FILE));
});

test('the next answer of the same connection does not touch what was received', async () => {
	const sockets = new Set<unknown>();
	const origin = await serve((request, response) => {
		sockets.add(request.socket);
		whole(response);
	});
	const connection = connect(origin);
	// Room behind the end of the body, where nothing may come.
	const target = Buffer.alloc(FILE.length + 1_000_000, 0x55);
	expect((await pourInto(target, origin, connection)).inPlace).toBeGreaterThan(0);
	for (let round = 0; round < 3; round++) {
		await turns(); // the connection is free again
		const { body } = await openMedia(connection, sourceAt(origin), 0, null);
		await body.pour(() => undefined);
	}
	expect(sockets.size).toBe(1);
	expect(sha256(target.subarray(0, FILE.length))).toBe(sha256(FILE));
	expect(target.subarray(FILE.length).equals(Buffer.alloc(1_000_000, 0x55))).toBe(true);
});

test('nothing comes any more once a body is not wanted', async () => {
	const origin = await serve((_, response) => {
		response.writeHead(200, { 'content-length': 1e9, 'content-type': 'application/octet-stream' });
		const more = () => {
			while (!response.destroyed && response.write(FILE.subarray(0, 300_000)));
		};
		response.on('drain', more);
		more();
	});
	const target = Buffer.alloc(20_000_000);
	const { body } = await openMedia(connect(origin), sourceAt(origin), 0, null);
	let filled = 0;
	const poured = body.pour(
		(piece) => {
			filled += piece.length;
			if (filled > 3_000_000) body.destroy(new Error('enough'));
		},
		() => target.subarray(filled),
	);
	await expect(poured).rejects.toThrow('enough');
	target.fill(0x55);
	await turns();
	expect(target.equals(Buffer.alloc(target.length, 0x55))).toBe(true);
});

test('while the receiver is busy nothing is read into its room', async () => {
	const origin = await serve((_, response) => whole(response));
	const { body } = await openMedia(connect(origin), sourceAt(origin), 0, null);
	const target = Buffer.alloc(FILE.length);
	let filled = 0;
	let untouched = true;
	await body.pour(
		(piece) => {
			const there = piece.buffer === target.buffer && piece.byteOffset === target.byteOffset + filled;
			if (!there) piece.copy(target, filled);
			filled += piece.length;
			const behind = target.subarray(filled);
			behind.fill(0x55);
			return turns().then(() => {
				untouched &&= behind.equals(Buffer.alloc(behind.length, 0x55));
			});
		},
		() => target.subarray(filled),
	);
	expect(untouched).toBe(true);
	expect(sha256(target)).toBe(sha256(FILE));
});

test.each([11, 12, 13])(
	'files over connections that break, servers that dawdle and a slow target arrive unmixed (seed %i)',
	async (seed) => {
		const next = random(seed);
		const files = [0, 1, 2].map((index) => bytesOf(seed * 10 + index, 1_000_000 + Math.floor(next() * 4_000_000)));
		const origin = await serve((request, response) => {
			const file = files[Number(request.url!.slice(1))]!;
			const from = Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0);
			response.writeHead(from ? 206 : 200, {
				'content-type': 'application/octet-stream',
				'content-length': file.length - from,
				...(from ? { 'content-range': `bytes ${from}-${file.length - 1}/${file.length}` } : {}),
			});
			const breakAt = next() < 0.6 ? from + 300_000 + next() * file.length : Infinity;
			let at = from;
			const more = (): void => {
				if (response.destroyed) return;
				if (at >= breakAt) return void response.destroy();
				const size = 1 + Math.floor(next() * (next() < 0.3 ? 2_000 : 700_000));
				if (at + size >= file.length) return void response.end(file.subarray(at));
				response.write(file.subarray(at, at + size), () => (next() < 0.2 ? setTimeout(more, 1) : more()));
				at += size;
			};
			more();
		});
		const connection = connect(origin);
		// Few frames for three transfers, so that they go from one to another.
		const frames = new FramePool(4 * 500_100);
		for (let round = 0; round < 2; round++) {
			const sinks = files.map((file) => {
				const onWrite = () => new Promise<void>((done) => setTimeout(done, next() * 3));
				return new FakeSink(file.length, { onWrite });
			});
			await Promise.all(
				sinks.map(async (sink, index) => {
					const source = mediaSource(connection, sourceAt(`${origin}/${index}`));
					await transfer(source, sink, { chunkBytes: 500_000, baseDelayMs: 1, attempts: 20, frames });
				}),
			);
			expect(sinks.map(({ held }) => sha256(held))).toEqual(files.map(sha256));
		}
		expect(frames.counts.bytesInUse).toBe(0);
	},
);
