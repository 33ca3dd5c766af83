/**
 * Looks at both servers while somebody looks at the page, and tells the page when what it shows has changed
 * (server-sent events). With nobody watching it asks nothing.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { readKalturaSide } from './kaltura-side.mts';
import { readZoomSide } from './zoom-side.mts';
import { buildView, type View } from './view.mts';

const QUICKEST_MS = 400;
/** A big data set takes long to read: never spend more than a fifth of the time on looking. */
const REST_FACTOR = 4;
/** Comments keep the connection from looking dead to whatever is between. */
const KEEP_ALIVE_MS = 15_000;

export interface Watcher {
	/** Reads both sides now, tells everybody who watches, and gives what it saw. */
	lookNow(): Promise<View>;
	stream(request: IncomingMessage, response: ServerResponse): void;
	close(): void;
}

export function createWatcher(servers: { zooms: string[]; kaltura: string }): Watcher {
	const watching = new Set<ServerResponse>();
	let last = '';
	let timer: NodeJS.Timeout | undefined;
	let looking: Promise<View> | undefined;
	let closed = false;

	const tell = (response: ServerResponse, event: string, data: string) =>
		response.write(`event: ${event}\ndata: ${data}\n\n`);

	async function look(): Promise<View> {
		const [zooms, kaltura] = await Promise.all([
			Promise.all(servers.zooms.map((control, index) => readZoomSide(control, index + 1))),
			readKalturaSide(servers.kaltura),
		]);
		const view = buildView(zooms, kaltura);
		const text = JSON.stringify(view);
		if (text !== last) {
			last = text;
			for (const response of watching) tell(response, 'view', text);
		}
		return view;
	}
	/** One look at a time; whoever asks during one gets a fresh one after it. */
	async function lookNow(): Promise<View> {
		await looking?.catch(() => undefined);
		looking = look();
		try {
			return await looking;
		} finally {
			looking = undefined;
		}
	}
	function arm(afterMs: number): void {
		clearTimeout(timer);
		if (watching.size === 0 || closed) return;
		timer = setTimeout(() => {
			const began = performance.now();
			lookNow()
				.catch((error: unknown) => {
					last = '';
					const told = JSON.stringify(error instanceof Error ? error.message : String(error));
					for (const response of watching) tell(response, 'trouble', told);
				})
				.finally(() => arm(Math.max(QUICKEST_MS, (performance.now() - began) * REST_FACTOR)));
		}, afterMs);
	}

	return {
		lookNow,
		stream(request, response) {
			response.writeHead(200, {
				'content-type': 'text/event-stream',
				'cache-control': 'no-store',
				'x-accel-buffering': 'no',
			});
			response.write('retry: 1000\n\n');
			if (last) tell(response, 'view', last);
			watching.add(response);
			const beat = setInterval(() => response.write(': still here\n\n'), KEEP_ALIVE_MS);
			request.once('close', () => {
				clearInterval(beat);
				watching.delete(response);
			});
			arm(0);
		},
		close() {
			closed = true;
			clearTimeout(timer);
			for (const response of watching) response.end();
		},
	};
}
