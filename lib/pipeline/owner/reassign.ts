import type { KalturaClient } from '../../kaltura/client';
import { ANY_STATUS } from '../../kaltura/entries';
import { allOf } from '../../kaltura/lists';
import type { KalturaEntry } from '../../kaltura/schemas';
import { isExplained, failedOutcome } from '../../policy/failures';
import { ZOOM_ENTRY_TAG } from '../../policy/import/references';
import { outcome, type Outcome } from '../../policy/outcomes';
import { decideOwner, ownerCandidate, type OwnerSettings } from '../../policy/owner/owner';
import { decideReassignment, inTurn, meetingUuidOf, type Reassignment } from '../../policy/owner/reassign';
import type { ZoomClient } from '../../zoom/client';
import { isZoomError } from '../../zoom/errors';
import { hostOfPastMeeting } from '../../zoom/past-meetings';

import { KalturaFacts, questionFor } from './kaltura-facts';
import { type Host, type ZoomFacts } from './zoom-facts';

/** Entries of one meeting instance: one per segment. */
interface Meeting {
	meetingUuid: string;
	entries: KalturaEntry[];
	host?: Host;
	outcome?: Outcome;
}

/** What became of one entry. */
export interface ReassignedEntry {
	entry: KalturaEntry;
	meetingUuid: string;
	host: Host | undefined;
	plan: Reassignment;
	/** Entries of further streams that went along; none in a dry run. */
	streams: string[];
}

/**
 * Moves entries from the default user to their hosts, once these exist in Kaltura. It looks for the entries itself, asks Zoom
 * who hosted each meeting (by UUID) and applies the owner rules of today. Running it again changes nothing more.
 * Of more entries than `limit` it looks at the newest and, day by day, at the others in turn.
 * `since`: epoch seconds; older entries are not looked at. `day`: days since 1970.
 */
export async function reassignOwners(
	zoom: ZoomClient,
	kaltura: KalturaClient,
	facts: ZoomFacts,
	settings: OwnerSettings,
	{ dryRun, ...which }: { since: number; limit: number; day: number; dryRun: boolean },
): Promise<ReassignedEntry[]> {
	const meetings = await meetingsOf(kaltura, settings.defaultUserId, which);
	await Promise.all(meetings.map((meeting) => findHost(meeting, zoom, facts)));

	const known = meetings.filter(({ host }) => host !== undefined);
	const candidates = new Map(known.map((meeting) => [meeting, ownerCandidate(meeting.host!, settings)]));
	const asked = known.length === 0 ? null : await new KalturaFacts(kaltura).ask(questionFor([...candidates.values()]));

	const answers: ReassignedEntry[] = [];
	for (const meeting of meetings) {
		const candidate = candidates.get(meeting) ?? null;
		const decision =
			meeting.host && asked
				? decideOwner(meeting.host, candidate, asked.facts(candidate), settings)
				: ({ do: 'stop', outcome: meeting.outcome! } as const);
		for (const entry of meeting.entries) {
			const plan = decideReassignment(entry, settings.defaultUserId, decision);
			const streams = plan.do === 'leave' || dryRun ? [] : await move(kaltura, entry.id, plan.userId);
			answers.push({ entry, meetingUuid: meeting.meetingUuid, host: meeting.host, plan, streams });
		}
	}
	return answers;
}

/** More entries than a default user ever has; Kaltura gives them by pages of 500. */
const MOST_ENTRIES = 10_000;

/** Parent entries of the default user that came from Zoom, those whose turn it is, by meeting instance. */
async function meetingsOf(
	kaltura: KalturaClient,
	userId: string,
	{ since, limit, day }: { since: number; limit: number; day: number },
): Promise<Meeting[]> {
	const filter = {
		...ANY_STATUS,
		userIdEqual: userId,
		adminTagsMultiLikeOr: ZOOM_ENTRY_TAG,
		createdAtGreaterThanOrEqual: since,
		orderBy: '-createdAt',
	};
	const all = await allOf(kaltura.entries.list(filter, MOST_ENTRIES));
	const parents = all.filter(
		({ parentEntryId, referenceId }) => parentEntryId === '' && meetingUuidOf(referenceId) !== null,
	);
	const meetings = new Map<string, Meeting>();
	for (const entry of inTurn(parents, limit, day)) {
		const meetingUuid = meetingUuidOf(entry.referenceId)!;
		const meeting = meetings.get(meetingUuid) ?? { meetingUuid, entries: [] };
		meeting.entries.push(entry);
		meetings.set(meetingUuid, meeting);
	}
	return [...meetings.values()];
}

/** Who hosted it: from the recording while Zoom has it, else from the past meeting. */
async function findHost(meeting: Meeting, zoom: ZoomClient, facts: ZoomFacts): Promise<void> {
	const { meetingUuid } = meeting;
	const found = await zoom.recordings
		.get(meetingUuid)
		.then(
			({ host }) => host,
			(error: unknown) =>
				isZoomError(error, '3301', '3001') ? hostOfPastMeeting(zoom.api, meetingUuid) : Promise.reject(error),
		)
		.then((host) => (host === null ? null : facts.host(host, 0)))
		.then(
			(host) => ({ host }),
			(error: unknown) => ({ error }),
		);
	if ('error' in found) {
		// One meeting that Zoom will not talk about must not stop the others; a failure to ask is reported as such.
		if (!isExplained(found.error)) throw found.error;
		meeting.outcome = failedOutcome(found.error);
	} else if (found.host === null) {
		meeting.outcome = outcome('host-unknown', { meetingUuid });
	} else {
		meeting.host = found.host;
	}
}

/** The streams first: when something fails half-way, the parent is still the default user's and is taken up again. */
async function move(kaltura: KalturaClient, entryId: string, userId: string): Promise<string[]> {
	const streams = (await kaltura.entries.childrenOf([entryId])).get(entryId) ?? [];
	for (const { id } of streams) await kaltura.entries.update(id, { userId });
	await kaltura.entries.update(entryId, { userId });
	return streams.map(({ id }) => id);
}
