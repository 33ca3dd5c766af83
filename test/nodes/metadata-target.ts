/** A target for authorization metadata, as its public interface is documented: in memory, on a free port. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';

export interface Target {
	url: string;
	requests: Array<{ method: string; path: string; filter: string | null; body: any; authorization?: string }>;
	/** What was pushed last, as JSON. */
	pushed(): any;
	/** Answers the next so many requests with this. */
	fail(times: number, status: number, body: object): void;
	close(): Promise<void>;
}

export async function startTarget(apiKey: string): Promise<Target> {
	const providers: Array<{ id: string; name: string }> = [];
	const sources: Array<{ id: string; name: string; provider: string }> = [];
	const requests: Target['requests'] = [];
	const uploads = new Map<string, Buffer[]>();
	let failures: Array<{ status: number; body: object }> = [];
	let last: any = null;
	const accept = (json: Buffer) => {
		last = JSON.parse(json.toString());
		return { warnings: [{ message: 'Cannot find identity by names: nobody@example.edu' }] };
	};
	const answer = (method: string, path: string, filter: string | null, body: any): [number, object] => {
		const failure = failures.shift();
		if (failure) return [failure.status, failure.body];
		const named = (list: Array<{ name: string }>) =>
			filter === null ? list : list.filter(({ name }) => filter === `name eq "${name}"`);
		if (path === '/api/v1/providers/custom') {
			if (method === 'GET') return [200, { values: named(providers) }];
			providers.push({ id: `p${providers.length}`, name: body.name });
			return [200, { value: providers.at(-1) }];
		}
		const [, provider, , source, verb] =
			/^\/api\/v1\/providers\/custom\/([^/]+)(\/datasources)(?:\/([^:/]+):(push|parts))?$/.exec(path) ?? [];
		if (!provider) return [404, { code: 'NotFound', message: 'no such path' }];
		if (!source) {
			if (method === 'GET') return [200, { values: named(sources.filter((one) => one.provider === provider)) }];
			sources.push({ id: `d${sources.length}`, name: body.name, provider });
			return [200, { value: sources.at(-1) }];
		}
		if (verb === 'push') {
			if (body.compression_type !== 'GZIP') return [400, { code: 'InvalidArguments', message: 'compression_type' }];
			return [200, accept(gunzipSync(Buffer.from(body.json_data, 'base64')))];
		}
		if (body.operation === 'start') {
			uploads.set('u1', []);
			return [200, { upload_id: 'u1' }];
		}
		const parts = uploads.get(body.upload_id);
		if (!parts) return [400, { code: 'InvalidArguments', message: 'upload_id' }];
		if (body.operation === 'upload') {
			if (parts.length === 99) return [400, { code: 'InvalidArguments', message: 'more than 99 parts' }];
			if (body.sequence_number !== parts.length + 1) return [400, { message: 'sequence_number' }];
			parts.push(Buffer.from(body.data, 'base64'));
			return [200, {}];
		}
		if (body.sequence_count !== parts.length) return [400, { message: 'sequence_count' }];
		return [200, accept(Buffer.concat(parts))];
	};
	const server = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			const url = new URL(request.url!, 'http://target');
			const body = chunks.length > 0 ? JSON.parse(Buffer.concat(chunks).toString()) : null;
			const { authorization } = request.headers;
			requests.push({
				method: request.method!,
				path: url.pathname,
				filter: url.searchParams.get('filter'),
				body,
				...(authorization ? { authorization } : {}),
			});
			const [status, json] =
				authorization === `Bearer ${apiKey}`
					? answer(request.method!, url.pathname, url.searchParams.get('filter'), body)
					: [401, { code: 'Unauthenticated', message: 'invalid API key', request_id: 'r-1' }];
			response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(json));
		});
	});
	await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		requests,
		pushed: () => last,
		fail: (times, status, body) => {
			failures = Array.from({ length: times }, () => ({ status, body }));
		},
		close: async () => {
			server.closeAllConnections();
			await new Promise((done) => server.close(done));
		},
	};
}
