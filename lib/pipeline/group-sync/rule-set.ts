import type { SyncPolicy } from '../../policy/groups/membership-plan';
import type { RemovalLimit } from '../../policy/groups/removal-limit';
import type { MatchOptions, Privilege } from '../../policy/groups/wanted-groups';

/** Everything that the form says about a run; read once, because users of one run are compared with each other. */
export interface RuleSet {
	name: string;
	/** Zoom account whose copy of the workflow this is; two copies may share one Kaltura. '' where nobody said. */
	account: string;
	target: 'kaltura' | 'zoom';
	dryRun: boolean;
	/** Whether Kaltura's groupUser.sync writes instead of this node. */
	byServer: boolean;
	privileges: Privilege[];
	match: MatchOptions;
	policy: Omit<SyncPolicy, 'mostGroupsPerUser'> & { mostGroupsPerUser: number };
	limit: RemovalLimit;
	/** A plan with so many changes says that somebody should look at it first. */
	approveFrom: number;
	/** More removals than this hold one user back and nobody else. */
	mostRemovalsPerUser: number;
	/** Whether the items are everybody whom the source knows, as in an export; then an absent column and absent users mean something. */
	wholeSource: boolean;
	/** What it means when a user has no such attribute: LDAP omits empty ones. */
	missingAttribute: 'says-nothing' | 'is-empty';
	vanished: { removed: boolean; ignored: ReadonlySet<string> };
	/** Attributes of users to create when Kaltura does not know them; null: they are reported. */
	newUsers: { email: string; firstName: string; lastName: string } | null;
}
