import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';

const ZEROS = Buffer.alloc(64 * 1024, '0');
/** A hundred thousand bytes that unpack to a hundred million: one string in JSON, so that nothing about it is wrong before its end. */
const BOMB = gzipSync(Buffer.concat([Buffer.from('{"meetings":"'), Buffer.alloc(100_000_000, 'a'), Buffer.from('"}')]));

type Body = 'endless' | 'bomb' | 'endless refusal' | 'endless token refusal';

/** A vendor, or what stands before one, whose answers do not end, or unpack to more than a memory holds. */
export class EndlessServer {
	private constructor(
		private readonly server: Server,
		readonly origin: string,
		/** Paths that were asked for. */
		readonly asked: string[],
	) {}

	static async start(): Promise<EndlessServer> {
		const asked: string[] = [];
		const server = createServer((request, response) => {
			asked.push(request.url ?? '');
			// The kind of body stands at the beginning of the path, so that it fits in any base address.
			answer(decodeURIComponent(request.url!.split('/')[1]!) as Body, request, response);
		});
		await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
		return new EndlessServer(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked);
	}

	baseFor(body: Body): string {
		return `${this.origin}/${encodeURIComponent(body)}`;
	}

	async stop(): Promise<void> {
		this.server.closeAllConnections();
		await new Promise((done) => this.server.close(done));
	}
}

function answer(body: Body, request: IncomingMessage, response: ServerResponse): void {
	request.resume();
	response.on('error', () => undefined);
	const json = { 'content-type': 'application/json' };
	if (body === 'bomb') {
		response.writeHead(200, { ...json, 'content-encoding': 'gzip' }).end(BOMB);
	} else {
		response.writeHead({ endless: 200, 'endless refusal': 500, 'endless token refusal': 401 }[body], json);
		const more = () => {
			while (!response.destroyed && response.write(ZEROS));
		};
		response.on('drain', more);
		more();
	}
}
