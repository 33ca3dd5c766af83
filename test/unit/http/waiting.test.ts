/** What all vendors share: how long to wait, waiting that can be stopped, and several things at once. */
import { globSync, readFileSync } from 'node:fs';

import { backoffMs } from '../../../lib/http/backoff';
import { inParallel } from '../../../lib/http/in-parallel';
import { pause } from '../../../lib/http/pause';
import { retryAfterSeconds } from '../../../lib/http/retry-after';

describe('Retry-After', () => {
	const now = Date.parse('2020-05-30T23:59:00Z');
	test.each([
		['seconds', '7', 7],
		["an ISO time, as Zoom's daily limit sends it", '2020-05-31T00:00:00Z', 60],
		['an HTTP date', 'Sun, 31 May 2020 00:00:30 GMT', 90],
		['a time that has passed', '2020-05-30T00:00:00Z', 0],
		['the first of several', ['5', '9'], 5],
		['nothing', undefined, undefined],
		['an empty one', ' ', undefined],
		['nonsense', 'soon', undefined],
	])('%s', (_, header, seconds) => expect(retryAfterSeconds(header, now)).toBe(seconds));
});

test('pauses double, stay under 30 s, and differ between callers', () => {
	expect([1, 2, 3].map((attempt) => backoffMs(attempt, 0))).toEqual([500, 1000, 2000]);
	expect([1, 2, 3].map((attempt) => backoffMs(attempt, 0.999999))).toEqual([1000, 2000, 4000]);
	expect([1, 2].map((attempt) => backoffMs(attempt, 0.999999, 300))).toEqual([300, 600]);
	expect(backoffMs(2000, 0.999999)).toBe(30_000);
});

describe('a pause', () => {
	test('ends with the reason when it is stopped, at once', async () => {
		const stop = new AbortController();
		const waiting = pause(60_000, stop.signal);
		stop.abort(new Error('stopped by the user'));
		await expect(waiting).rejects.toThrow('stopped by the user');
		await expect(pause(60_000, stop.signal)).rejects.toThrow('stopped by the user');
	});

	test('leaves nothing behind at the signal', async () => {
		const stop = new AbortController();
		await pause(1, stop.signal);
		stop.abort(new Error('too late to matter'));
		await pause(1);
	});
});

describe('several at once', () => {
	const ten = Array.from({ length: 10 }, (_, index) => index);

	test('never more than allowed, results in the order of the items', async () => {
		let underWay = 0;
		let most = 0;
		const results = await inParallel(ten, 3, async (item) => {
			most = Math.max(most, ++underWay);
			await pause((10 - item) % 4);
			underWay--;
			return item * 2;
		});
		expect([most, results]).toEqual([3, ten.map((item) => item * 2)]);
	});

	test('after a failure nothing more is started, and what was under way has ended when it is thrown', async () => {
		const log: string[] = [];
		const run = inParallel(ten, 2, async (item) => {
			log.push(`begins ${item}`);
			if (item === 1) throw new Error('broken');
			await pause(20);
			log.push(`ends ${item}`);
		});
		await expect(run).rejects.toThrow('broken');
		expect(log).toEqual(['begins 0', 'begins 1', 'ends 0']);
	});

	test('a stopped run starts nothing more', async () => {
		const stop = new AbortController();
		const begun: number[] = [];
		const run = inParallel(
			ten,
			2,
			async (item) => {
				begun.push(item);
				if (item === 3) stop.abort(new Error('stopped by the user'));
			},
			stop.signal,
		);
		await expect(run).rejects.toThrow('stopped by the user');
		expect(begun).toEqual([0, 1, 2, 3]);
	});
});

test('nobody else reads Retry-After, or doubles pauses', () => {
	const own = /Date\.parse\([^)]*retry|2 \*\* \(?\w*(attempt|failure|round)/i;
	const others = globSync('{lib,nodes,credentials}/**/*.ts').filter(
		(path) => !path.startsWith('lib/http/') && own.test(readFileSync(path, 'utf8')),
	);
	expect(others).toEqual([]);
});
