import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';

import { type Content, ContentWriter } from '../store/content.mts';

/** A download that failed; the message is what the job reports, docs/vendors/kaltura.md#states-of-an-entry. */
export class DownloadError extends Error {}

const MAX_REDIRECTS = 10;
const IDLE_MS = 60_000;

/** "//" becomes "/" everywhere except after the scheme, which breaks URLs that need it (docs/vendors/kaltura.md#where-content-comes-from). */
export function collapseSlashes(url: string): string {
	return url.replace(/(?<!:)\/{2,}/g, '/');
}

/**
 * Follows redirects without reading bodies and gives the final URL, sending the headers to every host on the way: this is
 * what `shouldRedirect` does first (docs/vendors/kaltura.md#where-content-comes-from).
 */
export async function resolveRedirects(url: string, headerLines: readonly string[]): Promise<string> {
	let current = url;
	for (let hop = 0; hop < MAX_REDIRECTS; hop += 1) {
		const answer = await open('HEAD', current, headerLines);
		answer.destroy();
		if (!isRedirect(answer)) return current;
		current = new URL(answer.headers.location as string, current).href;
	}
	throw new DownloadError('Failed while reading file. Too many redirects');
}

/**
 * Gets a file; like curl with custom header lines, they go to every host that a redirect names, foreign ones included.
 * @throws {DownloadError} on an HTTP error, a broken connection or a body that ends early
 */
export async function download(url: string, headerLines: readonly string[], keepUpTo: number): Promise<Content> {
	let current = url;
	for (let hop = 0; hop < MAX_REDIRECTS; hop += 1) {
		const answer = await open('GET', current, headerLines);
		if (isRedirect(answer)) {
			answer.destroy();
			current = new URL(answer.headers.location as string, current).href;
			continue;
		}
		const status = answer.statusCode ?? 0;
		if (status >= 400) {
			answer.destroy();
			throw new DownloadError(`Failed while reading file. HTTP Error: [${status}]`);
		}
		return await readContent(answer, current, keepUpTo);
	}
	throw new DownloadError('Failed while reading file. Too many redirects');
}

async function readContent(answer: IncomingMessage, url: string, keepUpTo: number): Promise<Content> {
	const writer = new ContentWriter(keepUpTo);
	try {
		for await (const chunk of answer as AsyncIterable<Buffer>) writer.write(chunk);
	} catch (error) {
		throw new DownloadError(`Failed while reading file. Curl error: [18] ${(error as Error).message}`);
	}
	const announced = Number(answer.headers['content-length'] ?? writer.size);
	if (announced !== writer.size) throw new DownloadError('Failed while reading file. Curl error: [18] partial file');
	return writer.finish(fileNameOf(answer, url), answer.headers['content-type'] ?? null);
}

function fileNameOf(answer: IncomingMessage, url: string): string {
	const named = /filename="?([^";]+)/i.exec(answer.headers['content-disposition'] ?? '')?.[1];
	return named ?? new URL(url).pathname.split('/').at(-1) ?? '';
}

function isRedirect(answer: IncomingMessage): boolean {
	return [301, 302, 303, 307, 308].includes(answer.statusCode ?? 0) && answer.headers.location !== undefined;
}

function open(method: string, url: string, headerLines: readonly string[]): Promise<IncomingMessage> {
	const headers: Record<string, string> = { 'User-Agent': 'sandbox-kaltura import' };
	for (const line of headerLines) {
		const at = line.indexOf(':');
		if (at > 0) headers[line.slice(0, at).trim()] = line.slice(at + 1).trim();
	}
	return new Promise((resolve, reject) => {
		let target: URL;
		try {
			target = new URL(url);
		} catch {
			reject(new DownloadError(`Failed while reading file. Curl error: [3] URL malformed`));
			return;
		}
		const send = target.protocol === 'https:' ? httpsRequest : httpRequest;
		// One connection per request: an import must not fail on a kept connection that the other side just closed.
		const outgoing = send(target, { method, headers, agent: false, timeout: IDLE_MS }, resolve);
		outgoing.on('timeout', () => outgoing.destroy(new Error('timeout')));
		outgoing.on('error', (error) =>
			reject(new DownloadError(`Failed while reading file. Curl error: ${error.message}`)),
		);
		outgoing.end();
	});
}
