import {
	type Candidate,
	candidateFor,
	type IdentitySettings,
	type KalturaUserFact,
	usableById,
	usableBySecond,
} from './identity';
import { foldName } from '../settings';

/** The kinds of people of one meeting instance, apart from the host. */
export const PEOPLE_ROLES = ['coHost', 'alternativeHost', 'participant', 'panelist', 'attendee'] as const;
export type PeopleRole = (typeof PEOPLE_ROLES)[number];

/** What a kind of people may do with the entry, as on Kaltura's Edit Zoom account screen. */
export type PeopleAccess = 'ignore' | 'coViewer' | 'coPublisher' | 'coEditor' | 'coEditorAndPublisher';

/** Who is created in Kaltura when no user matches; nobody by default (docs/fault-cases.md, W18: outsiders became users). */
export type CreatePeople = 'nobody' | 'peopleOfThisAccount' | 'everybody';

export interface PeopleSettings {
	access: Record<PeopleRole, PeopleAccess>;
	create: CreatePeople;
	/** At most so many people of one recording get rights; the rest is counted in `leftOut.overLimit`. */
	limit: number;
}

/** One row of a list of people, as Zoom gives it: a re-join is a row of its own, guests have no e-mail address. */
export interface PersonRow {
	role: PeopleRole;
	email: string | null;
	/** Zoom's user id when the person was signed in. */
	zoomUserId: string | null;
	name: string;
	/** Whether the person belongs to this Zoom account; null when Zoom does not say. */
	internal: boolean | null;
}

/** One person, whatever number of rows and roles. */
export interface Person {
	email: string | null;
	zoomUserId: string | null;
	name: string;
	internal: boolean;
	roles: PeopleRole[];
	/** Filled after a Zoom look-up; only the CMS mapping needs it. */
	cmsUserId?: string | null;
}

/** The users who get rights on the entry, as Kaltura user ids. */
export interface People {
	coEditors: string[];
	coPublishers: string[];
	coViewers: string[];
	/** Why people are missing above, as counts (no names: items are stored); absent when nobody is missing. */
	leftOut?: Partial<Record<LeftOutReason, number>>;
}

export type LeftOutReason = 'withoutEmail' | 'notInKaltura' | 'blocked' | 'ambiguous' | 'idRefused' | 'overLimit';

export interface NewPerson {
	id: string;
	email: string | null;
	name: string;
}

export const NOBODY: People = { coEditors: [], coPublishers: [], coViewers: [] };

export const IGNORE_EVERYBODY: Record<PeopleRole, PeopleAccess> = {
	coHost: 'ignore',
	alternativeHost: 'ignore',
	participant: 'ignore',
	panelist: 'ignore',
	attendee: 'ignore',
};

/** The kinds of people that must be read from Zoom at all: what is ignored is not asked for (docs/fault-cases.md, W20). */
export function wantedRoles(access: Record<PeopleRole, PeopleAccess>, kind: 'meeting' | 'webinar'): PeopleRole[] {
	const possible: readonly PeopleRole[] =
		kind === 'webinar'
			? ['coHost', 'alternativeHost', 'panelist', 'attendee']
			: ['coHost', 'alternativeHost', 'participant'];
	return possible.filter((role) => access[role] !== 'ignore');
}

/**
 * Merges rows into people: the same e-mail address (without regard to case) or the same Zoom user id is one person.
 * Rows with neither are guests whom nothing can identify.
 */
