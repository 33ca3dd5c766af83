import { labelOf, RateLimiter, sharedRateLimiter } from '../../../lib/zoom/rate-limits';

import { FakeClock } from './fake-zoom';

/** Times (ms from the start) at which `count` calls that are all wanted at once may go. */
async function schedule(limiter: RateLimiter, clock: FakeClock, count: number): Promise<number[]> {
	const start = clock.time;
	const times: number[] = [];
	for (let n = 0; n < count; n++) {
		await limiter.acquire('LIGHT');
		times.push(clock.time - start);
	}
	return times;
}

const mostWithinOneSecond = (times: number[]) =>
	Math.max(...times.map((from) => times.filter((time) => time >= from && time < from + 1000).length));

/**
 * Processes with a limiter each and twenty callers, on one account whose Zoom refuses the 81st call of a second. Time is simulated.
 * @returns calls after `from` milliseconds
 */
async function sharedAccount(workers: number, until: number, from = 0): Promise<{ served: number; refused: number }> {
	let now = 0;
	let events: Array<{ at: number; go: () => void }> = [];
	const sleep = (ms: number) => new Promise<void>((go) => events.push({ at: now + Math.max(0, ms), go }));
	let seed = 7;
	const random = () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
	let lately: number[] = [];
	const counts = { served: 0, refused: 0 };
	const zoomTakes = () => {
		lately = lately.filter((at) => at > now - 1000);
		const takes = lately.length < 80;
		if (takes) lately.push(now);
		if (now >= from) counts[takes ? 'served' : 'refused']++;
		return takes;
	};
	const caller = async (limiter: RateLimiter, start: number) => {
		for (await sleep(start); ;) {
			await limiter.acquire('LIGHT');
			await sleep(20 + random() * 30);
			if (zoomTakes()) continue;
			await sleep(20);
			limiter.pause('LIGHT', 1000);
		}
	};
	for (let worker = 0; worker < workers; worker++) {
		const limiter = new RateLimiter('business', { now: () => now, sleep, random });
		for (let n = 0; n < 20; n++) void caller(limiter, worker * 3000);
	}
	while (now < until) {
		// Everything that was woken up goes on to its next pause.
		await new Promise((done) => setImmediate(done));
		events = events.toSorted((a, b) => a.at - b.at);
		const next = events.shift()!;
		now = next.at;
		next.go();
	}
	return counts;
}

describe('Pacing', () => {
	test.each([
		['free', 4],
		['pro', 30],
		['business', 80],
	] as const)('on the plan %s no second holds more than %i LIGHT calls, and hardly fewer', async (plan, perSecond) => {
		const clock = new FakeClock();
		const times = await schedule(new RateLimiter(plan, clock), clock, perSecond * 10);
		expect(mostWithinOneSecond(times)).toBeLessThanOrEqual(perSecond);
		expect(times.at(-1)!).toBeLessThanOrEqual(10_000 * 1.06);
	});

	test('a process that was busy for a moment makes up for the slots it missed, and still no second holds too many', async () => {
		const clock = new FakeClock();
		const limiter = new RateLimiter('business', clock);
		const times: number[] = [];
		const start = clock.time;
		for (let n = 0; n < 800; n++) {
			await limiter.acquire('LIGHT');
			times.push(clock.time - start);
			if (n % 100 === 99) clock.time += 300; // n8n went from one node to the next
		}
		expect(mostWithinOneSecond(times)).toBeLessThanOrEqual(80);
		// With the pauses added to the steady pace it would be 12.8 seconds.
		expect(times.at(-1)!).toBeLessThanOrEqual(11_500);
	});

	test('a pause that one call was told is kept by all', async () => {
		const clock = new FakeClock();
		const limiter = new RateLimiter('business', clock);
		await limiter.acquire('LIGHT');
		limiter.pause('LIGHT', 5000);
		expect((await schedule(limiter, clock, 1))[0]).toBeGreaterThanOrEqual(5000);
	});

	test('after a refusal it goes slower, after several much slower, and comes back to the whole after a quiet time', async () => {
		const clock = new FakeClock();
		const limiter = new RateLimiter('business', clock);
		limiter.pause('LIGHT', 0);
		limiter.pause('LIGHT', 0); // Refused together with the first: it does not count again.
		expect(mostWithinOneSecond(await schedule(limiter, clock, 100))).toBeLessThanOrEqual(60);
		for (let refusal = 0; refusal < 5; refusal++) {
			clock.time += 1000;
			limiter.pause('LIGHT', 0);
		}
		expect(mostWithinOneSecond(await schedule(limiter, clock, 30))).toBeLessThanOrEqual(16);
		clock.time += 120_000; // A minute of small steps, because others may use the rate, then large ones.
		const times = await schedule(limiter, clock, 400);
		expect(mostWithinOneSecond(times)).toBeLessThanOrEqual(80);
		expect(times.at(-1)!).toBeLessThanOrEqual(5000 * 1.06);
	});

	test.each([2, 3])(
		'%i workers on one account find their shares: hardly a call is refused, little of the rate is lost',
		async (workers) => {
			const { served, refused } = await sharedAccount(workers, 120_000);
			expect(refused / (served + refused)).toBeLessThanOrEqual(0.015); // the beginning included, when they know nothing yet
			const settled = await sharedAccount(workers, 120_000, 20_000);
			expect(settled.refused / (settled.served + settled.refused)).toBeLessThanOrEqual(0.01);
			expect(settled.served / 100).toBeGreaterThanOrEqual(80 * 0.8);
		},
	);

	test('labels do not wait for each other', async () => {
		const clock = new FakeClock();
		const limiter = new RateLimiter('business', clock);
		limiter.pause('HEAVY', 60_000);
		expect(await schedule(limiter, clock, 1)).toEqual([0]);
	});

	test("Zoom's own rate replaces the assumed one", async () => {
		const clock = new FakeClock();
		const limiter = new RateLimiter('business', clock);
		limiter.learn('LIGHT', 4);
		expect(mostWithinOneSecond(await schedule(limiter, clock, 20))).toBeLessThanOrEqual(4);
	});

	test('one account has one limiter in the process, and the plan that was named last', async () => {
		const first = sharedRateLimiter('https://zoom.test acc-1', 'free');
		expect(sharedRateLimiter('https://zoom.test acc-1')).toBe(first);
		expect(sharedRateLimiter('https://zoom.test acc-2')).not.toBe(first);
	});
});

