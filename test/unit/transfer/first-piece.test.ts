import { randomBytes } from 'node:crypto';
import { createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

import { AllowedHosts } from '../../../lib/transfer/allowed-hosts';
import { MediaConnection } from '../../../lib/transfer/connection';
import { TransferError } from '../../../lib/transfer/errors';
import { mediaSource } from '../../../lib/transfer/media-source';
import { readSmallFile } from '../../../lib/transfer/small-file';
import { SteadyRead } from '../../../lib/transfer/steady-read';
import { UploadConnection } from '../../../lib/transfer/upload-connection';

import { Heartbeat } from '../../heartbeat';

// A download once took the whole n8n with it: its first piece was shorter than the head that was looked at, and the wait for
// the rest never let the event loop turn. So these tests watch the event loop itself.

/** Long enough that a busy machine is not taken for a silent server. */
const IDLE_MS = 4000;
const PAUSE_MS = 300;
const FILE = Buffer.concat([Buffer.from('\0\0\0\x18ftypisom\0\0\x02\0isomiso2', 'latin1'), randomBytes(2000)]);

type Framing = 'with a length' | 'chunked' | 'until the end of the connection';
type Then = 'rest' | 'end' | 'reset' | 'silence';

const servers: Server[] = [];
const closing: Array<{ close(): Promise<void> }> = [];
afterEach(async () => {
	await Promise.all(closing.splice(0).map((one) => one.close()));
	await Promise.all(servers.splice(0).map((server) => new Promise((done) => server.close(done))));
});

/** A server that speaks bytes, not HTTP: it gets the request's path and the socket. */
async function serve(answer: (path: string, socket: Socket) => void): Promise<string> {
	const open = new Set<Socket>();
	const server = createServer((socket) => {
		open.add(socket);
		socket.on('close', () => open.delete(socket)).on('error', () => undefined);
		socket.setNoDelay(true);
		let asked = '';
		socket.on('data', (data) => {
			asked += data.toString('latin1');
			if (!asked.includes('\r\n\r\n')) return;
			const path = asked.split(' ')[1]!;
			asked = '';
			answer(path, socket);
		});
	});
	servers.push(server);
	closing.push({ close: async () => open.forEach((socket) => socket.destroy()) });
	await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
	return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function connect(origin: string): MediaConnection {
	const connection = new MediaConnection({ allowed: new AllowedHosts(origin), idleTimeoutMs: IDLE_MS });
	closing.push(connection);
	return connection;
}

const chunk = (bytes: Buffer) =>
	bytes.length === 0
		? Buffer.alloc(0)
		: Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from('\r\n')]);

/** Sends `first` bytes of the file, and after a pause what comes `then`. */
function dribble(socket: Socket, framing: Framing, first: number, then: Then): void {
	const framed = framing === 'chunked' ? chunk : (bytes: Buffer) => bytes;
	const header = {
		'with a length': `content-length: ${FILE.length}\r\n`,
		chunked: 'transfer-encoding: chunked\r\n',
		'until the end of the connection': 'connection: close\r\n',
	}[framing];
	socket.write(`HTTP/1.1 200 OK\r\ncontent-type: video/mp4\r\n${header}\r\n`);
	socket.write(framed(FILE.subarray(0, first)));
	setTimeout(() => {
		const last = framing === 'chunked' ? '0\r\n\r\n' : '';
		if (then === 'rest') {
			socket.write(Buffer.concat([framed(FILE.subarray(first)), Buffer.from(last)]));
			if (framing === 'until the end of the connection') socket.end();
		}
		if (then === 'end') socket.end(last);
		if (then === 'reset') socket.resetAndDestroy();
	}, PAUSE_MS);
}

test('a first piece of any length, whatever follows it: the right bytes or a named failure, and the event loop turns', async () => {
	const cases = (['rest', 'end', 'reset', 'silence'] as const).flatMap((then) =>
		(['with a length', 'chunked', 'until the end of the connection'] as const).flatMap((framing) =>
			Array.from({ length: 101 }, (_, first) => ({ framing, then, first })),
		),
	);
	const origin = await serve((path, socket) => {
		const { framing, then, first } = cases[Number(path.slice(1))]!;
		dribble(socket, framing, first, then);
	});
	const connection = connect(origin);
	const heartbeat = new Heartbeat();
	const wrong: unknown[] = [];
	const one = async ({ framing, then, first }: (typeof cases)[number], index: number) => {
		const started = performance.now();
		const got: Buffer[] = [];
		const source = mediaSource(connection, {
			name: 'the file',
			expectedBytes: FILE.length,
			kind: 'media',
			access: async () => ({ url: `${origin}/${index}` }),
		});
		const read = new SteadyRead(source, 0, { attempts: 1, idleTimeoutMs: IDLE_MS });
		const end = await read
			.run((piece) => void got.push(Buffer.from(piece)))
			.then(
				() => (Buffer.concat(got).equals(FILE) ? 'the file' : 'other bytes'),
				(error: unknown) => (error instanceof TransferError ? error.code : error),
			);
		const took = performance.now() - started;
		const named = {
			rest: ['the file'],
			end: ['interrupted', 'not-media'],
			reset: ['interrupted', 'not-media'],
			silence: ['timed-out'],
		};
		// undici's clock ticks every half second, and the idle time counts from the last byte.
		const late = took > PAUSE_MS + IDLE_MS + 2500;
		if (late || !(named[then] as unknown[]).includes(end)) wrong.push({ framing, then, first, end, took });
	};
	await startedInTurn(cases, one);
	expect(wrong).toEqual([]);
	expect(heartbeat.stop()).toBeLessThan(200);
}, 60_000);

