/**
 * Starts the sandbox as the child process that it is for everybody else, and speaks its control API over HTTP.
 * Tests never import sandbox code: a simulator that shares code with its client proves nothing.
 *
 * ```ts
 * const sandbox = await startSandbox({ data: 'demo' });
 * afterAll(() => sandbox.stop());
 * await sandbox.control.zoom.fault({ match: { endpoint: 'GET /users/{userId}' }, times: 1, fault: { kind: 'status', status: 503 } });
 * ```
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';

export interface SandboxOptions {
	/** Data set at the start; default "demo". */
	data?: string;
	zoomAccounts?: number;
	indexLagMs?: number;
	conversionMs?: number;
	/** Folder to load the state from and save it to. */
	state?: string;
	/** "hostile": Zoom and Kaltura answer with everything that their documents allow. */
	mood?: 'calm' | 'hostile';
	/** Of what is left to chance. */
	seed?: number;
	/** A rehearsal.json whose account it behaves like. */
	like?: string;
	/** Whether the console page is served too. */
	console?: boolean;
	ports?: { zoom?: number; cdn?: number; kaltura?: number; console?: number };
	/** Give up after this many milliseconds; default 30 s, for a machine that runs other things. */
	timeoutMs?: number;
}

export interface ZoomAddresses {
	origin: string;
	apiBaseUrl: string;
	tokenUrl: string;
	cdnOrigin: string;
	control: string;
}

export interface SandboxCredentials {
	zoomServerToServerOAuth2Api: {
		accountId: string;
		clientId: string;
		clientSecret: string;
		apiBaseUrl: string;
		tokenUrl: string;
		downloadHosts: string;
	};
	zoomWebhookApi: { secretToken: string; previousSecretToken: string; accountId: string };
	kalturaApi: {
		serviceUrl: string;
		partnerId: string;
		authentication: string;
		adminSecret: string;
		appTokenId: string;
		appToken: string;
		userId: string;
		privileges: string;
		sessionExpiry: number;
	};
}

/**
 * How files that Zoom has not finished may look when a recording is read by its UUID: not there, listed as processing, or
 * the whole recording 404. Nobody has established which, so whatever waits for files waits in all three.
 */
export const FILES_IN_WORK = ['absent', 'listed', '404'] as const;

/** One line of a server's request log. A Kaltura multirequest is one request with its `calls`. */
export interface LoggedRequest {
	n: number;
	at: string;
	method: string;
	path: string;
	query: any;
	/** "GET /users/{userId}" at Zoom, "media.list" at Kaltura. */
	endpoint: string;
	status: number;
	ms: number;
	account?: string;
	body?: any;
	calls?: any[];
}

export interface FaultRule {
	match: { method?: string; path?: string; endpoint?: string; where?: 'api' | 'cdn' | 'download' | 'token' };
	/** How many matching requests it hits; default: all until cleared. */
	times?: number;
	/** How many matching requests it lets pass first. */
	skip?: number;
	fault: {
		kind: string;
		status?: number;
		body?: unknown;
		headers?: Record<string, string>;
		afterBytes?: number;
		ms?: number;
		code?: string | number;
		[more: string]: unknown;
	};
}

/** A control call that the sandbox refused: the test asked for something that does not exist. */
class ControlError extends Error {
	constructor(
		readonly request: string,
		readonly status: number,
		readonly answer: string,
	) {
		super(`${request} answered ${status}: ${answer.slice(0, 500)}`);
	}
}

/** What both servers' control APIs offer. */
class Control {
	constructor(readonly url: string) {}

	async call<T = any>(method: string, path: string, body?: unknown): Promise<T> {
		const response = await fetch(this.url + path, {
			method,
			...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
		});
		const text = await response.text();
		if (!response.ok) throw new ControlError(`${method} ${path}`, response.status, text);
		return (text ? JSON.parse(text) : undefined) as T;
	}

	/** Logged requests with a number above `since`, oldest first; the control API's own are not logged. */
	async requests(since = 0): Promise<LoggedRequest[]> {
		return (await this.call<{ requests: LoggedRequest[] }>('GET', `/requests?since=${since}`)).requests;
	}

	counts(): Promise<{ total: number; byEndpoint: Record<string, number>; writes: number }> {
		return this.call('GET', '/counts');
	}

	clearRequests(): Promise<unknown> {
		return this.call('DELETE', '/requests');
	}

	/** Makes matching requests fail; gives the fault's id. */
	async fault(rule: FaultRule): Promise<string | number> {
		return (await this.call<{ id: string | number }>('POST', '/faults', rule)).id;
	}

	clearFaults(): Promise<unknown> {
		return this.call('DELETE', '/faults');
	}

	/** Back to the start: data, requests, faults, clock and settings. */
	reset(data?: string): Promise<unknown> {
		return this.call('POST', '/reset', data === undefined ? {} : { data });
	}

	clock(advanceSeconds: number): Promise<any> {
		return this.call('POST', '/clock', { advanceSeconds });
	}

	settings(settings: Record<string, unknown>): Promise<any> {
		return this.call('POST', '/settings', settings);
	}

	/** Everything the server holds. */
	state(): Promise<any> {
		return this.call('GET', '/state');
	}
}

class ZoomControl extends Control {
	/** Adds a meeting instance with its recording files; gives it as the sandbox stored it. */
	addMeeting(meeting: Record<string, unknown>): Promise<any> {
		return this.call('POST', '/meetings', meeting);
	}

