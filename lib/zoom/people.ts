import type { ZoomApi } from './api';
import type { ZoomError } from './errors';
import { isZoomError } from './errors';
import { encodeUuid } from './meeting-uuid';
import type { Meetings } from './meetings';
import type { ZoomParticipant } from './schemas';
import { zoomPanelist, zoomParticipant } from './schemas';

const PAGE_SIZE = 300;

export const PEOPLE_ROLES = ['participants', 'coHosts', 'alternativeHosts', 'panelists'] as const;
export type PeopleRole = (typeof PEOPLE_ROLES)[number];

export interface Person {
	/** null for outsiders and guests, whose address Zoom does not show. */
	email: string | null;
	/** Zoom user id; null when the person was not signed in. */
	userId: string | null;
	name: string;
	/** Whether the person belongs to the host's account; null when Zoom does not say. */
	internal: boolean | null;
	/** Seconds in the meeting, all visits together; only for participants. */
	seconds?: number;
}

/** A role that could not be asked for, so that "nobody" and "not known" stay different things. */
export interface PeopleGap {
	role: PeopleRole;
	code: string;
	reason: string;
}

/** The people of one meeting instance by role; roles that were not asked for are missing. */
export interface InstancePeople {
	meetingUuid: string;
	participants?: Person[];
	coHosts?: Person[];
	alternativeHosts?: Person[];
	panelists?: Person[];
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
 * @see reference zoom-api §7
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
		const people: InstancePeople = { meetingUuid: instance.meetingUuid, gaps: [] };
		for (const role of roles) {
			const outcome = await this.read(role, instance).then(
				(found) => ({ found }),
				(error: unknown) => ({ error }),
			);
			if ('found' in outcome) {
				people[role] = outcome.found;
			} else if (isZoomError(outcome.error) && isUnavailable(outcome.error)) {
				people.gaps.push({ role, code: outcome.error.code, reason: outcome.error.message });
			} else {
				throw outcome.error;
			}
		}
		return people;
	}

	private async read(role: PeopleRole, instance: InstanceReference): Promise<Person[]> {
		switch (role) {
			case 'participants':
				return await this.participants(instance);
			case 'coHosts':
				return await this.coHosts(instance);
			case 'alternativeHosts':
				return await this.alternativeHosts(instance);
			case 'panelists':
				return await this.panelists(instance);
		}
	}

	/** The report knows most; it needs a scope and two participants, so the plainer list stands in where it is silent. */
	private async participants({ meetingUuid, kind }: InstanceReference): Promise<Person[]> {
		const uuid = encodeUuid(meetingUuid);
		const doing = `list the participants of the ${kind} ${meetingUuid}`;
		const outcome = await this.participantRows(`/report/${kind}s/${uuid}/participants`, doing).then(
			(rows) => ({ rows }),
			(error: unknown) => ({ error }),
		);
		if ('rows' in outcome && outcome.rows.length > 0) return mergeVisits(outcome.rows);
		if ('error' in outcome && !(isZoomError(outcome.error) && isUnavailable(outcome.error))) throw outcome.error;
		return mergeVisits(await this.participantRows(`/past_${kind}s/${uuid}/participants`, doing));
	}

	/** The dashboard (Business plan) is the only place in the API that may name co-hosts after the meeting. */
	private async coHosts({ meetingUuid, kind }: InstanceReference): Promise<Person[]> {
		const rows = await this.participantRows(
			`/metrics/${kind}s/${encodeUuid(meetingUuid)}/participants`,
			`list the co-hosts of the ${kind} ${meetingUuid}`,
			{ type: 'past' },
		);
		return mergeVisits(rows.filter((row) => /^co-?host$/i.test(row.role)));
	}

	private async alternativeHosts({ meetingId, kind }: InstanceReference): Promise<Person[]> {
		const details = await this.meetings.get(meetingId, kind);
		return (details?.alternativeHosts ?? []).map((one) =>
			one.includes('@')
				? { email: one, userId: null, name: '', internal: true }
				: { email: null, userId: one, name: '', internal: true },
		);
	}

	private async panelists({ meetingId, kind }: InstanceReference): Promise<Person[]> {
		if (kind !== 'webinar') return [];
		const people: Person[] = [];
		const pages = this.api.pages(`/webinars/${encodeURIComponent(meetingId)}/panelists`, {
			doing: `list the panelists of the webinar ${meetingId}`,
			rows: 'panelists',
			schema: zoomPanelist,
			keyOf: (row) => row.id || row.email,
			pageSize: PAGE_SIZE,
		});
		for await (const { rows } of pages) {
			// A panelist's id is of the registration, not of a Zoom user.
			people.push(...rows.map(({ email, name }) => ({ email: email || null, userId: null, name, internal: null })));
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
export function mergeVisits(rows: readonly ZoomParticipant[]): Person[] {
	const people = new Map<string, Person>();
	for (const row of rows) {
		const email = row.user_email || row.email || null;
		// In the report `id` is the user's id too, but only of people who were signed in.
		const userId = row.participant_user_id || row.id || null;
		const name = row.name || row.user_name;
		const key = email ? email.toLowerCase() : userId ? `id ${userId}` : `guest ${name}`;
		const known = people.get(key);
		if (known) {
			known.seconds = (known.seconds ?? 0) + (row.duration ?? 0);
			known.userId ??= userId;
			known.internal ??= row.internal_user ?? null;
		} else {
			people.set(key, { email, userId, name, internal: row.internal_user ?? null, seconds: row.duration ?? 0 });
		}
	}
	return [...people.values()];
}
