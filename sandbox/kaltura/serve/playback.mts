import type { IncomingMessage, ServerResponse } from 'node:http';
import { crc32, deflateSync } from 'node:zlib';

import { type FlavorAsset } from '../media/model.mts';
import { FlavorStatus } from '../media/flavor.mts';
import { flavorUrl } from '../media/flavors.mts';
import { findEntry } from '../entries/access.mts';
import type { Content } from '../store/content.mts';
import type { World } from '../world.mts';

/**
 * What a player asks for, under /p/{partner}/…: playManifest and raw lead to serveFlavor, which gives the kept bytes with
 * Range support; thumbnail is a plain picture. Paths are key/value pairs as on the real CDN.
 */
export function servePlayback(world: World, request: IncomingMessage, response: ServerResponse, url: URL): void {
	const steps = url.pathname.split('/').filter(Boolean).slice(2);
	const kind = steps.find((step) => ['playManifest', 'raw', 'serveFlavor', 'thumbnail'].includes(step));
	const valueOf = (...names: string[]) => {
		const at = steps.findIndex((step) => names.includes(step));
		return at < 0 ? '' : (steps[at + 1] ?? '');
	};
	const entryId = valueOf('entryId', 'entry_id');
	const flavor = kind === 'serveFlavor' ? world.flavors.get(valueOf('flavorId')) : playable(world, entryId);
	response.setHeader('Access-Control-Allow-Origin', '*');
	if (kind === 'thumbnail' && findEntry(world, entryId)) return servePicture(response, entryId);
	const content = flavor && world.contents.get(flavor.id);
	if (!flavor || !content || !findEntry(world, entryId)) return refuse(response, 404, 'Not Found');
	if (kind === 'playManifest') {
		response.writeHead(302, { Location: flavorUrl(world, flavor) }).end();
		return;
	}
	serveBytes(request, response, content, flavor.fileExt);
}

/** A rendition when there is one, else the source. */
function playable(world: World, entryId: string): FlavorAsset | undefined {
	const ready = world.flavors.find('entry', [entryId]).filter((flavor) => flavor.status === FlavorStatus.READY);
	return ready.find((flavor) => !flavor.isOriginal) ?? ready[0];
}

function serveBytes(request: IncomingMessage, response: ServerResponse, content: Content, fileExt: string): void {
	const { bytes, size } = content;
	if (!bytes) return refuse(response, 404, 'The bytes of this upload were counted and hashed, but not kept');
	const type = { m4a: 'audio/mp4', jpg: 'image/jpeg', png: 'image/png' }[fileExt] ?? 'video/mp4';
	const headers = { 'Content-Type': type, 'Accept-Ranges': 'bytes' };
	const range = /^bytes=(\d*)-(\d*)$/.exec(request.headers.range ?? '');
	if (!range || (range[1] === '' && range[2] === '')) {
		response.writeHead(200, { ...headers, 'Content-Length': size });
		response.end(request.method === 'HEAD' ? undefined : bytes);
		return;
	}
	// "-n" asks for the last n bytes.
	const start = range[1] === '' ? Math.max(0, size - Number(range[2])) : Number(range[1]);
	const end = range[1] === '' || range[2] === '' ? size - 1 : Math.min(Number(range[2]), size - 1);
	if (start > end || start >= size) {
		response.writeHead(416, { ...headers, 'Content-Range': `bytes */${size}` }).end();
		return;
	}
	response.writeHead(206, {
		...headers,
		'Content-Range': `bytes ${start}-${end}/${size}`,
		'Content-Length': end - start + 1,
	});
	response.end(request.method === 'HEAD' ? undefined : bytes.subarray(start, end + 1));
}

function refuse(response: ServerResponse, status: number, text: string): void {
	response.writeHead(status, { 'Content-Type': 'text/plain' }).end(text);
}

/** A 16 × 9 PNG in a colour that follows from the entry id. */
function servePicture(response: ServerResponse, entryId: string): void {
	const colour = [...entryId].reduce((sum, char) => (sum * 31 + char.charCodeAt(0)) & 0xffffff, 7);
	const row = Buffer.concat([
		Buffer.from([0]),
		...Array.from({ length: 16 }, () => Buffer.from([colour >> 16, (colour >> 8) & 255, colour & 255])),
	]);
	const header = Buffer.from([0, 0, 0, 16, 0, 0, 0, 9, 8, 2, 0, 0, 0]);
	const png = Buffer.concat([
		Buffer.from('89504e470d0a1a0a', 'hex'),
		pngChunk('IHDR', header),
		pngChunk('IDAT', deflateSync(Buffer.concat(Array.from({ length: 9 }, () => row)))),
		pngChunk('IEND', Buffer.alloc(0)),
	]);
	response.writeHead(200, { 'Content-Type': 'image/png', 'Content-Length': png.length }).end(png);
}

function pngChunk(type: string, data: Buffer): Buffer {
	const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
	const frame = Buffer.alloc(8 + body.length);
	frame.writeUInt32BE(data.length, 0);
	body.copy(frame, 4);
	frame.writeUInt32BE(crc32(body), 4 + body.length);
	return frame;
}
