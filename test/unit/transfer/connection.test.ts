import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, createConnection, type LookupFunction } from 'node:net';
import { randomBytes } from 'node:crypto';

import { AllowedHosts } from '../../../lib/transfer/allowed-hosts';
import { MediaConnection } from '../../../lib/transfer/connection';
import { mediaSource, openMedia } from '../../../lib/transfer/media-source';
import { probeMedia } from '../../../lib/transfer/probe';
import { resumingStream } from '../../../lib/transfer/resuming-stream';
import { readSmallFile } from '../../../lib/transfer/small-file';
import { UploadConnection } from '../../../lib/transfer/upload-connection';
import { sha256 } from './far-ends';

// Real sockets on 127.0.0.1; names are resolved by the tests, so that nothing leaves the machine.

const servers: Server[] = [];
const closing: Array<{ close(): Promise<void> }> = [];
afterEach(async () => {
	await Promise.all(closing.splice(0).map((one) => one.close()));
	await Promise.all(
		servers.splice(0).map((server) => {
			server.closeAllConnections();
			return new Promise((done) => server.close(done));
		}),
	);
});

async function serve(answer: (request: IncomingMessage, response: ServerResponse) => void) {
	const seen: IncomingMessage[] = [];
	const server = createServer((request, response) => {
		seen.push(request);
		answer(request, response);
	});
	servers.push(server);
	await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
	const { port } = server.address() as AddressInfo;
	return { origin: `http://127.0.0.1:${port}`, port, seen };
}

function connect(hosts: string, more: Partial<ConstructorParameters<typeof MediaConnection>[0]> = {}) {
	const connection = new MediaConnection({ allowed: new AllowedHosts(hosts), ...more });
	closing.push(connection);
	return connection;
}

/** Answers each name with the next of its addresses, as a DNS server does that changes its mind. */
function resolver(answers: Record<string, string[]>): { lookup: LookupFunction; asked: string[] } {
	const asked: string[] = [];
	const lookup: LookupFunction = (hostname, options, callback) => {
		asked.push(hostname);
		const list = answers[hostname] ?? [];
		const address = list.length > 1 ? list.shift()! : list[0];
		if (!address) return callback(Object.assign(new Error('not found'), { code: 'ENOTFOUND' }), '');
		const family = address.includes(':') ? 6 : 4;
		if (options.all) callback(null, [{ address, family }]);
		else callback(null, address, family);
	};
	return { lookup, asked };
}

const MP4 = Buffer.concat([Buffer.from('\0\0\0\x18ftypisom\0\0\x02\0isomiso2', 'latin1'), randomBytes(3_000_000)]);
const file = (request: IncomingMessage, response: ServerResponse) => {
	const from = Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0);
	response.writeHead(from ? 206 : 200, {
		'content-type': 'video/mp4',
		'content-length': MP4.length - from,
		etag: '"1"',
		...(from ? { 'content-range': `bytes ${from}-${MP4.length - 1}/${MP4.length}` } : {}),
	});
	response.end(MP4.subarray(from));
};
const sourceAt = (url: string, more: object = {}) => ({
	name: 'the file',
	expectedBytes: null,
	kind: 'media' as const,
	access: async () => ({ url, authorization: 'Bearer secret' }),
	...more,
});

describe('Authorization', () => {
	test('is sent to the first origin and to no other, not even when a redirect leads back', async () => {
		const home = await serve((request, response) =>
			request.url === '/file'
				? file(request, response)
				: response.writeHead(302, { location: `${away.origin}/detour` }).end(),
		);
		const away = await serve((_, response) => response.writeHead(302, { location: `${home.origin}/file` }).end());
		const connection = connect(`${home.origin}, ${away.origin}`);
		await probeMedia(connection, sourceAt(`${home.origin}/start`));
		expect(home.seen.map(({ url, headers }) => [url, headers.authorization])).toEqual([
			['/start', 'Bearer secret'],
			['/file', undefined],
		]);
		expect(away.seen.map(({ headers }) => headers.authorization)).toEqual([undefined]);
	});

	test('stays on a redirect within the origin', async () => {
		const home = await serve((request, response) =>
			request.url === '/file' ? file(request, response) : response.writeHead(302, { location: '/file' }).end(),
		);
		await probeMedia(connect(home.origin), sourceAt(`${home.origin}/start`));
		expect(home.seen.map(({ headers }) => headers.authorization)).toEqual(['Bearer secret', 'Bearer secret']);
	});
});

