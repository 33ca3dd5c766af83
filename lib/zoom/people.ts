import type { PeopleRole, PersonRow } from '../policy/owner/people';

import type { ZoomApi } from './api';
import { isZoomError, ZoomError } from './errors';
import { encodeUuid } from './meeting-uuid';
import type { Meetings } from './meetings';
import type { ZoomParticipant } from './schemas';
import { zoomPanelist, zoomParticipant } from './schemas';

const PAGE_SIZE = 300;

/** One person in one role; visits of the same person are merged. */
export interface InstancePerson extends PersonRow {
	/** In the meeting, all visits together; only for those who took part. */
	seconds?: number;
}

/** A role that could not be asked for, so that "nobody" and "not known" stay different things. */
export interface PeopleGap {
	role: PeopleRole;
	code: string;
	reason: string;
}

/** The people of one meeting instance. */
export interface InstancePeople {
	meetingUuid: string;
	people: InstancePerson[];
	gaps: PeopleGap[];
}

export interface InstanceReference {
	meetingUuid: string;
	meetingId: string;
	kind: 'meeting' | 'webinar';
}

/**
 * Who took part in one meeting instance, and in which role. Instances are addressed by UUID: the meeting number would
 * give the latest one. Alternative hosts and panelists are kept by Zoom per meeting number, for all instances.
 * @see docs/vendors/zoom.md#people-of-a-meeting
 */
export class People {
	constructor(
		private readonly api: ZoomApi,
		private readonly meetings: Meetings,
	) {}

	/**
	 * The people of the asked roles. A role that the account's plan, scopes or the meeting's age rule out becomes a gap;
	 * a failure to ask (limit, outage) is thrown, because it must never look like "nobody".
	 * @throws {ZoomError}
	 */
	async ofInstance(instance: InstanceReference, roles: readonly PeopleRole[]): Promise<InstancePeople> {
		const result: InstancePeople = { meetingUuid: instance.meetingUuid, people: [], gaps: [] };
		for (const role of roles) {
			const outcome = await this.read(role, instance).then(
				(found) => ({ found }),
				(error: unknown) => ({ error }),
			);
			if ('found' in outcome) {
				result.people.push(...outcome.found);
			} else if (isZoomError(outcome.error) && isUnavailable(outcome.error)) {
				result.gaps.push({ role, code: outcome.error.code, reason: outcome.error.message });
			} else {
				throw outcome.error;
			}
		}
		return result;
	}

	private async read(role: PeopleRole, instance: InstanceReference): Promise<InstancePerson[]> {
		switch (role) {
			case 'participant':
				return instance.kind === 'meeting' ? mergeVisits(role, await this.attendance(instance)) : [];
			case 'attendee':
				return instance.kind === 'webinar' ? mergeVisits(role, await this.attendance(instance)) : [];
			case 'panelist':
				return instance.kind === 'webinar' ? await this.panelists(instance) : [];
			case 'coHost':
				return await this.coHosts(instance);
			case 'alternativeHost':
				return await this.alternativeHosts(instance);
		}
	}

	/** The report knows most; it needs a scope and two participants, so the plainer list stands in where it is silent. */
	private async attendance({ meetingUuid, kind }: InstanceReference): Promise<ZoomParticipant[]> {
		const uuid = encodeUuid(meetingUuid);
		const doing = `list the participants of the ${kind} ${meetingUuid}`;
		const outcome = await this.participantRows(`/report/${kind}s/${uuid}/participants`, doing).then(
			(rows) => ({ rows }),
			(error: unknown) => ({ error }),
		);
		if ('rows' in outcome && outcome.rows.length > 0) return outcome.rows;
		if ('error' in outcome && !(isZoomError(outcome.error) && isUnavailable(outcome.error))) throw outcome.error;
		return await this.participantRows(`/past_${kind}s/${uuid}/participants`, doing);
	}

