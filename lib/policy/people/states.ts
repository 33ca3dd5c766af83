/** The state that a person should be in. What is left out stays as it is. */
export interface DesiredUser {
	/** The address that the user has (or gets when it is created). */
	email: string;
	/** How a missing user comes to be; 'never' reports it instead. */
	createAction?: 'create' | 'autoCreate' | 'custCreate' | 'ssoCreate' | 'never';
	/** A new address. */
	newEmail?: string;
	/** Fields of PATCH /users/{id} other than licence and status, by Zoom's names (first_name, dept, cms_user_id, …). */
	profile?: Readonly<Record<string, unknown>>;
	licence?: Licence;
	status?: 'active' | 'inactive';
	groups?: GroupWish;
	/** A role id; '2' (Member) takes the present role away. */
	roleId?: string;
	phone?: PhoneWish;
}

/** What tells people apart: the address, Zoom's employee id, or a custom attribute (its key or name). */
export type StableId = { by: 'email' } | { by: 'employee-id' } | { by: 'attribute'; attribute: string };

export interface Licence {
	type?: number;
	/** Text: its values exceed 2^53. */
	zoomOneType?: string;
	planUnitedType?: string;
}

/** Group ids: exactly these, or some more and some fewer. */
export interface GroupWish {
	exact?: readonly string[];
	add?: readonly string[];
	remove?: readonly string[];
}

export interface PhoneWish {
	enabled?: boolean;
	extensionNumber?: string;
	siteId?: string;
	/** Plan types, exactly these. */
	callingPlans?: readonly number[];
	/** E.164 numbers, exactly these. */
	numbers?: readonly string[];
}

/** The state that Zoom has now; null = no such user. */
export interface ActualUser {
	/** '' for a pending user, who has none. */
	id: string;
	email: string;
	status: 'active' | 'inactive' | 'pending';
	/** An earlier run deactivated the person, and it is not proven that the sessions have ended. */
	logOutOwed?: boolean;
	/** A pending user whose invitation ran out: Zoom answers 1120 to everything. */
	invitationExpired?: boolean;
	profile: Readonly<Record<string, unknown>>;
	type: number | null;
	zoomOneType: string;
	planUnitedType: string;
	groupIds: readonly string[];
	roleId: string;
	/** null = the user has no Zoom Phone; undefined = not read, because nobody asked for it. */
	phone?: {
		extensionNumber: string;
		siteId: string;
		callingPlans: readonly number[];
		numbers: ReadonlyArray<{ id: string; number: string }>;
	} | null;
}

export type Step =
	| {
			kind: 'create';
			action: 'create' | 'autoCreate' | 'custCreate' | 'ssoCreate';
			email: string;
			type: number;
			/** Names, division and password: all else Zoom drops at creation without a word. */
			profile: Record<string, unknown>;
			zoomOneType?: string;
			planUnitedType?: string;
			zoomPhone?: boolean;
	  }
	| { kind: 'activate'; temporary: boolean }
	| { kind: 'update-profile'; fields: Record<string, unknown> }
	/** One call each: Zoom refuses type, zoom_one_type and plan_united_type together (docs/vendors/directory.md#errors-of-user-calls). */
	| {
			kind: 'change-licence';
			field: 'type' | 'zoom_one_type' | 'plan_united_type';
			value: number | string;
			before: number | string | null;
	  }
	| { kind: 'change-email'; email: string }
	| { kind: 'add-to-group'; groupId: string }
	| { kind: 'remove-from-group'; groupId: string }
	| { kind: 'assign-role'; roleId: string; before: string }
	| { kind: 'unassign-role'; roleId: string }
	| { kind: 'enable-phone' }
	| { kind: 'disable-phone' }
	| { kind: 'update-phone'; extensionNumber?: string; siteId?: string }
	| { kind: 'switch-plan'; from: number; to: number }
	| { kind: 'assign-plan'; type: number }
	| { kind: 'unassign-plan'; type: number }
	| { kind: 'assign-number'; number: string }
	| { kind: 'unassign-number'; id: string; number: string }
	/** Ends the invitation of somebody who has not accepted it. */
	| { kind: 'withdraw-invitation' }
	/** `undo`: ends what a temporary activation began. */
	| { kind: 'deactivate'; undo: boolean }
	| { kind: 'log-out' };

export interface PlannedStep {
	step: Step;
	/** Carried out even when an earlier step failed: what takes access away must not depend on anything else. */
	always: boolean;
	sentence: string;
	/** Values before and after, where there are any to show. */
	changes: ValueChange[];
}

/** A value before and after, as a person reads it. */
export interface ValueChange {
	field: string;
	from: string;
	to: string;
}

export interface UserPlan {
	email: string;
	userId: string;
	/** Nothing, something, not possible as wished, or something that may not be done. */
	verdict: 'unchanged' | 'change' | 'refused' | 'switched-off';
	steps: PlannedStep[];
	/** Wishes that are not carried out, each with why. */
	notes: string[];
	/** What of the wishes is left undone, and why, as a sentence: then the person is not as the list wants. */
	undone: string | null;
	/** Why the whole plan is refused, or switched off. */
	refusal: string | null;
}