describe('fault case 29: targets are checked when the connection is made', () => {
	test('a listed host that resolves to a private address is refused', async () => {
		const { lookup } = resolver({ 'files.zoom.us': ['127.0.0.1'] });
		const connection = connect('zoom.us', { lookup });
		await expect(probeMedia(connection, sourceAt('https://files.zoom.us/x'))).rejects.toMatchObject({
			code: 'target-not-allowed',
		});
	});

	test.each(['10.1.2.3', '169.254.169.254', '::1', '::ffff:192.168.0.1'])(
		'so is one that resolves to %s',
		async (address) => {
			const { lookup } = resolver({ 'files.zoom.us': [address] });
			const connection = connect('zoom.us', { lookup });
			await expect(probeMedia(connection, sourceAt('https://files.zoom.us/x'))).rejects.toMatchObject({
				code: 'target-not-allowed',
			});
		},
	);

	test('the name is resolved once per connection: there is no second answer to rebind', async () => {
		const { lookup, asked } = resolver({ 'files.zoom.us': ['192.0.2.1', '8.8.8.8'] });
		const connection = connect('zoom.us', { lookup });
		await expect(probeMedia(connection, sourceAt('https://files.zoom.us/x'))).rejects.toMatchObject({
			code: 'target-not-allowed',
		});
		expect(asked).toEqual(['files.zoom.us']);
	});

	test('an origin that is listed in full may be private, by name or by address', async () => {
		const home = await serve(file);
		const { lookup } = resolver({ 'media.example.edu': ['127.0.0.1'] });
		const origin = `http://media.example.edu:${home.port}`;
		expect((await probeMedia(connect(origin, { lookup }), sourceAt(`${origin}/x`))).totalBytes).toBe(MP4.length);
	});

	test("n8n's egress rules have the last word", async () => {
		const home = await serve(file);
		const { lookup } = resolver({});
		const egress = {
			validateUrl: async () => ({ ok: false, error: new Error('blocked') }),
			createSecureLookup: () => lookup,
		};
		await expect(probeMedia(connect(home.origin, { egress }), sourceAt(`${home.origin}/x`))).rejects.toMatchObject({
			code: 'target-not-allowed',
			message: expect.stringContaining("n8n's egress rules"),
		});
		expect(home.seen).toHaveLength(0);
	});

	test('redirects without end are given up', async () => {
		const home = await serve((_, response) => response.writeHead(302, { location: '/again' }).end());
		await expect(probeMedia(connect(home.origin), sourceAt(`${home.origin}/x`))).rejects.toMatchObject({
			code: 'unavailable',
		});
		expect(home.seen).toHaveLength(6);
	});
});

