/** The local Zoom on its own, as a child process, and a bare HTTP client for it: these tests look at the wire. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type IncomingHttpHeaders, type RequestOptions, request as httpRequest } from 'node:http';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';

export interface Answer {
	status: number;
	headers: IncomingHttpHeaders;
	text: string;
	bytes: Buffer;
	/** Parsed when it is JSON. */
	json: any;
	/** Set when the connection broke after the head. */
	broken?: string;
}

/** One request over node:http: nothing normalises the path, follows redirects or hides how a body ended. */
export function send(url: string, options: RequestOptions & { body?: string } = {}): Promise<Answer> {
	const { body, ...more } = options;
	return new Promise((done, failed) => {
		const at = /^(https?:\/\/[^/]+)(.*)$/.exec(url)!;
		const { hostname, port } = new URL(at[1]!);
		let headed = false;
		const request = httpRequest({ hostname, port, path: at[2] || '/', agent: false, ...more }, (response) => {
			headed = true;
			const parts: Buffer[] = [];
			const finish = (broken?: string) => {
				const bytes = Buffer.concat(parts);
				const text = bytes.toString();
				let json: any;
				try {
					json = JSON.parse(text);
				} catch {
					json = undefined;
				}
				done({
					status: response.statusCode ?? 0,
					headers: response.headers,
					text,
					bytes,
					json,
					...(broken ? { broken } : {}),
				});
			};
			response.on('data', (part: Buffer) => parts.push(part));
			response.on('end', () => finish());
			response.on('error', (error) => finish(error.message));
		});
		// After the head a broken connection is an outcome, before it a failure.
		request.on('error', (error) => (headed ? undefined : failed(error)));
		request.end(body);
	});
}

/** These tests look at sentences too; everybody else must do without. */
const WORDS = { sentences: 'fixed' };

export class ZoomAlone {
	token = '';

	private constructor(
		private readonly child: ChildProcess,
		readonly started: {
			origin: string;
			apiBaseUrl: string;
			tokenUrl: string;
			cdnOrigin: string;
			control: string;
			credentials: {
				zoomServerToServerOAuth2Api: { accountId: string; clientId: string; clientSecret: string };
				zoomWebhookApi: { secretToken: string };
			};
		},
	) {}

	static async start(...options: string[]): Promise<ZoomAlone> {
		const main = resolve(__dirname, '../../sandbox/zoom/main.mts');

		const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', main, ...options], {
			stdio: ['ignore', 'pipe', 'inherit'],
		});
		for await (const line of createInterface({ input: child.stdout })) {
			const zoom = new ZoomAlone(child, JSON.parse(line));
			await zoom.renewToken();
			await zoom.settings(WORDS);
			return zoom;
		}
		throw new Error('The local Zoom ended before it listened.');
	}

	async stop(): Promise<void> {
		if (this.child.exitCode !== null) return;
		const ended = once(this.child, 'exit');
		this.child.kill('SIGTERM');
		await ended;
	}

	askToken(
		change: { clientId?: string; clientSecret?: string; accountId?: string; body?: string; query?: string } = {},
	): Promise<Answer> {
		const { clientId, clientSecret, accountId } = {
			...this.started.credentials.zoomServerToServerOAuth2Api,
			...change,
		};
		return send(this.started.tokenUrl + (change.query ?? ''), {
			method: 'POST',
			headers: {
				authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`,
				'content-type': 'application/x-www-form-urlencoded',
			},
			body: change.body ?? `grant_type=account_credentials&account_id=${accountId}`,
		});
	}

	async renewToken(): Promise<void> {
		this.token = (await this.askToken()).json.access_token;
	}

	/** One API call with the current token; `path` is sent as it is. */
	api(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
		return send(this.started.apiBaseUrl + path, {
			method,
			headers: {
				authorization: `Bearer ${this.token}`,
				...(body === undefined ? {} : { 'content-type': 'application/json' }),
				...headers,
			},
			...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
		});
	}

	get(path: string): Promise<Answer> {
		return this.api('GET', path);
	}

	async control(method: string, path: string, body?: unknown): Promise<any> {
		const answer = await send(this.started.control + path, {
			method,
			...(body === undefined ? {} : { body: JSON.stringify(body) }),
		});
		if (answer.status !== 200) throw new Error(`${method} ${path}: ${answer.text}`);
		return answer.json;
	}

	settings(change: object): Promise<any> {
		return this.control('POST', '/settings', change);
	}

	advance(seconds: number): Promise<any> {
		return this.control('POST', '/clock', { advanceSeconds: seconds });
	}

	fault(fault: object, match: object = {}, more: object = {}): Promise<any> {
		return this.control('POST', '/faults', { match, fault, times: 1, ...more });
	}

	/** Back to the data set as it was; the token in use stays good. */
	async reset(data?: string): Promise<void> {
		await this.control('POST', '/reset', data === undefined ? {} : { data });
		await this.settings(WORDS);
	}
}

/** Zoom's rule for UUIDs in paths (docs/vendors/zoom.md#meeting-uuids), written here once more, apart from the product's. */
export const encoded = (uuid: string): string =>
	uuid.startsWith('/') || uuid.includes('//') ? encodeURIComponent(encodeURIComponent(uuid)) : encodeURIComponent(uuid);