describe('Labels', () => {
	test.each([
		['GET', '/meetings/abc%3D%3D/recordings', 'LIGHT'],
		['DELETE', '/meetings/abc/recordings/f1', 'LIGHT'],
		['GET', '/accounts/me/recordings', 'MEDIUM'],
		['GET', '/users/u1/recordings', 'MEDIUM'],
		['GET', '/users', 'MEDIUM'],
		['POST', '/users', 'LIGHT'],
		['GET', '/users/u1', 'LIGHT'],
		['PUT', '/users/u1/password', 'MEDIUM'],
		['GET', '/groups', 'MEDIUM'],
		['GET', '/groups/g1', 'LIGHT'],
		['POST', '/groups/g1/members', 'MEDIUM'],
		['DELETE', '/groups/g1/members/u1', 'LIGHT'],
		['GET', '/roles', 'MEDIUM'],
		['GET', '/roles/2', 'LIGHT'],
		['GET', '/past_meetings/abc/participants', 'MEDIUM'],
		['GET', '/report/meetings/abc/participants', 'HEAVY'],
		['GET', '/metrics/webinars/abc/participants', 'HEAVY'],
		['GET', '/metrics/meetings', 'RESOURCE_INTENSIVE'],
		['GET', '/meetings/abc/transcript', 'MEDIUM'],
		['GET', '/phone/users', 'PHONE_MEDIUM'],
		['PATCH', '/phone/users/u1', 'PHONE_LIGHT'],
	] as const)('%s %s is %s', (method, path, label) => expect(labelOf(method, path)).toBe(label));
});

test('callers whose timers fire late together, on a busy machine, do not leave together', async () => {
	let time = 0;
	const timers: Array<{ due: number; fire: () => void }> = [];
	const clock = {
		now: () => time,
		random: () => 0,
		sleep: (milliseconds: number) =>
			new Promise<void>((fire) => {
				timers.push({ due: time + milliseconds, fire });
			}),
	};
	const limiter = new RateLimiter('business', clock);
	const gone: number[] = [];
	for (let n = 0; n < 100; n++) void limiter.acquire('LIGHT').then(() => gone.push(time));
	const settle = () => new Promise((done) => setImmediate(done));
	await settle();
	time = 500; // The machine stood still for half a second; every timer that is due fires now.
	for (let due = timers.filter((timer) => timer.due <= time); due.length > 0;) {
		for (const timer of due) timers.splice(timers.indexOf(timer), 1)[0]!.fire();
		await settle();
		due = timers.filter((timer) => timer.due <= time);
	}
	expect(gone.filter((at) => at === 500).length).toBeLessThanOrEqual(5);
});

test('whoever is stopped leaves the line at once, also from its end', async () => {
	const clock = { now: () => 0, random: () => 0, sleep: () => new Promise<void>(() => undefined) };
	const limiter = new RateLimiter('free', clock);
	const stop = new AbortController();
	for (let n = 0; n < 5; n++) void limiter.acquire('LIGHT');
	const last = limiter.acquire('LIGHT', stop.signal);
	stop.abort(new Error('stopped'));
	await expect(last).rejects.toThrow('stopped');
});