	/** Renames it, finishes processing, adds a transcript, … */
	changeMeeting(change: Record<string, unknown>): Promise<any> {
		return this.call('PATCH', '/meetings', change);
	}

	/** Subscribes a webhook URL, after Zoom's URL validation where the sandbox is told to do one. */
	subscribe(subscription: {
		url: string;
		secretToken?: string;
		events?: string[];
		[more: string]: unknown;
	}): Promise<any> {
		return this.call('POST', '/subscriptions', subscription);
	}

	/** Makes Zoom send an event to its subscribers. */
	sendEvent(event: Record<string, unknown>): Promise<any> {
		return this.call('POST', '/events', event);
	}

	deliveries(): Promise<any> {
		return this.call('GET', '/deliveries');
	}

	/** Requests to the download CDN that carried an Authorization header: our code may never cause one. */
	strayAuthorizations(): Promise<any> {
		return this.call('GET', '/stray-authorizations');
	}
}

export interface Sandbox {
	zoom: ZoomAddresses;
	/** One per Zoom account; the first is `zoom`. */
	zoomAccounts: ZoomAddresses[];
	kaltura: { serviceUrl: string; control: string };
	console: string | null;
	credentials: SandboxCredentials;
	credentialsByAccount: SandboxCredentials[];
	control: { zoom: ZoomControl; zoomAccounts: ZoomControl[]; kaltura: Control };
	process: ChildProcess;
	/** Everything the sandbox wrote to stderr until now. */
	stderr(): string;
	/**
	 * Ends the process and waits for it; fails when it had to be killed or ended with an error, and when a request to Zoom
	 * named something that Zoom does not know.
	 */
	stop(): Promise<void>;
}

const ROOT = resolve(__dirname, '..');

/** @throws {Error} with the sandbox's stderr when it does not come up */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
	const flag = (name: string, value: string | number | undefined) =>
		value === undefined ? [] : [`--${name}`, String(value)];

	const child = spawn(
		process.execPath,
		[
			'sandbox/main.mts',
			'--json',
			'--with-parent',
			...(options.console ? [] : ['--no-console']),
			...flag('data', options.data),
			...flag('zoom-accounts', options.zoomAccounts),
			...flag('index-lag-ms', options.indexLagMs),
			...flag('conversion-ms', options.conversionMs),
			...flag('state', options.state),
			...flag('mood', options.mood),
			...flag('seed', options.seed),
			...flag('like', options.like),
			...flag('zoom-port', options.ports?.zoom),
			...flag('cdn-port', options.ports?.cdn),
			...flag('kaltura-port', options.ports?.kaltura),
			...flag('console-port', options.ports?.console),
		],
		// Its standard input stays open as long as this process lives; jest's NODE_OPTIONS are not for it.
		{ cwd: ROOT, stdio: ['pipe', 'pipe', 'pipe'], env: { ...process.env, NODE_OPTIONS: '' } },
	);
	let stderr = '';
	child.stderr.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk));
	const exited = new Promise<string>((done) => {
		child.once('error', (error) => done(`could not be started: ${error.message}`));
		child.once('close', (code, signal) => done(signal ? `was ended by ${signal}` : `ended with code ${code}`));
	});

	const lines = createInterface({ input: child.stdout });
	let timer: NodeJS.Timeout | undefined;
	const timeoutMs = options.timeoutMs ?? 30_000;
	const outcome = await Promise.race([
		once(lines, 'line').then(([line]) => ({ line: String(line) })),
		exited.then((how) => ({ problem: `it ${how}` })),
		new Promise<{ problem: string }>((done) => {
			timer = setTimeout(() => done({ problem: `it said nothing for ${timeoutMs / 1000} s` }), timeoutMs);
		}),
	]);
	clearTimeout(timer);
	if ('problem' in outcome) {
		child.kill('SIGKILL');
		throw new Error(`The sandbox did not start: ${outcome.problem}.\n${stderr}`);
	}

	const started = JSON.parse(outcome.line) as Omit<Sandbox, 'control' | 'process' | 'stop' | 'stderr'>;
	const zoomAccounts = started.zoomAccounts.map(({ control }) => new ZoomControl(control));
	let stopping: Promise<void> | undefined;
	return {
		...started,
		control: { zoom: zoomAccounts[0]!, zoomAccounts, kaltura: new Control(started.kaltura.control) },
		process: child,
		stderr: () => stderr,
		stop: () =>
			(stopping ??= (async () => {
				const mistakes = await unknownNames(zoomAccounts);
				child.kill('SIGTERM');
				const patience = setTimeout(() => child.kill('SIGKILL'), 10_000);
				const how = await exited;
				clearTimeout(patience);
				if (how !== 'ended with code 0') throw new Error(`The sandbox ${how} when it was told to stop.\n${stderr}`);
				if (mistakes.length > 0) {
					throw new Error(`Zoom passes over these in silence, its schemas do not know them:\n${mistakes.join('\n')}`);
				}
			})()),
	};
}

/** What requests to the local Zooms named that no schema of Zoom's has. A sandbox that died says nothing. */
async function unknownNames(accounts: ZoomControl[]): Promise<string[]> {
	const asked = accounts.map((zoom) =>
		zoom.call<{ unknown: string[] }>('GET', '/unknown').then(
			({ unknown }) => unknown,
			(error: unknown) => {
				if (error instanceof ControlError) throw error;
				return [];
			},
		),
	);
	return [...new Set((await Promise.all(asked)).flat())];
}
