import timers from 'node:timers/promises';

/** Real waiting that is left of a back-off: enough to let other things happen in between. */
const SHARE = 1 / 20;

/**
 * Lets the clients' back-offs pass in a twentieth of their time, for tests of a describe block in which it matters that
 * they try again, not how long they wait. Not for tests of Retry-After: the sandbox's clock is the real one.
 */
export function shortenWaits(): void {
	beforeEach(() => {
		const wait = timers.setTimeout;
		jest
			.spyOn(timers, 'setTimeout')
			.mockImplementation((ms, value, options) => wait((ms ?? 0) * SHARE, value, options) as Promise<any>);
	});
	afterEach(() => {
		jest.restoreAllMocks();
	});
}
