import { Failure } from '../../policy/failures';
import type { Candidate, KalturaUserFact } from '../../policy/owner/identity';
import type { Outcome } from '../../policy/outcomes';
import type { Owner, OwnerDecision } from '../../policy/owner/owner';
import type { People, RoleChange } from '../../policy/owner/people';
import type { Recording } from '../../policy/recording';
import type { Routing } from '../../policy/routing/route';

import type { HostFacts } from '../../policy/owner/host-facts';
import type { Settings } from './settings';
import type { Host } from './zoom-facts';

/** One recording with the settings that apply to it. */
export interface ResolveRequest {
	recording: Recording;
	settings: Settings;
	/** Collected `participant_role_changed` events; null when the item has none. */
	roleChanges: RoleChange[] | null;
}

/** What became of one recording: whose it is and who else may, or why it stops here. */
export type Resolution = ({ owner: Owner; people: People; hostFacts?: HostFacts | null } | { outcome: Outcome }) & {
	/** What the routing rules said; missing where there was nobody to ask. */
	routing?: Routing;
};

/** A request on its way through the rules; `answer` ends it. */
export interface Case extends ResolveRequest {
	host?: Host;
	candidate?: Candidate | null;
	decision?: OwnerDecision;
	/** The default user, when the decision needs it; null: it does not exist yet. */
	defaultUser?: KalturaUserFact | null;
	owner?: Owner;
	/** What the routing rules say. */
	routing?: Routing;
	/** The people whom rules name, as Kaltura users; `missing` counts those whom nobody can use. */
	ruledPeople?: { coEditors: string[]; coPublishers: string[]; missing: number };
	answer?: Resolution | Failure;
}

/** Runs a step for every case that is still open; what the step throws fails that case. */
export async function each(cases: readonly Case[], step: (one: Case) => Promise<Outcome | null | void>): Promise<void> {
	await Promise.all(
		cases
			.filter(({ answer }) => answer === undefined)
			.map((one) =>
				step(one).then(
					(stop) => {
						if (stop) one.answer = { outcome: stop };
					},
					(error: unknown) => {
						one.answer = new Failure(error);
					},
				),
			),
	);
}
