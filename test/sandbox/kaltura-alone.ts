/** The local Kaltura alone, as the child process that it is, and the few ways of calling it that its proofs need. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';

const ROOT = resolve(__dirname, '../..');

export const PARTNER_ID = 1234567;
export const ADMIN_SECRET = '0123456789abcdef0123456789abcdef';
export const USER_SECRET = 'fedcba9876543210fedcba9876543210';

export interface KalturaAlone {
	serviceUrl: string;
	/** A JSON call with an admin session (disableentitlement) unless `ks` is given; `ks: null` sends none. */
	call(endpoint: string, parameters?: object, ks?: string | null): Promise<any>;
	/** One multirequest; each call is [endpoint, parameters]. */
	multi(calls: ReadonlyArray<readonly [string, object]>): Promise<any[]>;
	/** The raw answer to a POST. */
	post(path: string, contentType: string, body: string): Promise<Response>;
	/** Uploads a chunk as multipart. */
	upload(tokenId: string, bytes: Buffer, parameters?: object, fileName?: string): Promise<any>;
	startSession(parameters?: object): Promise<any>;
	control(method: string, path: string, body?: object): Promise<any>;
	/** Calls until `done` says yes; fails after ten seconds. */
	until(endpoint: string, parameters: object, done: (answer: any) => boolean): Promise<any>;
	stop(): Promise<void>;
}

export async function startKalturaAlone(...flags: string[]): Promise<KalturaAlone> {
	const child = spawn(process.execPath, ['sandbox/kaltura/server.mts', ...flags], {
		cwd: ROOT,
		stdio: ['ignore', 'pipe', 'inherit'],
		env: { ...process.env, NODE_OPTIONS: '' },
	});
	const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
	const { serviceUrl } = JSON.parse(line).kaltura as { serviceUrl: string };

	const post = (path: string, contentType: string, body: string) =>
		fetch(serviceUrl + path, { method: 'POST', headers: { 'content-type': contentType }, body });
	const json = async (path: string, parameters: object) =>
		(await post(path, 'application/json', JSON.stringify(parameters))).json();
	const startSession = (parameters: object = {}) =>
		json('/api_v3/service/session/action/start', {
			secret: ADMIN_SECRET,
			partnerId: PARTNER_ID,
			type: 2,
			userId: 'zoom.sync@example.edu',
			privileges: 'disableentitlement',
			format: 1,
			...parameters,
		});
	const adminKs = (await startSession()) as string;
	const call = (endpoint: string, parameters: object = {}, ks: string | null = adminKs) => {
		const [service, action] = endpoint.split('.');
		return json(`/api_v3/service/${service}/action/${action}`, {
			format: 1,
			...(ks === null ? {} : { ks }),
			...parameters,
		});
	};
	return {
		serviceUrl,
		call,
		post,
		startSession,
		multi: (calls) => {
			const numbered = calls.map(([endpoint, parameters], i) => {
				const [service, action] = endpoint.split('.');
				return [i + 1, { service, action, ...parameters }];
			});
			return json('/api_v3/service/multirequest', { format: 1, ks: adminKs, ...Object.fromEntries(numbered) });
		},
		upload: async (tokenId, bytes, parameters = {}, fileName = 'chunk') => {
			const form = new FormData();
			form.set('json', JSON.stringify({ ks: adminKs, format: 1, uploadTokenId: tokenId, ...parameters }));
			form.set('fileData', new Blob([new Uint8Array(bytes)]), fileName);
			const answer = await fetch(`${serviceUrl}/api_v3/service/uploadtoken/action/upload`, {
				method: 'POST',
				body: form,
			});
			return answer.json();
		},
		control: async (method, path, body) => {
			const answer = await fetch(`${serviceUrl}/_sandbox${path}`, {
				method,
				...(body ? { body: JSON.stringify(body) } : {}),
			});
			const result = await answer.json();
			if (!answer.ok) throw new Error(`${method} ${path}: ${JSON.stringify(result)}`);
			return result;
		},
		until: async (endpoint, parameters, done) => {
			for (let tries = 0; tries < 200; tries += 1) {
				const answer = await call(endpoint, parameters);
				if (done(answer)) return answer;
				await new Promise((later) => setTimeout(later, 50));
			}
			throw new Error(`${endpoint} never got there: ${JSON.stringify(await call(endpoint, parameters))}`);
		},
		stop: async () => {
			const closed = once(child, 'close');
			child.kill('SIGTERM');
			await closed;
		},
	};
}

/** The code of an API error, or null for any other answer. */
export const codeOf = (answer: any): string | null =>
	answer?.objectType === 'KalturaAPIException' ? answer.code : null;
