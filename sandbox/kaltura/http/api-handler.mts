import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

import type { CallRecord, Dispatcher } from '../api/dispatcher.mts';
import type { Fault, Faults } from '../control/faults.mts';
import { loggable, type RequestLog, type RequestRecord } from '../control/request-log.mts';
import { newSecret } from '../store/ids.mts';
import { endsSession, requestMishap } from '../api/hostile.mts';
import { Pauses } from '../../latency.mts';
import type { World } from '../world.mts';
import { FileAnswer, renderAnswer, standardHeaders } from './answer.mts';
import { isObject } from './parameters.mts';
import { parseRequest, parseUrl, readBody, type ApiRequest } from './request.mts';

export interface ApiParts {
	world: World;
	dispatcher: Dispatcher;
	faults: Faults;
	log: RequestLog;
}

const pauses = new Pauses();

/** One HTTP request to /api_v3, from reading it to answering it, with the faults that were asked for. */
export async function handleApi(
	parts: ApiParts,
	message: IncomingMessage,
	response: ServerResponse,
	url: URL,
): Promise<void> {
	const { world, dispatcher, faults, log } = parts;
	const startedAt = performance.now();
	const path = `${url.pathname}${url.search}`;
	const method = message.method ?? 'GET';
	const record = log.open({
		at: new Date(world.clock.now()).toISOString(),
		method,
		path: url.pathname,
		query: url.search.replace(/([?&]ks=)[^&]*/, '$1…'),
		endpoint: dispatcher.endpointOf(parseUrl(url)),
	});
	const end = () => {
		record.ms = Math.round(performance.now() - startedAt);
		log.count(record.endpoint);
	};
	const early = faults.ofRequest({ method, path, endpoints: [record.endpoint], where: 'api' }, true);
	if (early) {
		record.fault = early.kind;
		await breakAfter(message, early.afterBytes ?? 0);
		end();
		return;
	}
	const body = await readBody(message);
	const request = parseRequest(url, message.headers['content-type'] ?? '', body);
	record.endpoint = dispatcher.endpointOf(request);
	record.requestBytes = body.length;
	const endpoints = [record.endpoint, ...dispatcher.endpointsOf(request)];
	const fault =
		faults.ofRequest({ method, path, endpoints, where: 'api' }, false) ??
		(world.mood === 'hostile' ? requestMishap(world.dice) : null);
	if (world.mood === 'hostile' && typeof request.parameters.ks === 'string' && endsSession(world.dice)) {
		world.endedSessions.add(request.parameters.ks);
	}
	if (fault) record.fault = fault.kind;
	try {
		if (fault && (await answersItself(fault, response, record))) return;
		const abort = new AbortController();
		response.on('close', () => abort.abort());
		const calls: CallRecord[] = [];
		const result = await pauses.around(world.settings.apiLatencyMs, () =>
			dispatcher.answer(request, abort.signal, (call) => {
				calls.push(call);
				log.countCall(call.endpoint);
			}),
		);
		noteCalls(record, request, calls);
		send(world, response, request, result, fault, (performance.now() - startedAt) / 1000);
		record.status = fault?.kind === 'lost' || fault?.kind === 'truncated' ? 0 : response.statusCode;
	} finally {
		end();
	}
}

function noteCalls(record: RequestRecord, request: ApiRequest, calls: readonly CallRecord[]): void {
	if (request.service === 'multirequest') {
		record.calls = calls.map(({ endpoint, error, parameters }) => ({ endpoint, error, body: loggable(parameters) }));
	} else {
		record.body = loggable(request.parameters);
		record.error = calls[0]?.error ?? null;
	}
}

const BAD_GATEWAY =
	'<html><head><title>502 Bad Gateway</title></head><body><center><h1>502 Bad Gateway</h1></center></body></html>';

/** Faults that replace the answer; true when nothing is left to do. */
async function answersItself(fault: Fault, response: ServerResponse, record: RequestRecord): Promise<boolean> {
	switch (fault.kind) {
		case 'reset':
			response.socket?.destroy();
			return true;
		case 'hang':
			return true;
		case 'slow':
			await sleep(fault.ms ?? 1000);
			return false;
		case 'status':
		case 'body':
		case 'html502': {
			const isGateway = fault.kind === 'html502';
			const body = isGateway ? BAD_GATEWAY : (fault.body ?? '');
			record.status = isGateway ? 502 : (fault.status ?? (fault.kind === 'body' ? 200 : 500));
			const text = typeof body === 'string' ? body : JSON.stringify(body);
			response.writeHead(record.status, {
				'Content-Type': text.startsWith('<') ? 'text/html' : 'application/json',
				...fault.headers,
			});
			response.end(text);
			return true;
		}
		default:
			return false;
	}
}

function send(
	world: World,
	response: ServerResponse,
	request: ApiRequest,
	result: unknown,
	fault: Fault | null,
	seconds: number,
): void {
	const headers = standardHeaders(newSecret().slice(0, 12), world.clock.seconds());
	const errorCode = errorCodeOf(result);
	// Permission errors are told in headers as well (docs/vendors/kaltura.md#errors).
	if (errorCode?.startsWith('SERVICE_FORBIDDEN')) {
		Object.assign(headers, { 'X-Kaltura': `error-${errorCode}`, 'X-Kaltura-App': `exiting on error ${errorCode}` });
	}
	const file = fileOf(result);
	const rendered = file ? null : renderAnswer(result, request.parameters.format, request.parameters.callback, seconds);
	const body = file ? file.bytes : Buffer.from(rendered?.body ?? '');
	headers['Content-Type'] = file ? file.contentType : (rendered?.contentType ?? '');
	if (file) headers['Content-Disposition'] = `attachment; filename="${encodeURIComponent(file.fileName)}"`;
	if (fault?.kind === 'lost') {
		response.socket?.destroy();
		return;
	}
	if (fault?.kind === 'late502') {
		response.writeHead(502, { 'Content-Type': 'text/html' }).end(BAD_GATEWAY);
		return;
	}
	response.writeHead(200, { ...headers, 'Content-Length': body.length });
	if (fault?.kind === 'truncated' || fault?.kind === 'stall') {
		response.write(body.subarray(0, Math.floor(body.length / 2)), () => {
			if (fault.kind === 'truncated') response.socket?.destroy();
		});
		return;
	}
	response.end(body);
}

function errorCodeOf(result: unknown): string | null {
	return isObject(result) && result.objectType === 'KalturaAPIException' ? String(result.code) : null;
}

/** A serve action inside a multirequest returns only its file (docs/vendors/kaltura.md#many-requests-in-one). */
function fileOf(result: unknown): FileAnswer | null {
	if (result instanceof FileAnswer) return result;
	return Array.isArray(result) ? (result.find((item) => item instanceof FileAnswer) ?? null) : null;
}

/** Breaks the connection once so many bytes of the request body have arrived. */
async function breakAfter(message: IncomingMessage, afterBytes: number): Promise<void> {
	const { socket } = message;
	let received = 0;
	await new Promise<void>((resolve) => {
		message.on('data', (chunk: Buffer) => {
			received += chunk.length;
			if (received >= afterBytes) resolve();
		});
		message.on('close', resolve);
		message.on('end', resolve);
	});
	socket.destroy();
}
