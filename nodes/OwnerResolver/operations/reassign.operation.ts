import type { KalturaClient } from '../../../lib/kaltura/client';
import { ANY_STATUS } from '../../../lib/kaltura/entries';
import { allOf } from '../../../lib/kaltura/lists';
import type { KalturaEntry } from '../../../lib/kaltura/schemas';
import { isExplained } from '../../../lib/policy/failures';
import { RoutedItem } from '../../../lib/n8n/operation';
import { failedOutcome, outcome, type Outcome } from '../../../lib/policy/outcomes';
import { decideOwner, ownerCandidate, ownerProblems, type OwnerSettings } from '../../../lib/policy/owner/owner';
import { decideReassignment, meetingUuidOf } from '../../../lib/policy/owner/reassign';
import { ZOOM_ENTRY_TAG } from '../../../lib/policy/import/references';
import type { ZoomClient } from '../../../lib/zoom/client';
import { isZoomError } from '../../../lib/zoom/errors';
import { hostOfPastMeeting } from '../../../lib/zoom/past-meetings';

import { OUTPUT, type OwnerOperation } from '../clients';
import { defaultUserField, ownerFields } from '../fields';
import { KalturaFacts, questionFor } from '../../../lib/pipeline/owner/kaltura-facts';
import { readIdentitySettings, refuse } from '../settings';
import { type Host, RememberedUsers, ZoomFacts } from '../../../lib/pipeline/owner/zoom-facts';

/** Entries of one meeting instance: one per segment. */
interface Meeting {
	meetingUuid: string;
	entries: KalturaEntry[];
	host?: Host;
	outcome?: Outcome;
}

/**
 * Moves entries from the default user to their hosts, once these exist in Kaltura. Needs no recording items: it looks for
 * the entries itself, asks Zoom who hosted each meeting (by UUID) and applies the owner rules of today. Running it again
 * changes nothing more.
 */
export const reassign: OwnerOperation = {
	value: 'reassign',
	name: 'Re-Assign Owners',
	action: 'Re assign the owners of entries of the default user',
	description: 'Move entries from the default user to their hosts, once these exist in Kaltura',
	fields: [
		{ ...defaultUserField, required: true, description: 'Whose entries are looked at' },
		...ownerFields,
		{
			displayName: 'Entries of the Last (Days)',
			name: 'lastDays',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 180,
			description: 'Older entries are not looked at; Zoom knows who hosted a meeting for a year',
		},
		{
			displayName: 'Limit',
			name: 'limit',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 50,
			description: 'Max number of results to return',
		},
		{
			displayName: 'Dry Run',
			name: 'dryRun',
			type: 'boolean',
			default: false,
			description: 'Whether to only say what would change',
		},
	],

	async run({ zoom, zoomAccount, kaltura, parameter }) {
		const settings: OwnerSettings = {
			...readIdentitySettings(parameter),
			// Nobody is created and nothing is given back to the default user here.
			noMatch: 'skip',
			hostLeft: 'skip',
			defaultUserId: parameter.string('defaultUser'),
		};
		refuse(ownerProblems(settings));
		const since = Math.floor(Date.now() / 1000 - parameter.number('lastDays') * 86_400);
		const dryRun = parameter.boolean('dryRun');

		const meetings = await meetingsOf(kaltura, settings.defaultUserId, since, parameter.number('limit'));
		const facts = new ZoomFacts(zoom, zoomAccount, new RememberedUsers(0));
		await Promise.all(meetings.map((meeting) => findHost(meeting, zoom, facts)));

		const known = meetings.filter(({ host }) => host !== undefined);
		const candidates = new Map(known.map((meeting) => [meeting, ownerCandidate(meeting.host!, settings)]));
		const asked =
			known.length === 0 ? null : await new KalturaFacts(kaltura).ask(questionFor([...candidates.values()]));

		const answers: RoutedItem[] = [];
		for (const meeting of meetings) {
			const candidate = candidates.get(meeting) ?? null;
			const decision =
				meeting.host && asked
					? decideOwner(meeting.host, candidate, asked.facts(candidate), settings)
					: ({ do: 'stop', outcome: meeting.outcome! } as const);
			for (const entry of meeting.entries) {
				const plan = decideReassignment(entry, settings.defaultUserId, decision);
				const item = {
					entryId: entry.id,
					name: entry.name,
					meetingUuid: meeting.meetingUuid,
					host: meeting.host ? { id: meeting.host.id, email: meeting.host.email } : null,
				};
				if (plan.do === 'leave') {
					const output = plan.outcome.status === 'skipped' ? OUTPUT.skip : OUTPUT.needsAttention;
					answers.push(
						new RoutedItem(output, { ...item, owner: { userId: entry.userId }, changed: false, outcome: plan.outcome }),
					);
					continue;
				}
				const streams = dryRun ? [] : await move(kaltura, entry.id, plan.userId);
				answers.push(
					new RoutedItem(OUTPUT.ingest, {
						...item,
						owner: { userId: plan.userId, from: entry.userId },
						changed: !dryRun,
						...(dryRun ? { dryRun } : { streams }),
						outcome: plan.outcome,
					}),
				);
			}
		}
		return answers;
	},
};

/** The default user's parent entries that came from Zoom, newest first, by meeting instance. */
async function meetingsOf(kaltura: KalturaClient, userId: string, since: number, limit: number): Promise<Meeting[]> {
	const entries = await allOf(
		kaltura.entries.list(
			{
				...ANY_STATUS,
				userIdEqual: userId,
				adminTagsMultiLikeOr: ZOOM_ENTRY_TAG,
				createdAtGreaterThanOrEqual: since,
				orderBy: '-createdAt',
			},
			limit,
		),
	);
	const meetings = new Map<string, Meeting>();
	for (const entry of entries) {
		const meetingUuid = entry.parentEntryId === '' ? meetingUuidOf(entry.referenceId) : null;
		if (meetingUuid === null) continue;
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