export function mergePeople(rows: readonly PersonRow[]): { people: Person[]; withoutIdentity: number } {
	const byKey = new Map<string, Person>();
	const people = new Set<Person>();
	let withoutIdentity = 0;
	for (const row of rows) {
		const email = row.email?.trim() || null;
		const zoomUserId = row.zoomUserId?.trim() || null;
		const keys = [...(email ? [`mail:${foldName(email)}`] : []), ...(zoomUserId ? [`zoom:${zoomUserId}`] : [])];
		if (keys.length === 0) {
			withoutIdentity += 1;
			continue;
		}
		const known = [...new Set(keys.flatMap((key) => byKey.get(key) ?? []))];
		const person: Person = known[0] ?? { email: null, zoomUserId: null, name: '', internal: false, roles: [] };
		const add = (other: Pick<Person, 'email' | 'zoomUserId' | 'name' | 'internal' | 'roles'>) => {
			person.email ??= other.email;
			person.zoomUserId ??= other.zoomUserId;
			person.name ||= other.name;
			person.internal ||= other.internal;
			for (const role of other.roles) if (!person.roles.includes(role)) person.roles.push(role);
		};
		add({ email, zoomUserId, name: row.name.trim(), internal: row.internal === true, roles: [row.role] });
		// This row may be the link between an address and a Zoom id that came separately so far.
		for (const other of known.slice(1)) {
			add(other);
			people.delete(other);
			for (const [key, owner] of byKey) if (owner === other) byKey.set(key, person);
		}
		people.add(person);
		for (const key of keys) byKey.set(key, person);
	}
	return { people: [...people], withoutIdentity };
}

/** Under which name each person is looked up in Kaltura; null when Zoom names neither address nor CMS user id. */
export function personCandidate(person: Person, settings: IdentitySettings): Candidate | null {
	return candidateFor({ email: person.email, cmsUserId: person.cmsUserId ?? null }, settings);
}

/** A person with what Kaltura said about them. */
export interface FoundPerson {
	person: Person;
	candidate: Candidate | null;
	byId: KalturaUserFact | null;
	bySecond: readonly KalturaUserFact[];
}

/**
 * Who may do what. The owner is left out whatever the case of the ids; a person with several roles gets the rights of all
 * of them; only exact, unique, active users count; nobody is created unless the settings ask for it.
 * @param ownerUserId the resolved owner, as Kaltura writes the id
 * @see docs/vendors/kaltura-integration.md#other-people
 */
export function grantRights(
	found: readonly FoundPerson[],
	ownerUserId: string,
	settings: PeopleSettings,
): { people: People; create: NewPerson[] } {
	const lists: Record<'coEditors' | 'coPublishers' | 'coViewers', Map<string, string>> = {
		coEditors: new Map(),
		coPublishers: new Map(),
		coViewers: new Map(),
	};
	const leftOut: Partial<Record<LeftOutReason, number>> = {};
	const create = new Map<string, NewPerson>();
	const leave = (reason: LeftOutReason) => {
		leftOut[reason] = (leftOut[reason] ?? 0) + 1;
	};

	const granted = new Set<string>();
	for (const { person, candidate, byId, bySecond } of found) {
		const access = new Set(person.roles.map((role) => settings.access[role]).filter((right) => right !== 'ignore'));
		if (access.size === 0) continue;
		const user = kalturaUser(candidate, byId, bySecond, person, settings.create);
		if ('leftOut' in user) {
			leave(user.leftOut);
			continue;
		}
		const key = foldName(user.id);
		if (key === foldName(ownerUserId)) continue;
		if (/[\s,]/.test(user.id)) {
			leave('idRefused'); // It would become two ids in Kaltura's comma-separated lists.
			continue;
		}
		if (!granted.has(key) && granted.size >= settings.limit) {
			leave('overLimit');
			continue;
		}
		granted.add(key);
		if (user.create) create.set(key, user.create);
		const add = (list: Map<string, string>) => list.set(key, list.get(key) ?? user.id);
		if (access.has('coEditor') || access.has('coEditorAndPublisher')) add(lists.coEditors);
		if (access.has('coPublisher') || access.has('coEditorAndPublisher')) add(lists.coPublishers);
		if (access.has('coViewer')) add(lists.coViewers);
	}
	return {
		people: {
			coEditors: [...lists.coEditors.values()],
			coPublishers: [...lists.coPublishers.values()],
			coViewers: [...lists.coViewers.values()],
			...(Object.keys(leftOut).length > 0 ? { leftOut } : {}),
		},
		create: [...create.values()],
	};
}

