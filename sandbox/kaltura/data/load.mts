import type { World } from '../world.mts';
import { loadAccount } from './account.mts';
import { loadDemo } from './demo.mts';
import { loadEntries } from './entries.mts';
import { loadUsers } from './users.mts';

/** The local Zoom has other recordings under these names; here nothing is imported yet, and the people are the demo's. */
const LIKE_DEMO = /^(demo|people|directory|recordings-\d+)$/;

/** Data sets by name; "users-50000" and "entries-20000" take any number. */
export function loadData(world: World, name: string): void {
	world.clear();
	loadAccount(world);
	const [, kind, count] = /^(users|entries)-(\d+)$/.exec(name) ?? [];
	if (kind === 'users') loadUsers(world, Number(count));
	else if (kind === 'entries') loadEntries(world, Number(count));
	else if (LIKE_DEMO.test(name)) loadDemo(world);
	else if (name !== 'empty') {
		const known = 'demo (or people, directory, recordings-<n>), empty, users-<n>, entries-<n>';
		throw new Error(`There is no data set "${name}"; there are ${known}`);
	}
}
