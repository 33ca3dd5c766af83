/** What a reviewer can decide about a finding. */
export const DECISIONS = [
	'keep',
	'deactivate',
	'remove-role',
	'remove-group-admin',
	'make-basic',
	'remove-phone',
	'withdraw-invitation',
	'invite-again',
	'delete-group',
	'delete-role',
] as const;
export type Decision = (typeof DECISIONS)[number];

/** What a decision can be about. */
export type SubjectType =
	'user' | 'group' | 'role' | 'account' | 'kaltura-user' | 'kaltura-group' | 'kaltura-role' | 'kaltura-account';

/** Which decisions make sense for what, so that a group is never "deactivated". */
export const ALLOWED: Readonly<Record<SubjectType, readonly Decision[]>> = {
	user: [
		'keep',
		'deactivate',
		'remove-role',
		'remove-group-admin',
		'make-basic',
		'remove-phone',
		'withdraw-invitation',
		'invite-again',
	],
	group: ['keep', 'delete-group'],
	role: ['keep', 'remove-role', 'delete-role'],
	account: ['keep'],
	// Kaltura is changed by hand; what was looked at and kept is evidence all the same.
	'kaltura-user': ['keep'],
	'kaltura-group': ['keep'],
	'kaltura-role': ['keep'],
	'kaltura-account': ['keep'],
};

/** Those for somebody who has only an invitation; nobody else has one. */
export const ABOUT_INVITATIONS: readonly Decision[] = ['withdraw-invitation', 'invite-again'];
