import { Failure } from '../../policy/failures';
import type { Candidate } from '../../policy/owner/identity';
import type { Owner } from '../../policy/owner/owner';
import {
	coHostRows,
	type FoundPerson,
	grantRights,
	IGNORE_EVERYBODY,
	mergePeople,
	NOBODY,
	type People,
	type PeopleRole,
	type Person,
	personCandidate,
	type PersonRow,
	wantedRoles,
} from '../../policy/owner/people';

import { type Case, each } from './case';
import { type KalturaFacts, questionFor } from './kaltura-facts';

import { withRuledPeople } from './routing';
import type { Settings } from './settings';
import type { ZoomFacts } from './zoom-facts';

/** More people of one recording are not looked up; whoever matters most is looked up first. */
const LOOKED_UP = 2000;
const BY_IMPORTANCE: readonly PeopleRole[] = ['coHost', 'alternativeHost', 'panelist', 'participant', 'attendee'];

/** A kind of people that Zoom could not name, so that "nobody" and "not known" stay different things. */
export interface UnknownPeople {
	role: PeopleRole;
	reason: string;
}

/** What Zoom said about the people of one recording. */
interface Gathered {
	people: Person[];
	candidates: Array<Candidate | null>;
	withoutIdentity: number;
	overLimit: number;
	unknown: UnknownPeople[];
}

/**
 * Gives every case that has an owner its answer, with the people who get rights. Zoom is asked only for the kinds of
 * people that a setting does not ignore; Kaltura is asked about the people of all recordings together.
 */
export async function resolvePeople(cases: readonly Case[], zoom: ZoomFacts, kaltura: KalturaFacts): Promise<void> {
	const gathered = new Map<Case, Gathered>();
	await each(cases, async (one) => {
		const access = one.routing?.private ? IGNORE_EVERYBODY : one.settings.people.access;
		const roles = wantedRoles(access, one.recording.kind);
		if (roles.length === 0) one.answer = { owner: ownerOf(one), people: withRuledPeople(one, NOBODY) };
		else gathered.set(one, await gather(one, roles, zoom));
	});

	const question = questionFor([...gathered.values()].flatMap(({ candidates }) => candidates));
	const nothingToAsk = question.userIds.length + question.emails.length + question.externalIds.length === 0;
	const asked = nothingToAsk ? null : await kaltura.ask(question).catch((error: unknown) => new Failure(error));
	if (asked instanceof Failure) {
		for (const one of gathered.keys()) one.answer = asked;
		return;
	}

	await each(cases, async (one) => {
		const { people: persons, candidates, withoutIdentity, overLimit, unknown } = gathered.get(one)!;
		const found = persons.map((person, index) => {
			const candidate = candidates[index] ?? null;
			return { person, candidate, ...(asked?.facts(candidate) ?? { byId: null, bySecond: [] }) };
		});
		if (one.settings.people.create === 'peopleOfThisAccount') await findInternal(found, one.settings, zoom);
		const { people, create } = grantRights(found, one.owner!.userId, one.settings.people);
		await Promise.all(
			create.map(({ id, email, name }) => {
				const [firstName = '', ...rest] = name.split(' ');
				return kaltura.create({ id, email, firstName, lastName: rest.join(' ') });
			}),
		);
		const noted = withNotes(people, withoutIdentity, overLimit, unknown);
		one.answer = { owner: ownerOf(one), people: withRuledPeople(one, noted) };
	});
}

/** Zoom's report does not say who belongs to the account: it is asked about those whom Kaltura does not know. */
async function findInternal(found: readonly FoundPerson[], settings: Settings, zoom: ZoomFacts): Promise<void> {
	await Promise.all(
		found.map(async ({ person, byId, bySecond }) => {
			if (person.internal || person.zoomUserId === null || byId !== null || bySecond.length > 0) return;
			person.internal = (await zoom.user(person.zoomUserId, settings.rememberMinutes)) !== null;
		}),
	);
}

function ownerOf({ owner, host }: Case): Owner {
	return { ...owner!, ...(host?.email ? { hostEmail: host.email } : {}) };
}

async function gather(
	{ recording, settings, roleChanges }: Case,
	roles: PeopleRole[],
	zoom: ZoomFacts,
): Promise<Gathered> {
	const rows: PersonRow[] = [];
	const unknown: UnknownPeople[] = [];
	for (const role of BY_IMPORTANCE.filter((one) => roles.includes(one))) {
		if (role === 'coHost' && roleChanges !== null) {
			rows.push(...coHostRows(roleChanges, recording.meetingUuid));
			continue;
		}
		const answer = await zoom.people(recording, role);
		rows.push(...answer.rows);
		if (answer.unknown !== null) unknown.push({ role, reason: answer.unknown });
	}

	const { people, withoutIdentity } = mergePeople(rows);
	const wanted = people.slice(0, LOOKED_UP);
	const { owner, rememberMinutes } = settings;
	for (const person of wanted) {
		const wantsCms = owner.basedOn === 'cmsUserId' && (person.internal || person.zoomUserId !== null);
		if (!wantsCms && (person.email !== null || person.zoomUserId === null)) continue;
		// Alternative hosts may be given by Zoom's user id alone.
		const user = await zoom.user(person.zoomUserId ?? person.email ?? '', rememberMinutes);
		person.email ??= user?.email || null;
		person.cmsUserId = user?.cms_user_id || null;
	}
	return {
		people: wanted,
		candidates: wanted.map((person) => personCandidate(person, owner)),
		withoutIdentity,
		overLimit: people.length - wanted.length,
		unknown,
	};
}

function withNotes(people: People, withoutIdentity: number, overLimit: number, unknown: UnknownPeople[]) {
	const withoutEmail = (people.leftOut?.withoutEmail ?? 0) + withoutIdentity;
	const tooMany = (people.leftOut?.overLimit ?? 0) + overLimit;
	const leftOut = {
		...people.leftOut,
		...(withoutEmail > 0 ? { withoutEmail } : {}),
		...(tooMany > 0 ? { overLimit: tooMany } : {}),
	};
	return {
		...people,
		...(Object.keys(leftOut).length > 0 ? { leftOut } : {}),
		...(unknown.length > 0 ? { unknown } : {}),
	};
}
