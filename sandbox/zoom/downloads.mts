import { createHmac } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { Instance, RecordingFile } from './account/model.mts';
import { bearer, opensDownload } from './account/tokens.mts';
import { sendBytes } from './wire/bytes.mts';
import { JSON_ERROR, LOGIN_PAGE } from './wire/disturb.mts';
import type { Fault } from './wire/faults.mts';
import type { World } from './world.mts';

/**
 * Downloads as Zoom does them (docs/vendors/zoom.md#downloads): /rec/download (REST) and /rec/webhook_download (events) on the
 * API's origin answer 302 to a signed URL on the CDN's origin, which needs no token.
 */

/** The key of a file in URLs: names the file without a table, so that it survives restarts and data of any size. */
const keyOf = (uuid: string, file: RecordingFile) => Buffer.from(`${uuid}|${file.id}`).toString('base64url');
const mark = (world: World, text: string) =>
	createHmac('sha256', world.state.signingKey).update(text).digest('base64url').slice(0, 27);

export const downloadUrl = (world: World, uuid: string, file: RecordingFile): string => {
	const key = keyOf(uuid, file);
	return `${world.origins.api}/rec/download/${key}.${mark(world, key)}`;
};

/** The URL in events: two pairs, and only the event's own token opens it (docs/vendors/zoom.md#downloads). */
export const webhookDownloadUrl = (world: World, uuid: string, file: RecordingFile, delivery: string): string => {
	const key = keyOf(uuid, file);
	return `${world.origins.api}/rec/webhook_download/${key}.${mark(world, key)}/${mark(world, `${key}${delivery}`)}.${mark(world, delivery)}`;
};

export const transcriptUrl = (world: World, uuid: string, file: RecordingFile): string => {
	const key = keyOf(uuid, file);
	return `${world.origins.api}/rec/meeting/transcript/download/${key}.${mark(world, key)}`;
};

export const playUrl = (world: World, uuid: string, file: RecordingFile): string => {
	const key = keyOf(uuid, file);
	return `${world.origins.api}/rec/play/${key}.${mark(world, `play${key}`)}`;
};

export const shareUrl = (world: World, uuid: string): string =>
	`${world.origins.api}/rec/share/${mark(world, `share${uuid}`)}.${mark(world, uuid)}`;

function findFile(world: World, key: string): { instance: Instance; file: RecordingFile } | undefined {
	const [uuid = '', id] = Buffer.from(key, 'base64url').toString().split('|');
	const instance = world.state.instances.get(uuid);
	const file = [...(instance?.files ?? []), ...(instance?.participantAudioFiles ?? [])].find((one) => one.id === id);
	return instance && file ? { instance, file } : undefined;
}

interface BytesRequest {
	path: string;
	query: URLSearchParams;
	fault: Fault | undefined;
}

/** /rec/…: checks the token and redirects, or answers the page that people see. Gives the bytes of media sent. */
export async function answerDownload(
	world: World,
	request: IncomingMessage,
	response: ServerResponse,
	{ path, query, fault }: BytesRequest,
): Promise<number> {
	const { downloads } = world.state.settings;
	if (downloads.latencyMs) await wait(downloads.latencyMs);
	if (fault && (await answerFault(request, response, fault))) return 0;
	const found = /^\/rec\/(download|webhook_download|meeting\/transcript\/download)\/([\w-]+)\.([\w-]+)/.exec(path);
	const [, kind, key, given] = found ?? [];
	const target = key === undefined || given !== mark(world, key) ? undefined : findFile(world, key);
	const token =
		bearer(request.headers.authorization) ??
		(downloads.acceptQueryToken ? (query.get('access_token') ?? undefined) : undefined);
	const allowed =
		target &&
		!target.file.trashedAt &&
		target.file.status === 'completed' &&
		opensDownload(world, token, target.instance.uuid, kind === 'webhook_download' ? 'webhook' : 'rest');
	if (!target || !allowed) return refuseDownload(response, downloads.refusal);
	if (downloads.delivery === 'direct') return sendFile(world, request, response, target, fault);
	const location = signedUrl(world, target.instance, target.file);
	response.writeHead(302, { location, 'cache-control': 'no-store', 'content-length': 0 }).end();
	return 0;
}

/** Nobody is told why: a login page with status 200 (docs/vendors/zoom.md#downloads), or one of the other ways that were seen. */
function refuseDownload(response: ServerResponse, how: 'html' | 'json401' | 'html404'): number {
	if (how === 'json401') {
		response
			.writeHead(401, { 'content-type': 'application/json' })
			.end(JSON.stringify({ code: 124, message: 'Invalid access token.' }));
	} else {
		response.writeHead(how === 'html' ? 200 : 404, { 'content-type': 'text/html;charset=utf-8' }).end(LOGIN_PAGE);
	}
	return 0;
}

/** CloudFront's way: policy with an end, signature, key pair; the answer's type and name are asked for in the query. */
function signedUrl(world: World, instance: Instance, file: RecordingFile): string {
	const day = instance.startedAt.slice(0, 10).replaceAll('-', '/');
	const stamp = file.recordingStart.replace(/[-:]/g, '').replace('T', '-').replace('Z', '');
	const extension = (file.fileExtension ?? file.fileType).toLowerCase();
	const topic = encodeURIComponent(
		instance.topic
			.replace(/[^\w ]/g, '')
			.trim()
			.replaceAll(' ', '-') || 'recording',
	);
	const path = `/cmr/replay/${day}/${instance.meetingId}/${keyOf(instance.uuid, file)}/GMT${stamp}_${topic}.${extension}`;
	const until = Math.floor(world.clock.now() / 1000) + world.state.settings.downloads.signedUrlSeconds;
	const policy = Buffer.from(
		JSON.stringify({ Statement: [{ Resource: path, Condition: { DateLessThan: { 'AWS:EpochTime': until } } }] }),
	).toString('base64url');
	const query = new URLSearchParams({
		'response-content-type': contentType(file),
		'response-content-disposition': `attachment; filename="GMT${stamp}_Recording.${extension}"`,
		Policy: policy,
		Signature: mark(world, policy),
		'Key-Pair-Id': 'SANDBOXKEYPAIR',
	});
	return `${world.origins.cdn}${path}?${query}`;
}

