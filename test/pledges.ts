import type { Pledges } from '../lib/zoom/pledges';

/** n8n's database as far as pledges go: outlives the run that made them, and takes nothing more from a killed one. */
export class PledgeStore {
	readonly held = new Set<string>();

	/** @param isAlive false once the process of this run was killed */
	of(isAlive: () => boolean = () => true): Pledges {
		const alive = async (): Promise<void> => {
			// A killed process never learns how its call ended.
			if (!isAlive()) await new Promise<never>(() => undefined);
		};
		return {
			make: async (what) => {
				await alive();
				this.held.add(what);
			},
			keep: async (what) => {
				await alive();
				this.held.delete(what);
			},
			left: async (candidates) => {
				await alive();
				return candidates.filter((one) => this.held.has(one));
			},
			maybeLeft: async (candidates) => {
				await alive();
				return candidates.filter((one) => this.held.has(one));
			},
		};
	}
}