describe('a look at a download', () => {
	const ranged = (total: string | number) => (request: IncomingMessage, response: ServerResponse) => {
		const [, from, to] = /bytes=(\d+)-(\d+)/.exec(request.headers.range ?? '')!.map(Number);
		const part = MP4.subarray(from, to! + 1);
		response
			.writeHead(206, {
				'content-type': 'video/mp4',
				'content-length': part.length,
				'content-range': `bytes ${from}-${from! + part.length - 1}/${total}`,
			})
			.end(part);
	};

	test('asks for the first 4 KiB only, and keeps the connection for the next file', async () => {
		const home = await serve(ranged(MP4.length));
		const sockets = new Set<unknown>();
		const connection = connect(home.origin);
		for (let file = 0; file < 3; file++) {
			const probe = await probeMedia(connection, sourceAt(`${home.origin}/x`, { expectedBytes: MP4.length }));
			expect(probe.totalBytes).toBe(MP4.length);
			sockets.add(home.seen.at(-1)!.socket);
			await new Promise((done) => setImmediate(done)); // the pool takes the connection back
		}
		expect(home.seen.map(({ headers }) => headers.range)).toEqual(Array(3).fill('bytes=0-4095'));
		expect(sockets.size).toBe(1);
	});

	test('a server that does not say how long the file is leaves it open', async () => {
		const home = await serve(ranged('*'));
		expect((await probeMedia(connect(home.origin), sourceAt(`${home.origin}/x`))).totalBytes).toBeNull();
	});

	test('a server that ignores Range and never ends is hung up on', async () => {
		let closed: () => void;
		const hungUp = new Promise<void>((done) => (closed = done));
		const home = await serve((_, response) => {
			response.writeHead(200, { 'content-type': 'video/mp4', 'content-length': 1e12 }).on('close', closed);
			response.write(MP4);
			const more = () => void response.write(MP4, more);
			more();
		});
		expect((await probeMedia(connect(home.origin), sourceAt(`${home.origin}/x`))).totalBytes).toBe(1e12);
		await hungUp;
	});

	test.each([
		['a login page', 200, 'text/html', '<!doctype html><title>Sign in</title>'],
		['a login page in answer to the range', 206, 'text/html', '<html>Sign in</html>'],
		['an error in JSON', 200, 'application/json', '{"status":false,"errorCode":124,"errorMessage":"Forbidden"}'],
		['an empty file', 416, 'text/plain', ''],
	])('%s is no media', async (_, status, type, body) => {
		const range = status === 206 ? { 'content-range': `bytes 0-${body.length - 1}/${body.length}` } : {};
		const home = await serve((_request, response) =>
			response.writeHead(status, { 'content-type': type, ...range }).end(body),
		);
		await expect(probeMedia(connect(home.origin), sourceAt(`${home.origin}/x`))).rejects.toMatchObject({
			code: 'not-media',
		});
	});
});

describe('the proxies of the environment', () => {
	const names = ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'http_proxy', 'https_proxy', 'no_proxy'];
	let before: Array<string | undefined>;
	beforeEach(() => {
		before = names.map((name) => process.env[name]);
		for (const name of names) delete process.env[name];
	});
	afterEach(() =>
		names.forEach((name, index) => {
			if (before[index] === undefined) delete process.env[name];
			else process.env[name] = before[index];
		}),
	);

	/** Opens tunnels to this machine, whatever the name, and remembers what was asked for. */
	async function proxy() {
		const tunnels: string[] = [];
		const server = createServer();
		server.on('connect', (request, client, head) => {
			tunnels.push(request.url ?? '');
			const target = createConnection(Number(request.url!.split(':')[1]), '127.0.0.1', () => {
				client.write('HTTP/1.1 200 Connection established\r\n\r\n');
				target.write(head);
				client.pipe(target).pipe(client);
			});
			for (const end of [client, target]) end.on('error', () => (client.destroy(), target.destroy()));
			client.on('close', () => target.destroy());
		});
		servers.push(server);
		await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
		return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, tunnels };
	}

	test('carry downloads and uploads, byte by byte', async () => {
		const through = await proxy();
		process.env.HTTP_PROXY = through.url;
		const home = await serve(file);
		const origin = `http://media.example.edu:${home.port}`;
		const { stream } = resumingStream(mediaSource(connect(origin), sourceAt(`${origin}/x`)));
		const pieces: Buffer[] = [];
		for await (const piece of stream as AsyncIterable<Buffer>) pieces.push(piece);
		expect(sha256(Buffer.concat(pieces))).toBe(sha256(MP4));

		const received: Buffer[] = [];
		const kaltura = await serve((request, response) => {
			request.on('data', (piece: Buffer) => received.push(piece)).on('end', () => response.end('{}'));
		});
		const service = `http://kaltura.example.edu:${kaltura.port}`;
		const upload = new UploadConnection(service);
		closing.push(upload);
		expect((await upload.post({ url: `${service}/up`, body: MP4, contentType: 'video/mp4' })).status).toBe(200);
		expect(sha256(Buffer.concat(received))).toBe(sha256(MP4));
		expect(through.tunnels).toEqual([`media.example.edu:${home.port}`, `kaltura.example.edu:${kaltura.port}`]);
	});

	test('are left out for hosts of NO_PROXY', async () => {
		const through = await proxy();
		process.env.HTTP_PROXY = through.url;
		process.env.NO_PROXY = '127.0.0.1';
		const home = await serve(file);
		await probeMedia(connect(home.origin), sourceAt(`${home.origin}/x`));
		expect(through.tunnels).toEqual([]);
	});

	test('do not carry to an address that is written out as a private one and not listed', async () => {
		const through = await proxy();
		process.env.HTTPS_PROXY = through.url;
		const home = await serve((_, response) =>
			response.writeHead(302, { location: 'https://10.0.0.1/x?Signature=1' }).end(),
		);
		process.env.NO_PROXY = '127.0.0.1';
		await expect(probeMedia(connect(home.origin), sourceAt(`${home.origin}/x`))).rejects.toMatchObject({
			code: 'target-not-allowed',
		});
		expect(through.tunnels).toEqual([]);
	});
});

