/**
 * What Zoom says about the host, for nodes between Resolve and Import: who they are, where they work, their groups. It was
 * read for the owner anyway, so it costs no further call; the names of groups do, and are asked for by option.
 */
export interface HostFacts {
	firstName: string;
	lastName: string;
	displayName: string;
	department: string;
	jobTitle: string;
	/** A name is null where nobody asked for it, or the list of groups does not show the group. */
	groups: Array<{ id: string; name: string | null }>;
	/** Why the names of groups could not be read; the recording goes on without them. */
	groupNamesMissing?: string;
}
