import { randomBytes } from 'node:crypto';
import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Mood, createDice, newSeed } from '../dice.mts';
import { answerApi, endpointName } from './api.mts';
import { answerToken } from './account/oauth.mts';
import { beLike, type LikeAccount } from './account/settings.mts';
import { loadState, saveState } from './account/state.mts';
import { createClock } from './clock.mts';
import { answerControl } from './control/control.mts';
import { type DataOptions, buildState } from './data/data.mts';
import { answerCdn, answerDownload } from './downloads.mts';
import { createMediaLibrary } from './media.mts';
import { createWebhooks } from './webhooks/sender.mts';
import { type Answer, ZoomRefusal, readBody } from './wire/answer.mts';
import { type Disturbed, disturb } from './wire/disturb.mts';
import { drawSettings } from './wire/hostile.mts';
import { type Where, createFaults } from './wire/faults.mts';
import { createRateLimits } from './wire/rate-limits.mts';
import { type LoggedRequest, createRequestLog } from './wire/request-log.mts';
import type { World } from './world.mts';

export interface ZoomOptions extends DataOptions {
	/** 0 or undefined: a free one. */
	port?: number;
	cdnPort?: number;
	/** Of everything that is drawn at random; undefined: a new one. */
	seed?: number;
	mood?: Mood;
	/** What this account behaves like, also after a reset. */
	like?: LikeAccount;
	/** File that keeps the state between starts. */
	state?: string;
	/** Folder of the media files; default sandbox/media. */
	mediaFolder?: string;
}

export interface RunningZoom {
	origin: string;
	apiBaseUrl: string;
	tokenUrl: string;
	cdnOrigin: string;
	/** Base of the control API. */
	control: string;
	credentials: {
		zoomServerToServerOAuth2Api: Record<
			'accountId' | 'clientId' | 'clientSecret' | 'apiBaseUrl' | 'tokenUrl' | 'downloadHosts',
			string
		>;
		zoomWebhookApi: Record<'secretToken' | 'previousSecretToken' | 'accountId', string>;
	};
	close(): Promise<void>;
}