describe('answers', () => {
	test('time-outs of silent servers are named', async () => {
		const home = await serve(() => undefined);
		const connection = connect(home.origin, { headersTimeoutMs: 200 });
		await expect(probeMedia(connection, sourceAt(`${home.origin}/x`))).rejects.toMatchObject({ code: 'timed-out' });
	});

	test('a connection that does not come about in time is named', async () => {
		const nobody: LookupFunction = () => undefined;
		const connection = connect('zoom.us', { lookup: nobody, connectTimeoutMs: 200 });
		await expect(probeMedia(connection, sourceAt('https://files.zoom.us/x'))).rejects.toMatchObject({
			code: 'timed-out',
			message: expect.stringContaining('UND_ERR_CONNECT_TIMEOUT'),
		});
	});

	test('cancelling ends a request that waits', async () => {
		const home = await serve(() => undefined);
		const stop = new AbortController();
		setTimeout(() => stop.abort(), 50);
		await expect(probeMedia(connect(home.origin), sourceAt(`${home.origin}/x`), stop.signal)).rejects.toMatchObject({
			code: 'cancelled',
		});
	});

	test('a part that is another one than asked for is refused', async () => {
		const home = await serve((_, response) =>
			response.writeHead(206, { 'content-range': 'bytes 0-9/20', 'content-length': 10 }).end(MP4.subarray(0, 10)),
		);
		const opening = openMedia(connect(home.origin), sourceAt(`${home.origin}/x`), 5, null);
		await expect(opening).rejects.toMatchObject({ code: 'unavailable' });
	});

	test('a weak ETag does not join two answers', async () => {
		const home = await serve(file);
		const weak = { etag: 'W/"1"', totalBytes: null };
		const strong = { etag: '"1"', totalBytes: null };
		const connection = connect(home.origin);
		for (const known of [weak, strong]) {
			const opened = await openMedia(connection, sourceAt(`${home.origin}/x`), 5, known).catch(() => null);
			opened?.body.destroy();
		}
		expect(home.seen.map(({ headers }) => headers['if-range'])).toEqual([undefined, '"1"']);
	});

	test.each([
		['a short chat', 'hello', 'hello'],
		['a byte order mark, which stays', '\ufeffWEBVTT\n', '\ufeffWEBVTT\n'],
	])('%s is read as text', async (_, sent, read) => {
		const home = await serve((_request, response) =>
			response.writeHead(200, { 'content-type': 'text/plain' }).end(sent),
		);
		const source = sourceAt(`${home.origin}/x`, { kind: 'text' });
		expect(await readSmallFile(connect(home.origin), source)).toBe(read);
	});

	test('a text that ends too early is refused', async () => {
		const home = await serve((_, response) => response.writeHead(200, { 'content-type': 'text/plain' }).end('hello'));
		const source = sourceAt(`${home.origin}/x`, { kind: 'text', expectedBytes: 9 });
		await expect(readSmallFile(connect(home.origin), source)).rejects.toMatchObject({ code: 'size-mismatch' });
	});
});