	/** The dashboard (Business plan) is the only place in the API that may name co-hosts after the meeting. */
	private async coHosts({ meetingUuid, kind }: InstanceReference): Promise<InstancePerson[]> {
		const rows = await this.participantRows(
			`/metrics/${kind}s/${encodeUuid(meetingUuid)}/participants`,
			`list the co-hosts of the ${kind} ${meetingUuid}`,
			{ type: 'past' },
		);
		return mergeVisits(
			'coHost',
			rows.filter((row) => /^co-?host$/i.test(row.role)),
		);
	}

	private async alternativeHosts({ meetingId, kind }: InstanceReference): Promise<InstancePerson[]> {
		const details = await this.meetings.get(meetingId, kind);
		if (!details) {
			throw new ZoomError(`Zoom does not know the settings of the ${kind} ${meetingId} any more.`, {
				code: '3001',
				retryable: false,
				remedy: 'Zoom forgets a meeting 30 days after its last use: read its alternative hosts earlier.',
			});
		}
		return details.alternativeHosts.map((one) => ({
			role: 'alternativeHost',
			...(one.includes('@') ? { email: one, zoomUserId: null } : { email: null, zoomUserId: one }),
			name: '',
			// Zoom accepts licensed users of the account only.
			internal: true,
		}));
	}

	private async panelists({ meetingId }: InstanceReference): Promise<InstancePerson[]> {
		const people: InstancePerson[] = [];
		const pages = this.api.pages(`/webinars/${encodeURIComponent(meetingId)}/panelists`, {
			doing: `list the panelists of the webinar ${meetingId}`,
			rows: 'panelists',
			schema: zoomPanelist,
			keyOf: (row) => row.id || row.email,
		});
		for await (const { rows } of pages) {
			for (const { email, name } of rows) {
				// A panelist's id is that of the registration, not of a Zoom user.
				people.push({ role: 'panelist', email: email || null, zoomUserId: null, name, internal: null });
			}
		}
		return people;
	}

	private async participantRows(
		path: string,
		doing: string,
		query: Record<string, string> = {},
	): Promise<ZoomParticipant[]> {
		const all: ZoomParticipant[] = [];
		const pages = this.api.pages(path, {
			doing,
			query,
			rows: 'participants',
			schema: zoomParticipant,
			// A re-join is a row of its own and gets a new user_id.
			keyOf: (row) => [row.user_id, row.id, row.join_time, row.user_email, row.name, row.user_name].join(' '),
			pageSize: PAGE_SIZE,
		});
		for await (const { rows } of pages) all.push(...rows.filter((row) => row.status !== 'in_waiting_room'));
		return all;
	}
}

/** Permission, plan, age of the meeting: asking again changes nothing. */
function isUnavailable(error: ZoomError): boolean {
	const refused = error.permissionMissing || ['1010', '3000', '3001', '12702', '300'].includes(error.code);
	return refused && !error.retryable;
}

/**
 * One person per e-mail address or Zoom user; leaving and joining again makes several rows. Guests of whom Zoom tells
 * neither are told apart by their shown name, which is all there is.
 */
function mergeVisits(role: PeopleRole, rows: readonly ZoomParticipant[]): InstancePerson[] {
	const people = new Map<string, InstancePerson>();
	for (const row of rows) {
		const email = row.user_email || row.email || null;
		// In the report `id` is the user's id too, but only of people who were signed in.
		const zoomUserId = row.participant_user_id || row.id || null;
		const name = row.name || row.user_name;
		const internal = row.internal_user ?? null;
		const key = email ? email.toLowerCase() : zoomUserId ? `id ${zoomUserId}` : `guest ${name}`;
		const known = people.get(key);
		if (known) {
			known.seconds = (known.seconds ?? 0) + (row.duration ?? 0);
			known.zoomUserId ??= zoomUserId;
			known.internal ??= internal;
		} else {
			people.set(key, { role, email, zoomUserId, name, internal, seconds: row.duration ?? 0 });
		}
	}
	return [...people.values()];
}