/** All at once, but not begun in the same moment: a thousand connections made together would keep any event loop busy. */
async function startedInTurn<T>(items: readonly T[], work: (item: T, index: number) => Promise<void>) {
	const underWay: Array<Promise<void>> = [];
	for (const [index, item] of items.entries()) {
		underWay.push(work(item, index));
		if (index % 4 === 3) await new Promise((done) => setTimeout(done, 10));
	}
	await Promise.all(underWay);
}

describe('a server that is never silent and never done', () => {
	/** One byte every 100 ms, for ever: fewer than are looked at within the idle time. */
	const drip = (socket: Socket, header: string, byte: string) => {
		socket.write(header);
		const timer = setInterval(() => socket.write(byte), 100);
		socket.on('close', () => clearInterval(timer));
	};
	const dripping = (origin: string, path: string, kind: 'media' | 'text') => ({
		name: 'the file',
		expectedBytes: null,
		kind,
		access: async () => ({ url: `${origin}${path}` }),
	});
	let origin: string;
	let askedFor: string[];
	beforeEach(async () => {
		askedFor = [];
		origin = await serve((path, socket) => {
			askedFor.push(path);
			if (path === '/redirect')
				drip(socket, 'HTTP/1.1 302 Found\r\nlocation: /file\r\ncontent-length: 9999\r\n\r\n', 'x');
			else if (path === '/file') dribble(socket, 'with a length', 2000, 'rest');
			else if (path === '/text') drip(socket, 'HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\n\r\n', 'x');
			else drip(socket, 'HTTP/1.1 200 OK\r\ncontent-type: video/mp4\r\n\r\n', '\0');
		});
	});

	test('does not keep the look at the first bytes waiting', async () => {
		const source = mediaSource(connect(origin), dripping(origin, '/drip', 'media'));
		await expect(source.open(0, null, undefined)).rejects.toMatchObject({ code: 'timed-out' });
	});

	test('does not keep a caption or chat waiting', async () => {
		const reading = readSmallFile(connect(origin), dripping(origin, '/text', 'text'), undefined, {
			idleTimeoutMs: IDLE_MS,
		});
		await expect(reading).rejects.toMatchObject({ code: 'timed-out' });
	});

	test('does not keep an upload waiting', async () => {
		const upload = new UploadConnection(origin, { idleTimeoutMs: IDLE_MS });
		closing.push(upload);
		const post = upload.post({ url: `${origin}/text`, body: Buffer.from('x'), contentType: 'text/plain' });
		await expect(post).rejects.toMatchObject({ code: 'timed-out' });
	});

	test('is left behind when it redirects', async () => {
		const read = new SteadyRead(mediaSource(connect(origin), dripping(origin, '/redirect', 'media')), 0);
		const got: Buffer[] = [];
		await read.run((piece) => void got.push(Buffer.from(piece)));
		expect(Buffer.concat(got)).toEqual(FILE);
		expect(askedFor).toEqual(['/redirect', '/file']);
	});
});

test('a source that breaks after every few bytes is given up, however often it comes back', async () => {
	let openings = 0;
	const origin = await serve((_, socket) => {
		openings++;
		socket.write('HTTP/1.1 200 OK\r\ncontent-type: video/mp4\r\ncontent-length: 1000000000\r\n\r\n');
		// A byte more each time, so that every attempt gets further than the last one.
		socket.write(Buffer.concat([FILE, Buffer.alloc(openings)]), () => setTimeout(() => socket.resetAndDestroy(), 50));
	});
	const source = mediaSource(connect(origin), {
		name: 'the file',
		expectedBytes: null,
		kind: 'media',
		access: async () => ({ url: `${origin}/` }),
	});
	const read = new SteadyRead(source, 0, { attempts: 3, baseDelayMs: 1 });
	await expect(read.run(() => undefined)).rejects.toMatchObject({ code: 'interrupted' });
	expect(openings).toBe(3);
});