describe('a stream that does not break when a connection does', () => {
	test('delivers the very bytes, to a slow reader too', async () => {
		let openings = 0;
		const home = await serve((request, response) => {
			if (++openings > 2) return file(request, response);
			response.writeHead(200, { 'content-type': 'video/mp4', 'content-length': MP4.length, etag: '"1"' });
			response.write(MP4.subarray(0, 1_000_000), () => response.destroy());
		});
		const source = mediaSource(connect(home.origin), sourceAt(`${home.origin}/x`, { expectedBytes: MP4.length }));
		const { stream, report } = resumingStream(source, { baseDelayMs: 1 });
		const pieces: Buffer[] = [];
		for await (const piece of stream as AsyncIterable<Buffer>) {
			await new Promise((done) => setImmediate(done));
			pieces.push(piece);
		}
		expect(sha256(Buffer.concat(pieces))).toBe(sha256(MP4));
		expect(report()).toMatchObject({ bytes: MP4.length, attempts: expect.any(Number) });
		expect(report().attempts).toBeGreaterThan(1);
	});

	test('ends with the reason when the file cannot be had', async () => {
		const home = await serve((_, response) => response.writeHead(404).end());
		const { stream } = resumingStream(mediaSource(connect(home.origin), sourceAt(`${home.origin}/x`)));
		const read = async () => {
			for await (const piece of stream) void piece;
		};
		await expect(read()).rejects.toMatchObject({ code: 'gone' });
	});
});