/** Starts a local Zoom: its API with OAuth and control on one origin, its CDN on another. */
export async function startZoom(options: ZoomOptions = {}): Promise<RunningZoom> {
	const kept = options.state === undefined ? undefined : loadState(options.state);
	const clock = createClock(kept?.clockOffset ?? 0);
	const media = createMediaLibrary(options.mediaFolder);
	const world: World = {
		clock,
		media,
		state: kept ?? buildState(clock, media, options),
		log: createRequestLog(),
		faults: createFaults(),
		limits: createRateLimits(),
		webhooks: undefined as never,
		origins: { api: '', cdn: '' },
		locks: new Map(),
		dice: createDice(options.seed ?? newSeed()),
		mood: options.mood ?? 'calm',
		revoked: new Set(),
		used: new Set(),
		changed,
	};
	if (world.mood === 'hostile') drawSettings(world.state.settings, world.dice);
	beLike(world.state, options.like);
	world.webhooks = createWebhooks(world);

	let saving: NodeJS.Timeout | undefined;
	function changed() {
		if (options.state === undefined || saving) return;
		saving = setTimeout(save, 250);
	}
	function save() {
		clearTimeout(saving);
		saving = undefined;
		if (options.state === undefined) return;
		world.state.clockOffset = clock.offset;
		saveState(options.state, world.state);
	}

	const cdn = createServer((request, response) => void serve(request, response, 'cdn'));
	const api = createServer((request, response) => void serve(request, response, 'api'));
	for (const server of [api, cdn]) {
		// Clients keep connections; a test that pauses longer than Node's five seconds must not meet a closing socket.
		server.keepAliveTimeout = 60_000;
		server.requestTimeout = 0;
	}
	world.origins.cdn = await listen(cdn, options.cdnPort);
	world.origins.api = await listen(api, options.port);
	world.webhooks.resume();

	async function serve(request: IncomingMessage, response: ServerResponse, server: 'api' | 'cdn') {
		try {
			await (server === 'cdn' ? serveBytes(request, response, 'cdn') : serveApi(request, response));
		} catch (error) {
			if (error instanceof ZoomRefusal) return send(request, response, { answer: error.answer() });
			console.error(error);
			if (response.headersSent) return void response.destroy();
			send(request, response, { answer: { status: 500, body: { code: 500, message: String(error) } } });
		}
	}

	async function serveApi(request: IncomingMessage, response: ServerResponse) {
		const { path, query } = split(request);
		if (path.startsWith('/_sandbox')) {
			const answer = await answerControl(world, {
				method: request.method ?? 'GET',
				path: path.slice('/_sandbox'.length),
				query,
				body: await readBody(request),
				reset: (data) => {
					const { signingKey } = world.state;
					clock.reset();
					world.state = buildState(clock, media, { ...options, signingKey, ...(data === undefined ? {} : { data }) });
					if (world.mood === 'hostile') drawSettings(world.state.settings, world.dice);
					beLike(world.state, options.like);
					changed();
				},
			});
			return send(request, response, { answer });
		}
		if (path.startsWith('/rec/')) return serveBytes(request, response, 'download');
		const token = path === '/oauth/token';
		const v2 = path.startsWith('/v2/');
		const method = request.method ?? 'GET';
		const below = path.slice('/v2'.length);
		const endpoint = token ? 'POST /oauth/token' : v2 ? endpointName(method, below) : `${method} (unknown)`;
		const entry = begin(request, path, query, endpoint, token ? 'token' : 'api');
		// A request that hangs or is given up is logged when its connection ends.
		response.on('close', () => entry.finish(0));
		const body = await readBody(request);
		if (body.length > 0) entry.record.body = readable(body);
		const work = (): Promise<Answer> | Answer => {
			if (token) {
				const contentType = request.headers['content-type'] ?? '';
				return answerToken(world, {
					authorization: request.headers.authorization,
					contentType,
					query,
					body: body.toString(),
				});
			}
			if (!v2) return { status: 404, body: { code: 2300, message: 'This API endpoint is not recognized.' } };
			return answerApi(world, {
				method,
				path: below,
				query,
				authorization: request.headers.authorization,
				contentType: request.headers['content-type'] ?? '',
				body,
				onUnknown: (names) => {
					entry.record.unknown = names;
					world.log.noteUnknown(endpoint, names);
				},
			});
		};
		const fault = world.faults.take({ method, path, endpoint, where: entry.record.where });
		const outcome = await disturb(fault, work);
		send(request, response, outcome, entry);
	}

	async function serveBytes(request: IncomingMessage, response: ServerResponse, where: 'cdn' | 'download') {
		const { path, query } = split(request);
		const endpoint =
			where === 'cdn' ? 'GET /cmr/replay' : `GET ${/^\/rec(?:\/meeting\/transcript)?\/\w+/.exec(path)?.[0] ?? '/rec'}`;
		const entry = begin(request, path, query, endpoint, where);
		response.on('close', () => entry.finish(response.statusCode));
		const fault = world.faults.take({ method: request.method ?? 'GET', path, endpoint, where });
		const bytes = await (where === 'cdn' ? answerCdn : answerDownload)(world, request, response, {
			path,
			query,
			fault,
		});
		entry.record.bytes = bytes;
	}

	function begin(request: IncomingMessage, path: string, query: URLSearchParams, endpoint: string, where: Where) {
		const began = performance.now();
		const record: LoggedRequest = {
			n: world.log.start(),
			at: new Date(clock.now()).toISOString(),
			where,
			method: request.method ?? 'GET',
			path,
			query: Object.fromEntries(query),
			endpoint,
			status: 0,
			ms: 0,
			account: world.state.accountId,
			trackingId: `v=2.0;clid=sandbox;rid=WEB_${randomBytes(16).toString('hex')}`,
			...(request.headers.range ? { range: request.headers.range } : {}),
		};
		let done = false;
		return {
			record,
			finish(status: number) {
				if (done) return;
				done = true;
				record.status = status;
				record.ms = Math.round(performance.now() - began);
				world.log.finish(record);
			},
		};
	}

	function send(
		request: IncomingMessage,
		response: ServerResponse,
		{ answer, wire }: Disturbed,
		entry?: ReturnType<typeof begin>,
	): void {
		const unanswered = wire?.kind === 'reset' && wire.afterBytes === undefined;
		entry?.finish(unanswered ? 0 : answer.status);
		if (unanswered) return void request.socket.destroy();
		const text =
			typeof answer.body === 'string' ? answer.body : answer.body === undefined ? '' : JSON.stringify(answer.body);
		const bytes = Buffer.from(text);
		response.writeHead(answer.status, {
			...(answer.body === undefined ? {} : { 'content-type': 'application/json;charset=UTF-8' }),
			...(answer.status === 204 ? {} : { 'content-length': bytes.length }),
			'cache-control': 'no-cache, no-store, must-revalidate, no-transform',
			...(entry ? { 'x-zm-trackingid': entry.record.trackingId } : {}),
			...answer.headers,
		});
		if (wire) return wire.write(response, bytes);
		response.end(request.method === 'HEAD' ? undefined : bytes);
	}

	const origin = world.origins.api;
	const { app, accountId } = world.state;
	return {
		origin,
		apiBaseUrl: `${origin}/v2`,
		tokenUrl: `${origin}/oauth/token`,
		cdnOrigin: world.origins.cdn,
		control: `${origin}/_sandbox`,
		credentials: {
			zoomServerToServerOAuth2Api: {
				accountId,
				clientId: app.clientId,
				clientSecret: app.clientSecret,
				apiBaseUrl: `${origin}/v2`,
				tokenUrl: `${origin}/oauth/token`,
				downloadHosts: `${origin}, ${world.origins.cdn}`,
			},
			zoomWebhookApi: { secretToken: app.secretToken, previousSecretToken: '', accountId },
		},
		async close() {
			save();
			world.webhooks.stop();
			clock.stop();
			await Promise.all([close(api), close(cdn)]);
		},
	};
}

function split(request: IncomingMessage): { path: string; query: URLSearchParams } {
	// Not through URL: it would normalise "//" and dots, and the UUID rule depends on the exact path.
	const url = request.url ?? '/';
	const at = url.indexOf('?');
	return at < 0
		? { path: url, query: new URLSearchParams() }
		: { path: url.slice(0, at), query: new URLSearchParams(url.slice(at + 1)) };
}

function readable(body: Buffer): unknown {
	const text = body.toString('utf8');
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return text;
	}
}

async function listen(server: Server, port = 0): Promise<string> {
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(port, '127.0.0.1', resolve);
	});
	return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function close(server: Server): Promise<void> {
	await new Promise<void>((resolve) => {
		server.close(() => resolve());
		server.closeAllConnections();
	});
}
