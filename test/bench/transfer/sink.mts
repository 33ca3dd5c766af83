/** sink.c for machines without a C compiler: the same answers, at about half the speed. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const delayMs = Number(process.argv[2] ?? 0);
let received = 0;

const server = createServer(async (request, response) => {
	const upload = request.url?.includes('action/upload') === true;
	let fields = '';
	for await (const piece of request as AsyncIterable<Buffer>) {
		received += piece.length;
		if (upload && fields.length < 4096) fields += piece.subarray(0, 4096).toString('latin1');
	}
	if (delayMs > 0) await sleep(delayMs);
	const field = (name: string) => new RegExp(`name="${name}"\r\n\r\n([^\r]*)`).exec(fields)?.[1] ?? '';
	let answer = '';
	if (request.method === 'PROPFIND') {
		answer = properties(request.url ?? '/');
	} else if (request.url === '/count') {
		answer = String(received);
		received = 0;
	} else if (upload) {
		const status = field('finalChunk') === '1' ? 2 : 1;
		answer = JSON.stringify({ id: field('uploadTokenId'), status, uploadedFileSize: Number(field('resumeAt')) });
	}
	const propfind = request.method === 'PROPFIND';
	response.writeHead(propfind ? 207 : 200, {
		'content-type': propfind ? 'application/xml' : 'application/json',
		'content-length': Buffer.byteLength(answer),
	});
	response.end(answer);
});
server.requestTimeout = 0;
server.listen(0, '127.0.0.1', () => console.log((server.address() as AddressInfo).port));

/** What rclone wants to know of a file: it is there, as large as the digits in its path tell. */
function properties(path: string): string {
	const size = /\d+/.exec(path)?.[0];
	const type = size
		? `<D:resourcetype/><D:getcontentlength>${size}</D:getcontentlength>`
		: '<D:resourcetype><D:collection/></D:resourcetype>';
	return (
		`<?xml version="1.0"?><D:multistatus xmlns:D="DAV:"><D:response><D:href>${path}</D:href><D:propstat><D:prop>` +
		`<D:getlastmodified>Sun, 22 Nov 2026 00:00:00 GMT</D:getlastmodified>${type}</D:prop>` +
		'<D:status>HTTP/1.1 200 OK</D:status></D:propstat></D:response></D:multistatus>'
	);
}
