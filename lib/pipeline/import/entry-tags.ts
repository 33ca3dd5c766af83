/** Admin tags of a recording's entries: as this run has written them, and what is to be remembered in them. */
export class EntryTags {
	private readonly written = new Map<string, readonly string[]>();
	private readonly toAdd = new Map<string, Set<string>>();
	private readonly toDrop = new Map<string, string>();

	/** What counts for an entry whose tags Kaltura's index may still show as they were. */
	of(entryId: string | null, shown: readonly string[]): readonly string[] {
		return this.written.get(entryId ?? '') ?? shown;
	}

	wrote(entryId: string, adminTags: readonly string[]): void {
		this.written.set(entryId, adminTags);
	}

	remember(entryId: string, tag: string, insteadOf?: string): void {
		this.toAdd.set(entryId, (this.toAdd.get(entryId) ?? new Set()).add(tag));
		if (insteadOf !== undefined) this.toDrop.set(entryId, insteadOf);
	}

	/**
	 * Entries whose tags lack something that is to be remembered, with the tags as they should be; they count as written then.
	 * @param shownOf the tags that Kaltura showed last, [] for an entry that nobody knows
	 */
	take(shownOf: (entryId: string) => readonly string[]): Array<{ entryId: string; adminTags: string[] }> {
		const open = [...this.toAdd].flatMap(([entryId, tags]) => {
			const before = this.of(entryId, shownOf(entryId));
			const missing = [...tags].filter((tag) => !before.includes(tag));
			// Tags that nobody knows would be lost by writing others.
			if (missing.length === 0 || before.length === 0) return [];
			const adminTags = [...before.filter((tag) => tag !== this.toDrop.get(entryId)), ...missing];
			this.wrote(entryId, adminTags);
			return [{ entryId, adminTags }];
		});
		this.toAdd.clear();
		this.toDrop.clear();
		return open;
	}
}
