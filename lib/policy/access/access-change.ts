export type ChangeKind =
	| 'user-joined'
	| 'user-left'
	| 'user-activated'
	| 'user-deactivated'
	| 'user-invited'
	| 'role-of-user-changed'
	| 'licence-changed'
	| 'email-changed'
	| 'joined-group'
	| 'left-group'
	| 'group-admin-added'
	| 'group-admin-removed'
	| 'group-added'
	| 'group-removed'
	| 'group-renamed'
	| 'role-added'
	| 'role-removed'
	| 'role-renamed'
	| 'role-gained-privilege'
	| 'role-lost-privilege'
	| 'role-scope-widened'
	| 'role-scope-narrowed'
	| 'privilege-gained'
	| 'privilege-lost'
	| 'kaltura-user-added'
	| 'kaltura-user-removed'
	| 'kaltura-user-blocked'
	| 'kaltura-user-unblocked'
	| 'kaltura-admin-changed'
	| 'kaltura-role-of-user-changed'
	| 'kaltura-joined-group'
	| 'kaltura-left-group'
	| 'kaltura-manager-added'
	| 'kaltura-manager-removed'
	| 'kaltura-group-added'
	| 'kaltura-group-removed'
	| 'kaltura-role-added'
	| 'kaltura-role-removed'
	| 'kaltura-role-renamed'
	| 'kaltura-role-status'
	| 'kaltura-role-gained'
	| 'kaltura-role-lost';

/** One difference, as data and as a sentence. */
export interface AccessChange {
	kind: ChangeKind;
	/** 'high' when it gives somebody a high-risk privilege or makes somebody privileged. */
	weight: 'high' | 'normal';
	userId?: string;
	email?: string;
	groupId?: string;
	roleId?: string;
	/** For privileges: which, and through what. */
	privilege?: string;
	through?: string;
	before?: string | number | null;
	after?: string | number | null;
	sentence: string;
}
