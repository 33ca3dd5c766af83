import type { World } from '../world.mts';
import { loadAccount } from './account.mts';
import { loadDemo } from './demo.mts';
import { loadEntries } from './entries.mts';
import { loadUsers } from './users.mts';

/** Names under which the local Zoom has more than this Kaltura needs to: its people are those of the demo. */
const LIKE_DEMO = /^(demo|people|directory|recordings-\d+)$/;

/** Data sets by name; "users-50000" and "entries-20000" take any number. */
export function loadData(world: World, name: string): void {
	world.clear();
	loadAccount(world);
	const [, kind, count] = /^(users|entries)-(\d+)$/.exec(name) ?? [];
	if (kind === 'users') loadUsers(world, Number(count));
	else if (kind === 'entries') loadEntries(world, Number(count));
	// Zoom's "people" is its demo without recordings; here both are the same, since nothing is imported yet.
	else if (name === 'demo' || name === 'people') loadDemo(world);
	else if (name !== 'empty')
		throw new Error(`There is no data set "${name}"; there are demo, people, empty, users-<n> and entries-<n>`);
}
