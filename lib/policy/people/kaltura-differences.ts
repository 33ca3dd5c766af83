/** Somebody of Zoom, as Users → Get Many with its details gives the person. */
export interface ZoomPerson {
	id: string;
	email: string;
	firstName: string;
	lastName: string;
	/** The Kaltura user ID that Zoom has; '' when it has none. */
	cmsUserId: string;
}

/** What Kaltura has under the address or the id of the person. */
export interface KalturaAnswer {
	/** '' when there is no such user. */
	userId: string;
	status: string;
	/** Why it could not be looked, or the user could not be created. */
	problem: string;
}

/** What differs, with what somebody can do about it. */
const DIFFERENCES = {
	'several-in-kaltura': 'Several Kaltura users have this address: merge them, or set the right ID in Zoom by hand.',
	'missing-in-kaltura': 'Kaltura has no user with this address: create one, or set createMissing to true.',
	'blocked-in-kaltura': 'The Kaltura user is blocked, the Zoom user is active: unblock or deactivate one of them.',
	'not-set-in-zoom': 'Zoom does not know the Kaltura user ID.',
	'differs-in-zoom': 'Zoom has another Kaltura user ID.',
	'not-kept-by-zoom':
		'Zoom did not keep the ID that an earlier run set: its Kaltura integration is off. The ID is not written again before Zoom shows one of anybody.',
} as const;
export type Difference = keyof typeof DIFFERENCES;

export interface UserDifference {
	email: string;
	zoomUserId: string;
	firstName: string;
	lastName: string;
	cmsUserId: string;
	kalturaUserId: string;
	difference: Difference;
	message: string;
}

/**
 * Whose Kaltura user is missing, or is not the one that Zoom names; in order, nobody else. An address that several Kaltura
 * users have is never guessed at: it comes once for each of them.
 * @param written addresses whose ID an earlier run set in Zoom
 */
export function kalturaDifferences(
	pairs: ReadonlyArray<{ zoom: ZoomPerson; kaltura: KalturaAnswer }>,
	written: ReadonlySet<string>,
): UserDifference[] {
	const fold = (email: string) => email.trim().toLowerCase();
	const seen = new Set<string>();
	const several = new Set<string>();
	for (const { zoom } of pairs) {
		const email = fold(zoom.email);
		if (seen.has(email)) several.add(email);
		seen.add(email);
	}
	// Zoom tells the ID only while its Kaltura integration is on; then it tells that of somebody.
	const tells = pairs.some(({ zoom }) => zoom.cmsUserId !== '');
	return pairs.flatMap(({ zoom, kaltura }) => {
		const email = fold(zoom.email);
		const notKept = !tells && written.has(email);
		const difference = several.has(email) ? 'several-in-kaltura' : differenceOf(zoom, kaltura, notKept);
		if (difference === null) return [];
		const { id: zoomUserId, firstName, lastName, cmsUserId } = zoom;
		return {
			email,
			zoomUserId,
			firstName,
			lastName,
			cmsUserId,
			kalturaUserId: kaltura.userId,
			difference,
			message: [DIFFERENCES[difference], kaltura.problem].filter(Boolean).join(' '),
		};
	});
}

function differenceOf(
	{ cmsUserId }: ZoomPerson,
	{ userId, status }: KalturaAnswer,
	notKept: boolean,
): Difference | null {
	if (userId === '') return 'missing-in-kaltura';
	if (status === 'blocked') return 'blocked-in-kaltura';
	if (cmsUserId === '') return notKept ? 'not-kept-by-zoom' : 'not-set-in-zoom';
	return cmsUserId === userId ? null : 'differs-in-zoom';
}
