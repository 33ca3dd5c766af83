/**
 * n8n as a child process that speaks JSON messages, for programs that cannot import .mts code (jest).
 * First argument: N8nOptions as JSON. Message in: `{ id, method, args }` with a method of contract.mts;
 * out: `{ id, result }` or `{ id, error }`; `{ id: 0, result: null }` when n8n is ready. Ends with its parent.
 */
import type { N8nOptions } from './contract.mts';
import { startN8n } from './n8n.mts';

interface Call {
	id: number;
	method: string;
	args: unknown[];
}

const send = (message: object) => process.connected && process.send?.(message);
const failure = (error: unknown) => (error instanceof Error ? error.message : String(error));

const options = JSON.parse(process.argv[2] ?? '{}') as N8nOptions;
const starting = startN8n(options);
const leave = async (code: number) => {
	await starting.then(
		(n8n) => n8n.stop(),
		() => undefined, // it never started, and has been cleaned up by startN8n
	);
	process.exit(code);
};
process.on('disconnect', () => void leave(0));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void leave(0));

try {
	const n8n = await starting;
	process.on('message', ({ id, method, args }: Call) => {
		const work = (n8n as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>)[method];
		if (typeof work !== 'function') return void send({ id, error: `n8n here has no "${method}".` });
		work.apply(n8n, args).then(
			(result) => {
				send({ id, result: result ?? null });
				if (method === 'stop') process.disconnect?.();
			},
			(error) => send({ id, error: failure(error) }),
		);
	});
	send({ id: 0, result: null });
} catch (error) {
	send({ id: 0, error: failure(error) });
	process.exitCode = 1;
	process.disconnect?.();
}