function kalturaUser(
	candidate: Candidate | null,
	byId: KalturaUserFact | null,
	bySecond: readonly KalturaUserFact[],
	person: Person,
	create: CreatePeople,
): { id: string; create?: NewPerson } | { leftOut: LeftOutReason } {
	if (candidate === null) return { leftOut: 'withoutEmail' };
	const user = usableById(candidate, byId);
	if (user !== null) return { id: user.id };
	const others = usableBySecond(candidate, bySecond);
	if (others.length > 1) return { leftOut: 'ambiguous' };
	if (others[0]) return { id: others[0].id };
	if (byId?.blocked || byId?.isGroup) return { leftOut: 'blocked' };
	const mayCreate = create === 'everybody' || (create === 'peopleOfThisAccount' && person.internal);
	if (!mayCreate) return { leftOut: 'notInKaltura' };
	if (candidate.userId === null) return { leftOut: 'idRefused' };
	return { id: candidate.userId, create: { id: candidate.userId, email: person.email, name: person.name } };
}

/**
 * Zoom's alternative hosts: e-mail addresses or Zoom user ids.
 * @see docs/vendors/zoom.md#people-of-a-meeting
 */
export function alternativeHostRows(alternativeHosts: readonly string[]): PersonRow[] {
	return alternativeHosts
		.map((one) => one.trim())
		.filter((one) => one !== '')
		.map((one) => ({
			role: 'alternativeHost',
			email: one.includes('@') ? one : null,
			zoomUserId: one.includes('@') ? null : one,
			name: '',
			// Zoom accepts only licensed users of the account here.
			internal: true,
		}));
}

/** A collected `meeting.participant_role_changed` event: what the trigger keeps of it. */
export interface RoleChange {
	meetingUuid: string;
	email: string | null;
	zoomUserId: string | null;
	name: string;
	oldRole: string;
	newRole: string;
}

/**
 * Everyone who ever was co-host of this instance: no API names co-hosts afterwards, only these events do. Somebody who
 * was demoted before the end still was one. Events of other instances of the same meeting are not looked at (docs/fault-cases.md, W2).
 */
export function coHostRows(changes: readonly RoleChange[], meetingUuid: string): PersonRow[] {
	const isCoHost = (role: string) => /^co-?host$/i.test(role.trim());
	return changes
		.filter((change) => change.meetingUuid === meetingUuid && (isCoHost(change.newRole) || isCoHost(change.oldRole)))
		.map(({ email, zoomUserId, name }) => ({ role: 'coHost', email, zoomUserId, name, internal: null }));
}

/**
 * Reads collected role changes from an item: Zoom's raw event (or its payload, or the object in it) or the short form.
 * What is no role change is left out, because an item may carry anything.
 */
export function readRoleChanges(value: unknown): RoleChange[] {
	return list(value).flatMap((entry): RoleChange[] => {
		const outer = record(entry);
		const object = record(record(outer.payload).object ?? outer.object ?? outer);
		const participant = record(object.participant ?? object);
		const meetingUuid =
			text(object.uuid) ?? text(object.meetingUuid) ?? text(object.meeting_uuid) ?? text(outer.meetingUuid);
		const newRole = text(participant.new_role) ?? text(participant.newRole);
		if (meetingUuid === null || newRole === null) return [];
		return [
			{
				meetingUuid,
				email: text(participant.email),
				zoomUserId:
					text(participant.participant_user_id) ?? text(participant.zoomUserId) ?? text(participant.participantUserId),
				name: text(participant.user_name) ?? text(participant.name) ?? '',
				oldRole: text(participant.old_role) ?? text(participant.oldRole) ?? '',
				newRole,
			},
		];
	});
}

/** A list, or a list as JSON text, which is what n8n's text fields make of one. */
function list(value: unknown): unknown[] {
	if (Array.isArray(value)) return value;
	if (typeof value !== 'string' || !value.trim().startsWith('[')) return [];
	try {
		const parsed: unknown = JSON.parse(value);
		return Array.isArray(parsed) ? parsed : [];
	} catch {
		return []; // Text that merely begins with a bracket.
	}
}

function record(value: unknown): Record<string, unknown> {
	return value !== null && typeof value === 'object' ? (value as Record<string, unknown>) : {};
}

function text(value: unknown): string | null {
	return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
}
