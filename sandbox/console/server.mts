/**
 * Serves the console: one page that shows Zoom's side and Kaltura's side next to each other, live.
 * Everything that the page needs comes from this origin: it passes on videos, captions and chats from Kaltura, and turns
 * the buttons into calls of the two control APIs.
 */
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, request as httpRequest, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { kalturaContent } from './kaltura-side.mts';
import { carryOut, type Deed, Refusal, SCENES_OFFERED } from './deeds.mts';
import { createWatcher } from './watcher.mts';

export interface ConsoleOptions {
	/** 0: a free one. */
	port?: number;
	/** Control URLs of the Zoom accounts, in the order of --zoom-accounts. */
	zooms: string[];
	/** Control URL of Kaltura. */
	kaltura: string;
}

export interface Console {
	url: string;
	close(): Promise<void>;
}

const PAGE = join(import.meta.dirname, 'page');
const PAGES: Record<string, [file: string, type: string]> = {
	'/': ['index.html', 'text/html; charset=utf-8'],
	'/icon.svg': ['icon.svg', 'image/svg+xml'],
	'/style.css': ['style.css', 'text/css; charset=utf-8'],
	...Object.fromEntries(
		['app', 'cards', 'dom', 'papers'].map((name) => [`/${name}.js`, [`${name}.js`, 'text/javascript; charset=utf-8']]),
	),
};

/** Nothing from elsewhere, ever: the page shows texts that strangers wrote. */
const POLICY =
	"default-src 'self'; style-src 'self' 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const CONTENT_HEADERS = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };

export async function startConsole(options: ConsoleOptions): Promise<Console> {
	const watcher = createWatcher(options);
	const server = createServer((request, response) => {
		answer(request, response).catch((error: unknown) => {
			const status = error instanceof Refusal ? error.status : 502;
			const told = error instanceof Error ? error.message : String(error);
			if (response.headersSent) response.destroy();
			else sendJson(response, status, { told });
		});
	});

	async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const { pathname } = new URL(request.url ?? '/', 'http://console');
		const page = PAGES[pathname];
		if (request.method === 'POST' && pathname === '/do') {
			// Only the page itself may press buttons: another site's form cannot send this type without asking first.
			if (!request.headers['content-type']?.startsWith('application/json')) throw new Refusal(415, 'Send JSON.');
			const told = await carryOut(await readDeed(request), options);
			await watcher.lookNow();
			return sendJson(response, 200, { told });
		}
		if (request.method !== 'GET' && request.method !== 'HEAD') throw new Refusal(405, 'Only GET here.');
		if (page) {
			const body = await readFile(join(PAGE, page[0]));
			response.writeHead(200, {
				'content-type': page[1],
				'content-length': body.length,
				'cache-control': 'no-cache',
				'content-security-policy': POLICY,
				'x-content-type-options': 'nosniff',
			});
			response.end(request.method === 'HEAD' ? undefined : body);
			return;
		}
		if (pathname === '/scenes') return sendJson(response, 200, SCENES_OFFERED);
		if (pathname === '/view') return sendJson(response, 200, await watcher.lookNow());
		if (pathname === '/events') return watcher.stream(request, response);
		const [, entryId, assetId] = /^\/content\/(\w+)(?:\/(\w+))?$/.exec(pathname) ?? [];
		if (entryId) return serveContent(request, response, entryId, assetId);
		throw new Refusal(404, `There is no ${pathname} here.`);
	}

	async function serveContent(request: IncomingMessage, response: ServerResponse, entryId: string, assetId?: string) {
		const content = await kalturaContent(options.kaltura, entryId, assetId);
		if (!content) throw new Refusal(404, `Kaltura has no content for ${assetId ?? entryId}.`);
		if ('url' in content) return passOn(request, response, content.url, MOST_REDIRECTS);
		const body = Buffer.from(content.text);
		// Whatever somebody uploaded, it is a text here, never a page.
		const type = content.text.trimStart().startsWith('WEBVTT') ? 'text/vtt' : 'text/plain';
		response.writeHead(200, {
			...CONTENT_HEADERS,
			'content-type': `${type}; charset=utf-8`,
			'content-length': body.length,
		});
		response.end(request.method === 'HEAD' ? undefined : body);
	}

	server.listen(options.port ?? 0, '127.0.0.1');
	await once(server, 'listening');
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
		async close() {
			watcher.close();
			const closed = once(server, 'close');
			server.close();
			server.closeAllConnections();
			await closed;
		},
	};
}

/** playManifest leads to the file. */
const MOST_REDIRECTS = 3;

/** Passes bytes on from Kaltura with their range, so that seeking works. */
async function passOn(
	request: IncomingMessage,
	response: ServerResponse,
	url: string,
	redirectsLeft: number,
): Promise<void> {
	const asking = httpRequest(url, {
		method: request.method ?? 'GET',
		headers: request.headers.range ? { range: request.headers.range } : {},
		// No connection is kept: none may outlive what it was opened for.
		agent: false,
	});
	const leave = () => asking.destroy();
	response.once('close', leave);
	try {
		asking.end();
		const [source] = (await once(asking, 'response')) as [IncomingMessage];
		const status = source.statusCode ?? 502;
		if (source.headers.location && status >= 300 && status < 400 && redirectsLeft > 0) {
			source.resume();
			return await passOn(request, response, new URL(source.headers.location, url).href, redirectsLeft - 1);
		}
		const headers: Record<string, string> = { ...CONTENT_HEADERS, 'accept-ranges': 'bytes' };
		for (const name of ['content-type', 'content-length', 'content-range'] as const) {
			const value = source.headers[name];
			if (value !== undefined) headers[name] = value;
		}
		response.writeHead(status, headers);
		await pipeline(source, response);
	} catch (error) {
		// A browser that seeks or leaves closes its request; that is how video works.
		if (!response.destroyed) throw error;
	} finally {
		response.off('close', leave);
	}
}

function sendJson(response: ServerResponse, status: number, value: unknown): void {
	const body = Buffer.from(JSON.stringify(value));
	response.writeHead(status, {
		'content-type': 'application/json; charset=utf-8',
		'content-length': body.length,
		'cache-control': 'no-store',
	});
	response.end(body);
}

async function readDeed(request: IncomingMessage): Promise<Deed> {
	let text = '';
	for await (const chunk of request.setEncoding('utf8') as AsyncIterable<string>) {
		text += chunk;
		if (text.length > 10_000) throw new Refusal(413, 'That is too much for a button.');
	}
	try {
		return JSON.parse(text) as Deed;
	} catch {
		throw new Refusal(400, 'That is not JSON.');
	}
}
