/**
 * A real n8n for jest. It runs in a child process (scripts/n8n/serve.mts), which also ends when the test run is killed.
 *
 * ```ts
 * let n8n: N8n;
 * beforeAll(async () => { n8n = await startN8n(); });
 * afterAll(() => n8n.stop());
 * test('…', async () => {
 *   const { 'ingest-live': live } = await n8n.importTemplates(['ingest-live'], { credentials: sandbox.credentials });
 *   …
 *   const [execution] = await n8n.settled({ workflowId: live.id, count: 1 });
 *   expect((await n8n.execution(execution.id)).nodes['Get Recording'][0].outputs[0][0].json).toMatchObject({ … });
 * });
 * ```
 * All methods: scripts/n8n/contract.mts. n8n takes about 10 s to start: share one per file, in `beforeAll` with 120 s.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';

import type { N8n, N8nOptions } from '../../scripts/n8n/contract.mts';

export type * from '../../scripts/n8n/contract.mts';

interface Answer {
	id: number;
	result?: unknown;
	error?: string;
}

export async function startN8n(options: N8nOptions = {}): Promise<N8n> {
	const child = spawn(process.execPath, [resolve('scripts/n8n/serve.mts'), JSON.stringify(options)], {
		stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
		env: { ...process.env, NODE_OPTIONS: '' },
	});
	const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
	const answerTo = (id: number) =>
		new Promise<unknown>((fulfil, reject) => waiting.set(id, { resolve: fulfil, reject }));

	child.on('message', ({ id, result, error }: Answer) => {
		const call = waiting.get(id);
		waiting.delete(id);
		if (error === undefined) call?.resolve(result);
		else call?.reject(new Error(error));
	});
	const exited = once(child, 'exit').then(([code, signal]) => {
		for (const call of waiting.values()) call.reject(new Error(`n8n's process ended (${signal ?? code}).`));
		waiting.clear();
	});
	await answerTo(0);

	let lastId = 0;
	const call = (method: string, args: unknown[]) => {
		if (!child.connected) return Promise.reject(new Error("n8n's process has ended."));
		const id = ++lastId;
		const answer = answerTo(id);
		child.send({ id, method, args });
		return answer;
	};
	return new Proxy({} as N8n, {
		get(_target, method) {
			if (typeof method !== 'string' || method === 'then') return undefined; // not a promise: `await` must not call it
			if (method !== 'stop') return (...args: unknown[]) => call(method, args);
			return async () => {
				if (child.exitCode === null && child.signalCode === null) await call('stop', []);
				await exited;
			};
		},
	});
}