describe('uploads go to the service and to hosts that it may name', () => {
	const upload = (connection: UploadConnection, url: string) => {
		closing.push(connection);
		return connection.post({ url, body: Buffer.from('x'), contentType: 'text/plain' });
	};

	test('the service itself, wherever it is', async () => {
		const home = await serve((_, response) => response.end('{"id":1}'));
		expect(await upload(new UploadConnection(home.origin), `${home.origin}/up`)).toMatchObject({
			status: 200,
			text: '{"id":1}',
		});
	});

	test('its own host on another port, and what the credential lists, by name or by origin', async () => {
		const home = await serve((_, response) => response.end('{}'));
		const named = `http://localhost:${home.port}`;
		for (const [service, uploadHosts, url] of [
			['http://127.0.0.1:9', '', `${home.origin}/up`],
			['http://127.0.0.1:9', 'other.edu, localhost', `${named}/up`],
			['https://kaltura.edu', `other.edu;${named}`, `${named}/up`],
		] as const) {
			expect((await upload(new UploadConnection(service, { uploadHosts }), url)).status).toBe(200);
		}
	});

	test('a listed name is no permission for http beside https, nor for its subdomains', async () => {
		for (const url of ['http://inside.edu/up', 'https://a.localhost/up']) {
			const connection = new UploadConnection('https://kaltura.edu', { uploadHosts: 'inside.edu, localhost' });
			await expect(upload(connection, url)).rejects.toMatchObject({ code: 'target-not-allowed' });
		}
	});

	test.each([
		['another private address beside a private service', 'http://127.0.0.1:9', 'http://127.0.0.2:6379/up'],
		['the metadata of the cloud beside a private service', 'http://10.1.1.1', 'http://169.254.169.254/latest'],
		['a name of the network beside a private service', 'http://10.1.1.1', 'http://vault.internal/up'],
		['a name without a domain', 'https://www.kaltura.com', 'https://kaltura/up'],
		['an address behind NAT64', 'https://www.kaltura.com', 'https://[64:ff9b::a00:1]/up'],
		['http beside an https service', 'https://www.kaltura.com', 'http://upload.kaltura.com/up'],
		['a private address beside a public service', 'https://www.kaltura.com', 'https://10.0.0.1/up'],
	])('not %s', async (_, service, url) => {
		await expect(upload(new UploadConnection(service), url)).rejects.toMatchObject({ code: 'target-not-allowed' });
	});

	test.each(['https://www.kaltura.com', 'http://10.1.1.1'])(
		'nor a host that resolves to a private address: %s',
		async (service) => {
			const { lookup } = resolver({ 'upload.kaltura.com': ['127.0.0.1'] });
			const connection = new UploadConnection(service, { lookup });
			await expect(upload(connection, 'https://upload.kaltura.com/up')).rejects.toMatchObject({
				code: 'target-not-allowed',
			});
		},
	);

	test("nor a host that n8n's egress rules do not allow", async () => {
		const home = await serve((_, response) => response.end('{}'));
		const asked: string[] = [];
		const egress = {
			validateUrl: async (url: URL) => ({ ok: asked.push(url.origin) === 0 }),
			createSecureLookup: () => resolver({}).lookup,
		};
		await expect(upload(new UploadConnection(home.origin, { egress }), `${home.origin}/up`)).rejects.toMatchObject({
			code: 'target-not-allowed',
			message: expect.stringContaining("n8n's egress rules"),
		});
		expect(asked).toEqual([home.origin]);
		expect(home.seen).toHaveLength(0);
	});

	test('redirects are answers, not followed', async () => {
		const home = await serve((_, response) => response.writeHead(302, { location: 'http://example.org/' }).end());
		expect((await upload(new UploadConnection(home.origin), `${home.origin}/up`)).status).toBe(302);
	});

	test('an endless answer is cut', async () => {
		const home = await serve((_, response) => {
			const more = () => response.write(Buffer.alloc(500_000), more);
			more();
		});
		await expect(upload(new UploadConnection(home.origin), `${home.origin}/up`)).rejects.toMatchObject({
			vendor: 'transfer',
		});
	});
});

describe('buffers that are used again', () => {
	/** Pieces of odd sizes, without a length, so that the parser stops in the middle of what was read. */
	const inOddPieces = (request: IncomingMessage, response: ServerResponse) => {
		response.writeHead(200, { 'content-type': 'video/mp4' });
		let at = 0;
		const more = (): void => {
			while (at < MP4.length) {
				const size = 1 + ((at * 7919) % 90_001);
				const room = response.write(MP4.subarray(at, at + size));
				at += size;
				if (!room) return void response.once('drain', more);
			}
			response.end();
		};
		more();
		void request;
	};

	test.each([
		['a receiver that keeps up', 0],
		['a receiver that pauses', 3],
	])('many downloads at once over kept connections arrive unmixed: %s', async (_, everyNth) => {
		const home = await serve((request, response) =>
			request.url === '/odd' ? inOddPieces(request, response) : file(request, response),
		);
		const connection = connect(home.origin);
		const wanted = sha256(MP4);
		for (let round = 0; round < 3; round++) {
			const hashes = await Promise.all(
				['/odd', '/whole', '/odd', '/whole', '/odd'].map(async (path) => {
					const { body } = await openMedia(connection, sourceAt(home.origin + path), 0, null);
					const pieces: Buffer[] = [];
					let count = 0;
					await body.pour((piece) => {
						pieces.push(Buffer.from(piece));
						if (everyNth === 0 || ++count % everyNth > 0) return undefined;
						return new Promise((done) => setTimeout(done, 1));
					});
					return sha256(Buffer.concat(pieces));
				}),
			);
			expect(hashes).toEqual(hashes.map(() => wanted));
		}
	});
});
