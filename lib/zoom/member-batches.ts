import type { Groups, MemberOutcome } from './groups';

/**
 * Collects the additions to groups that people who are worked on at the same time need, so that 30 of them cost one call.
 * An addition is sent when everybody who is still being worked on waits for one: no clock, and always the same calls.
 */
export class MemberBatches {
	private working = 0;
	private readonly waiting: Array<{
		groupId: string;
		user: string;
		settle(outcome: MemberOutcome['outcome']): void;
		fail(error: unknown): void;
	}> = [];

	constructor(private readonly groups: Pick<Groups, 'addMembers'>) {}

	/** Runs the work for each at once; additions inside it go through `add`. */
	async together<Item, Result>(items: readonly Item[], work: (item: Item) => Promise<Result>): Promise<Result[]> {
		this.working += items.length;
		return await Promise.all(
			items.map(async (item) => {
				try {
					return await work(item);
				} finally {
					this.working--;
					this.sendIfAllWait();
				}
			}),
		);
	}

	/** @throws what sending the batch threw, to each who is in it */
	async add(groupId: string, user: string): Promise<MemberOutcome['outcome']> {
		return await new Promise((settle, fail) => {
			this.waiting.push({ groupId, user, settle, fail });
			this.sendIfAllWait();
		});
	}

	private sendIfAllWait(): void {
		if (this.waiting.length === 0 || this.waiting.length < this.working) return;
		const batch = this.waiting.splice(0);
		for (const groupId of new Set(batch.map((one) => one.groupId))) {
			const ours = batch.filter((one) => one.groupId === groupId);
			this.groups
				.addMembers(
					groupId,
					ours.map(({ user }) => user),
				)
				.then(
					(outcomes) => {
						const outcomeOf = new Map(outcomes.map(({ user, outcome }) => [user, outcome]));
						for (const { user, settle } of ours) settle(outcomeOf.get(user) ?? 'not-found');
					},
					(error: unknown) => ours.forEach(({ fail }) => fail(error)),
				);
		}
	}
}