/** The CDN: needs the signature, no token; an Authorization header is recorded, and by option refused as S3 would. */
export async function answerCdn(
	world: World,
	request: IncomingMessage,
	response: ServerResponse,
	{ path, query, fault }: BytesRequest,
): Promise<number> {
	const { downloads } = world.state.settings;
	if (downloads.latencyMs) await wait(downloads.latencyMs);
	const { authorization } = request.headers;
	if (authorization !== undefined) {
		world.state.strayAuthorizations.push({
			at: world.clock.iso(),
			path,
			scheme: authorization.split(' ')[0] ?? '',
			userAgent: request.headers['user-agent'] ?? '',
		});
		if (downloads.strayAuthorization === 'reject') {
			return denied(response, 400, 'InvalidArgument', 'Only one auth mechanism allowed');
		}
	}
	if (fault && (await answerFault(request, response, fault))) return 0;
	// The signature is over the method too.
	if (request.method === 'HEAD' && downloads.head === 'refuse') {
		return denied(response, 403, 'SignatureDoesNotMatch', 'The signature does not match.');
	}
	const policy = query.get('Policy') ?? '';
	if (query.get('Signature') !== mark(world, policy) || !policyHolds(world, policy, path)) {
		return denied(response, 403, 'AccessDenied', 'Access denied');
	}
	const target = findFile(world, path.split('/')[7] ?? '');
	if (!target) return denied(response, 404, 'NoSuchKey', 'The specified key does not exist.');
	return sendFile(world, request, response, target, fault, query);
}

function policyHolds(world: World, policy: string, path: string): boolean {
	interface Policy {
		Statement: Array<{ Resource: string; Condition: { DateLessThan: { 'AWS:EpochTime': number } } }>;
	}
	const [statement] = (JSON.parse(Buffer.from(policy, 'base64url').toString()) as Policy).Statement;
	return (
		statement !== undefined &&
		statement.Resource === path &&
		statement.Condition.DateLessThan['AWS:EpochTime'] * 1000 > world.clock.now()
	);
}

function denied(response: ServerResponse, status: number, code: string, message: string): number {
	const body = `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`;
	response.writeHead(status, { 'content-type': 'application/xml' }).end(body);
	return 0;
}

const TYPES: Record<string, string> = {
	MP4: 'video/mp4',
	M4A: 'audio/mp4',
	VTT: 'text/vtt',
	TXT: 'text/plain',
	JSON: 'application/json',
	CSV: 'text/csv',
	JPG: 'image/jpeg',
};
const contentType = (file: RecordingFile) => TYPES[file.fileExtension ?? file.fileType] ?? 'application/octet-stream';

function sendFile(
	world: World,
	request: IncomingMessage,
	response: ServerResponse,
	{ instance, file }: { instance: Instance; file: RecordingFile },
	fault: Fault | undefined,
	query?: URLSearchParams,
): Promise<number> {
	const { downloads } = world.state.settings;
	return sendBytes(request, response, {
		size: world.media.size(file.content),
		open: (start, end) => world.media.open(file.content, start, end),
		etag: `"${mark(world, `${instance.uuid}${file.id}${JSON.stringify(file.content)}`)}"`,
		ranges: downloads.ranges === 'honour',
		headers: {
			'content-type': query?.get('response-content-type') ?? contentType(file),
			'content-disposition': query?.get('response-content-disposition') ?? 'attachment',
		},
		bytesPerSecond: fault?.kind === 'drip' ? (fault.bytesPerSecond ?? 1024) : downloads.bytesPerSecond,
		fault,
	});
}

/** Faults that take the place of the answer; the others go wrong on the way and are sendBytes' matter. */
async function answerFault(request: IncomingMessage, response: ServerResponse, fault: Fault): Promise<boolean> {
	const say = (status: number, body: string, type: string) => {
		response.writeHead(fault.status ?? status, {
			'content-type': type,
			'content-length': Buffer.byteLength(body),
			...fault.headers,
		});
		response.end(request.method === 'HEAD' ? undefined : body);
		return true;
	};
	const text = typeof fault.body === 'string' ? fault.body : fault.body === undefined ? '' : JSON.stringify(fault.body);
	switch (fault.kind) {
		case 'status':
			return say(500, text, 'text/html');
		case 'body':
			return say(200, text, 'application/octet-stream');
		case 'apiError':
			return say(
				401,
				JSON.stringify({ code: fault.code ?? 124, message: fault.message ?? 'Invalid access token.' }),
				'application/json',
			);
		case 'html':
			return say(200, LOGIN_PAGE, 'text/html;charset=utf-8');
		case 'jsonError':
			return say(200, JSON_ERROR, 'application/json');
		case 'redirect':
			response.writeHead(fault.status ?? 302, { location: fault.location ?? '/', 'content-length': 0 }).end();
			return true;
		case 'slow':
			await wait(fault.ms ?? 1000);
			return false;
		case 'hang':
			await new Promise((resolve) => {
				response.on('close', resolve);
				if (fault.ms !== undefined) setTimeout(resolve, fault.ms);
			});
			response.destroy();
			return true;
		case 'reset':
			if (fault.afterBytes !== undefined) return false;
			request.socket.resetAndDestroy();
			return true;
		default:
			return false;
	}
}
