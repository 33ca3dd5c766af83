import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import type { Fault } from './faults.mts';

export interface ByteSource {
	size: number;
	open(start: number, end: number): Readable;
	etag: string;
	/** False: Range is ignored and the whole file comes with 200 (docs/vendors/zoom.md#downloads). */
	ranges: boolean;
	headers: Record<string, string>;
	/** 0 = no limit. */
	bytesPerSecond: number;
	fault: Fault | undefined;
}

/** Sends a file or the asked range of it, in constant memory, and lets it go wrong as the fault says. Gives the bytes sent. */
export async function sendBytes(
	request: IncomingMessage,
	response: ServerResponse,
	source: ByteSource,
): Promise<number> {
	const range = source.ranges && fresh(request, source) ? parseRange(request.headers.range, source.size) : undefined;
	if (range === 'unsatisfiable') {
		response.writeHead(416, { 'content-range': `bytes */${source.size}` }).end();
		return 0;
	}
	const { start, end } = range ?? { start: 0, end: source.size - 1 };
	const length = end - start + 1;
	const { fault } = source;
	const cut = fault?.kind === 'truncate' ? Math.min(fault.afterBytes ?? 0, length) : length;
	const extra = fault?.kind === 'extend' ? (fault.afterBytes ?? 1) : 0;
	response.writeHead(range ? 206 : 200, {
		...source.headers,
		'content-length': cut + extra,
		etag: source.etag,
		...(source.ranges ? { 'accept-ranges': 'bytes' } : {}),
		...(range ? { 'content-range': `bytes ${start}-${end}/${source.size}` } : {}),
	});
	if (request.method === 'HEAD') {
		response.end();
		return 0;
	}
	return stream(response, source, start, start + cut - 1, extra);
}

async function stream(
	response: ServerResponse,
	source: ByteSource,
	start: number,
	end: number,
	extra: number,
): Promise<number> {
	const { fault } = source;
	const stopAfter = fault?.kind === 'reset' || fault?.kind === 'stall' ? (fault.afterBytes ?? 0) : Infinity;
	const began = performance.now();
	let sent = 0;
	let stalled = false;
	const gone = once(response, 'close').then(() => undefined);
	for await (const whole of source.open(start, end) as AsyncIterable<Buffer>) {
		for (let block = whole; block.length > 0;) {
			if (response.destroyed) return sent;
			const allowed = source.bytesPerSecond ? Math.max(1, Math.ceil(source.bytesPerSecond / 20)) : block.length;
			const room = stalled ? Infinity : stopAfter - sent;
			const part = block.subarray(0, Math.min(allowed, room));
			block = block.subarray(part.length);
			sent += part.length;
			if (part.length > 0 && !response.write(part)) await Promise.race([once(response, 'drain'), gone]);
			if (source.bytesPerSecond)
				await wait(Math.max(0, (sent / source.bytesPerSecond) * 1000 - (performance.now() - began)));
			if (stalled || sent < stopAfter) continue;
			if (fault!.kind === 'reset') {
				// What was written reaches the client before the connection breaks.
				await new Promise((resolve) => response.write('', resolve));
				await wait(20);
				response.socket?.resetAndDestroy();
				return sent;
			}
			stalled = true;
			await Promise.race(fault!.ms === undefined ? [gone] : [gone, wait(fault!.ms)]);
		}
	}
	response.end(extra ? 'x'.repeat(extra) : undefined);
	return sent;
}

/** If-Range: another ETag means the whole file. */
const fresh = (request: IncomingMessage, source: ByteSource) =>
	request.headers['if-range'] === undefined || request.headers['if-range'] === source.etag;

function parseRange(
	header: string | undefined,
	size: number,
): { start: number; end: number } | 'unsatisfiable' | undefined {
	const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
	if (from === '' && to === '') return undefined;
	const start = from === '' ? Math.max(0, size - Number(to)) : Number(from);
	const end = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1);
	return start > end || start >= size ? 'unsatisfiable' : { start, end };
}
