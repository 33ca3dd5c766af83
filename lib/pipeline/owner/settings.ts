import type { SelectionSettings } from '../../policy/import/selection';
import type { GroupRule, UnmatchedHostRule } from '../../policy/owner/groups-rule';
import type { OwnerSettings } from '../../policy/owner/owner';
import type { PeopleSettings } from '../../policy/owner/people';

/** Everything that the form says, for one item. */
export interface Settings {
	selection: SelectionSettings;
	kalturaGroups: GroupRule;
	unmatchedHosts: UnmatchedHostRule;
	zoomGroups: GroupRule;
	owner: OwnerSettings;
	people: PeopleSettings;
	/** What a host writes into the topic so that nobody but the owner gets the recording. */
	privateKeywords: readonly string[];
	/** What to do where the host has switched off the sharing of the recording in Zoom. */
	notShared: 'ignore' | 'private' | 'skip';
	/** How long a Zoom user that was read may be used again by later runs; 0 asks every time. */
	rememberMinutes: number;
	/** Whether the names of the host's groups are read, which takes a listing of all groups. */
	hostGroupNames: boolean;
}
