import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { createDice, type Mood, newSeed } from '../dice.mts';
import { Dispatcher } from './api/dispatcher.mts';
import { handleControl } from './control/control.mts';
import { Faults } from './control/faults.mts';
import { RequestLog } from './control/request-log.mts';
import { APP_TOKEN, PARTNER } from './data/account.mts';
import { loadData } from './data/load.mts';
import { handleApi } from './http/api-handler.mts';
import { standardHeaders } from './http/answer.mts';
import { registerJobs } from './jobs.mts';
import { servePlayback } from './serve/playback.mts';
import { SERVICES } from './services.mts';
import { loadState, saveState } from './state-file.mts';
import { newSecret } from './store/ids.mts';
import { type Settings } from './store/settings.mts';
import { World } from './world.mts';

export interface KalturaOptions extends Partial<Settings> {
	/** A free one when omitted. */
	port?: number;
	/** Data set: demo (default), empty, users-<n>, entries-<n>. */
	data?: string;
	/** File that keeps everything from one start to the next. */
	state?: string;
	mood?: Mood;
	/** Of everything that is drawn at random; undefined: a new one. */
	seed?: number;
}

export interface RunningKaltura {
	/** What clients are configured with, without /api_v3. */
	serviceUrl: string;
	/** Base of the control API. */
	control: string;
	/** Every field of the credential type kalturaApi. */
	credentials: { kalturaApi: Record<string, string | number> };
	/** Saves the state file, if there is one, and stops. */
	close(): Promise<void>;
}

/** Starts a Kaltura on 127.0.0.1. */
export async function startKaltura({
	port = 0,
	data = 'demo',
	state,
	mood = 'calm',
	seed = newSeed(),
	...settings
}: KalturaOptions = {}): Promise<RunningKaltura> {
	const given = Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
	const world = new World({ ...PARTNER }, given, { dice: createDice(seed), mood });
	const faults = new Faults();
	const log = new RequestLog();
	const dispatcher = new Dispatcher(world, SERVICES, (endpoint) => faults.ofCall(endpoint));
	const parts = { world, faults, log, dispatcher, data, startSettings: given };
	registerJobs(world);
	if (!state || !loadState(world, state)) loadData(world, data);

	const server = createServer((request, response) => {
		const url = new URL(request.url ?? '/', world.origin);
		handle(parts, request, response, url).catch((error: unknown) => {
			// A client that went away in mid-request is no fault of the server.
			if (!request.destroyed) console.error(`sandbox Kaltura: ${request.method} ${url.pathname}`, error);
			if (!response.headersSent) response.writeHead(500);
			response.end();
		});
	});
	// Kept connections outlive those of clients, so that none is closed under a request.
	server.keepAliveTimeout = 75_000;
	await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve));
	world.origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	world.scheduler.wake();
	return {
		serviceUrl: world.origin,
		control: `${world.origin}/_sandbox`,
		credentials: { kalturaApi: credentialsFor(world.origin) },
		async close() {
			world.scheduler.stop();
			if (state) saveState(world, state);
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}

function credentialsFor(serviceUrl: string): Record<string, string | number> {
	return {
		serviceUrl,
		partnerId: String(PARTNER.id),
		authentication: 'adminSecret',
		adminSecret: PARTNER.adminSecret,
		appTokenId: APP_TOKEN.id,
		appToken: APP_TOKEN.token,
		userId: 'zoom.sync@example.edu',
		privileges: 'disableentitlement',
		sessionExpiry: 86_400,
	};
}

type Parts = Parameters<typeof handleControl>[0] & Parameters<typeof handleApi>[0];

async function handle(parts: Parts, request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
	if (request.method === 'OPTIONS') {
		const headers = standardHeaders(newSecret().slice(0, 12), parts.world.clock.seconds());
		const allowed = {
			'Access-Control-Allow-Methods': 'POST, GET, HEAD, OPTIONS, DELETE',
			'Access-Control-Allow-Headers': '*',
		};
		response.writeHead(200, { ...headers, ...allowed }).end();
	} else if (url.pathname.startsWith('/_sandbox')) {
		await handleControl(parts, request, response, url);
	} else if (url.pathname.startsWith('/api_v3')) {
		await handleApi(parts, request, response, url);
	} else if (/^\/p\/\d+\//.test(url.pathname)) {
		serveFile(parts, request, response, url);
	} else {
		response.writeHead(404, { 'Content-Type': 'text/html' }).end('<html><body><h1>Not Found</h1></body></html>');
	}
}

function serveFile({ world, faults, log }: Parts, request: IncomingMessage, response: ServerResponse, url: URL): void {
	const method = request.method ?? 'GET';
	const fault = faults.ofRequest({ method, path: url.pathname, endpoints: ['download'], where: 'download' }, false);
	const at = new Date(world.clock.now()).toISOString();
	const record = log.open({ at, method, path: url.pathname, query: url.search, endpoint: 'download' });
	log.count('download');
	if (fault?.kind === 'reset') response.socket?.destroy();
	else if (fault) response.writeHead(fault.status ?? 500).end();
	else servePlayback(world, request, response, url);
	record.status = response.statusCode;
}

/** `node sandbox/kaltura/server.mts --port 4020 --data demo` prints one line of JSON and runs until it is told to stop. */
async function main(): Promise<void> {
	const { values } = parseArgs({
		options: {
			port: { type: 'string' },
			data: { type: 'string' },
			state: { type: 'string' },
			'index-lag-ms': { type: 'string' },
			'conversion-ms': { type: 'string' },
			json: { type: 'boolean' },
		},
	});
	const kaltura = await startKaltura({
		...(values.port === undefined ? {} : { port: Number(values.port) }),
		...(values.data === undefined ? {} : { data: values.data }),
		...(values.state === undefined ? {} : { state: values.state }),
		...(values['index-lag-ms'] === undefined ? {} : { indexLagMs: Number(values['index-lag-ms']) }),
		...(values['conversion-ms'] === undefined ? {} : { conversionMs: Number(values['conversion-ms']) }),
	});
	const { serviceUrl, control, credentials } = kaltura;
	process.stdout.write(`${JSON.stringify({ kaltura: { serviceUrl, control }, credentials })}\n`);
	for (const signal of ['SIGINT', 'SIGTERM'] as const) {
		process.once(signal, () => void kaltura.close().then(() => process.exit(0)));
	}
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
