import { setTimeout as wait } from 'node:timers/promises';
import { ZoomRefusal } from '../wire/answer.mts';
import type { World } from '../world.mts';

/**
 * One create or delete of a user at a time; a second one meanwhile is told so (docs/vendors/zoom.md#limits, concurrency lock).
 * The lock is held for settings.concurrencyLockMs of real time.
 */
export async function locked<T>(world: World, key: string, what: 'create' | 'disassociate', work: () => T): Promise<T> {
	if (world.locks.has(key)) {
		throw new ZoomRefusal(
			429,
			429,
			`Too many concurrent requests. A request to ${what} this user has already been made.`,
		);
	}
	world.locks.set(key, world.clock.now());
	try {
		if (world.state.settings.concurrencyLockMs) await wait(world.state.settings.concurrencyLockMs);
		return work();
	} finally {
		world.locks.delete(key);
	}
}
