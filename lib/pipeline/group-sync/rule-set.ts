import type { SyncPolicy } from '../../policy/groups/membership-plan';
import type { RemovalLimit } from '../../policy/groups/removal-limit';
import type { MatchOptions, Privilege } from '../../policy/groups/wanted-groups';

/** Everything that the form says about a run; read once, because users of one run are compared with each other. */
export interface RuleSet {
	name: string;
	target: 'kaltura' | 'zoom';
	dryRun: boolean;
	/** Whether Kaltura's groupUser.sync writes instead of this node. */
	byServer: boolean;
	privileges: Privilege[];
	match: MatchOptions;
	policy: Omit<SyncPolicy, 'mostGroupsPerUser'> & { mostGroupsPerUser: number };
	limit: RemovalLimit;
}
