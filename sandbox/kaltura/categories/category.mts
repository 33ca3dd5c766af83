/** A category, docs/vendors/kaltura.md#finding-entries-and-categories. */
export interface Category {
	id: number;
	parentId: number;
	name: string;
	/** "Parent>Child". */
	fullName: string;
	/** "12>34". */
	fullIds: string;
	depth: number;
	description?: string | null;
	tags?: string | null;
	referenceId?: string | null;
	/** Set on the category itself, for example "MediaSpace". */
	privacyContext?: string | null;
	/** With those of its ancestors. */
	privacyContexts: string;
	owner?: string | null;
	/** 1: entries wait for approval. */
	moderation: number;
	createdAt: number;
	updatedAt: number;
	/** 2 active. */
	status: number;
	[property: string]: unknown;
}

/** An entry in a category. Status: 1 pending, 2 active, 4 rejected. */
export interface CategoryEntry {
	categoryId: number;
	entryId: string;
	createdAt: number;
	categoryFullIds: string;
	status: number;
	creatorUserId: string;
}
