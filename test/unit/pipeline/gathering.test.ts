import { Gathering } from '../../../lib/pipeline/import/gathering';

const LIMITS = { windowMs: 5000, most: 4 };

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

test('the first event starts at once, and so does one that comes when all is quiet again', async () => {
	const gathering = new Gathering<string>(() => Date.now());
	expect(await gathering.gather('live', ['a'], LIMITS)).toEqual(['a']);
	jest.advanceTimersByTime(5000);
	expect(await gathering.gather('live', ['b'], LIMITS)).toEqual(['b']);
});

test('events within the window start one execution together when it is over', async () => {
	const gathering = new Gathering<string>(() => Date.now());
	await gathering.gather('live', ['a'], LIMITS);
	jest.advanceTimersByTime(1000);
	const leader = gathering.gather('live', ['b'], LIMITS);
	jest.advanceTimersByTime(1000);
	expect(await gathering.gather('live', ['c'], LIMITS)).toBeNull();
	jest.advanceTimersByTime(3000);
	expect(await leader).toEqual(['b', 'c']);
});

test('enough of them do not wait for the end of the window', async () => {
	const gathering = new Gathering<string>(() => Date.now());
	await gathering.gather('live', ['a'], LIMITS);
	const leader = gathering.gather('live', ['b'], LIMITS);
	await gathering.gather('live', ['c', 'd', 'e'], LIMITS);
	expect(await leader).toEqual(['b', 'c', 'd', 'e']);
});

test('nothing is lost when more arrive while a batch is being started, and the next window begins with the start', async () => {
	const gathering = new Gathering<string>(() => Date.now());
	await gathering.gather('live', ['a'], LIMITS);
	const first = gathering.gather('live', ['b'], LIMITS);
	jest.advanceTimersByTime(5000);
	const late = gathering.gather('live', ['c'], LIMITS);
	const started = await first;
	jest.advanceTimersByTime(5000);
	expect([...(started ?? []), ...((await late) ?? [])].sort()).toEqual(['b', 'c']);
});

test('triggers do not wait for each other', async () => {
	const gathering = new Gathering<string>(() => Date.now());
	await gathering.gather('live', ['a'], LIMITS);
	expect(await gathering.gather('other', ['b'], LIMITS)).toEqual(['b']);
});

test('a process that ends starts what waits', async () => {
	const gathering = new Gathering<string>(() => Date.now());
	await gathering.gather('live', ['a'], LIMITS);
	const leader = gathering.gather('live', ['b'], LIMITS);
	gathering.startAll();
	expect(await leader).toEqual(['b']);
});

test('a window of 0 starts an execution for every event', async () => {
	const gathering = new Gathering<string>(() => Date.now());
	for (const event of ['a', 'b', 'c'])
		expect(await gathering.gather('live', [event], { windowMs: 0, most: 4 })).toEqual([event]);
});

test('of random bursts every item starts exactly once', async () => {
	const seed = 20261130;
	let state = seed;
	const random = (most: number) => (state = (state * 1103515245 + 12345) % 2147483648) % most;
	const gathering = new Gathering<number>(() => Date.now());
	const calls: Array<Promise<number[] | null>> = [];
	for (let index = 0; index < 500; index++) {
		calls.push(gathering.gather('live', [index], LIMITS));
		await jest.advanceTimersByTimeAsync(random(4) === 0 ? random(9000) : random(300));
	}
	await jest.advanceTimersByTimeAsync(10_000);
	const started = (await Promise.all(calls)).flatMap((items) => items ?? []);
	expect(started.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 500 }, (_, index) => index));
});
