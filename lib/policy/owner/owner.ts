import {
	type Candidate,
	candidateFor,
	type IdentitySettings,
	identityProblems,
	type KalturaUserFact,
	usableById,
	usableBySecond,
	userIdProblem,
} from './identity';
import { outcome, type Outcome } from '../outcomes';
import { foldName, type SettingProblem } from '../settings';

/** Whose a recording is. */
export interface OwnerSettings extends IdentitySettings {
	/** "In case the user doesn't exist". */
	noMatch: 'defaultUser' | 'createUser' | 'skip' | 'needsAttention';
	/** Owner of last resort; needed when a rule names the default user. */
	defaultUserId: string;
	/** For hosts whom Zoom does not know any more and whom the item's e-mail address does not find in Kaltura either. */
	hostLeft: 'defaultUser' | 'skip' | 'needsAttention';
}

/** What Zoom says about a host. "Could not ask" is no state: such an item fails and is retried (docs/fault-cases.md, W13). */
export type HostFact =
	| {
			state: 'known';
			id: string;
			email: string | null;
			cmsUserId: string | null;
			firstName: string;
			lastName: string;
	  }
	/** Zoom answered that there is no such user in this account; the e-mail address is the one of the event or the item. */
	| { state: 'left'; id: string; email: string | null };

/** How the owner was found; part of the item, so reports can count by rule. */
export type OwnerRule =
	| 'user-id'
	| 'cms-user-id'
	| 'email'
	| 'external-id'
	| 'created'
	| 'default-user'
	| 'default-user-host-left'
	| 'routing-rule';

export interface Owner {
	userId: string;
	rule: OwnerRule;
	/** Whether the host is this Kaltura user; false for the default user. */
	matched: boolean;
	/** Whether the user did not exist before. */
	created: boolean;
	/** The host's address as the look-up found it; the Recording may have none. */
	hostEmail?: string;
}

export interface NewUser {
	id: string;
	email: string | null;
	firstName: string;
	lastName: string;
}

/** What the Kaltura look-ups for one host gave. */
export interface OwnerFacts {
	byId: KalturaUserFact | null;
	/** Everyone whom the second look-up found. */
	bySecond: readonly KalturaUserFact[];
}

export type OwnerDecision =
	| { do: 'assign'; owner: Owner }
	/** Create the user, then assign. */
	| { do: 'create'; user: NewUser; owner: Owner }
	/** Look the default user up (create it when missing), then assign. */
	| { do: 'assignDefault'; owner: Owner }
	| { do: 'stop'; outcome: Outcome };

/** Under which name to look a host up; null when Zoom names none. */
export function ownerCandidate(host: HostFact, settings: OwnerSettings): Candidate | null {
	return candidateFor({ email: host.email, cmsUserId: host.state === 'known' ? host.cmsUserId : null }, settings);
}

/**
 * Decides whose a recording is. Order: Kaltura user id (e-mail address with the postfix rule, or CMS user id), then e-mail
 * address or external id, each exact, unique, active and without regard to case; then the rule for nobody.
 * A stranger never becomes the owner: two matches, a blocked match or a prefix are no match (docs/fault-cases.md, W13, W17, 42).
 * @see docs/vendors/kaltura-integration.md#owners
 */
export function decideOwner(
	host: HostFact,
	candidate: Candidate | null,
	facts: OwnerFacts,
	settings: OwnerSettings,
): OwnerDecision {
	const name = hostName(host);
	if (candidate !== null) {
		const byId = usableById(candidate, facts.byId);
		if (byId !== null) return assign(byId.id, candidate.rule);
		const bySecond = usableBySecond(candidate, facts.bySecond);
		if (bySecond.length > 1) {
			return stop(
				outcome('several-owners', {
					host: name,
					by: candidate.second?.by === 'externalId' ? 'external ID' : 'e-mail address',
					users: bySecond.map(({ id }) => id),
				}),
			);
		}
		if (bySecond[0]) return assign(bySecond[0].id, candidate.second?.by === 'externalId' ? 'external-id' : 'email');
	}

	if (host.state === 'left') {
		if (settings.hostLeft === 'defaultUser') return assignDefault(settings, 'default-user-host-left');
		return stop(outcome(settings.hostLeft === 'skip' ? 'host-left-zoom' : 'host-left-needs-owner', { host: name }));
	}

	switch (settings.noMatch) {
		case 'defaultUser':
			return assignDefault(settings, 'default-user');
		case 'createUser':
			return createOwner(host, candidate, facts, settings);
		case 'skip':
			return stop(outcome('no-owner', { host: name, tried: tried(candidate, facts) }));
		case 'needsAttention':
			return stop(outcome('no-owner-needs-attention', { host: name, tried: tried(candidate, facts) }));
	}
}

/**
 * What the group rule may say about: the matched owner, or nobody. The default user and a user that is yet to be created
 * are in no group.
 */
export function matchedOwner(decision: OwnerDecision): string | null {
	return decision.do === 'assign' ? decision.owner.userId : null;
}

/** Whether the default user can be the owner; null when it can. `found` null = it is missing and will be created. */
export function defaultUserStop(userId: string, found: KalturaUserFact | null): Outcome | null {
	if (found?.isGroup) return outcome('default-user-unusable', { userId, problem: 'is a group' });
	return found?.blocked ? outcome('default-user-unusable', { userId, problem: 'is blocked' }) : null;
}

export function ownerProblems(settings: OwnerSettings): SettingProblem[] {
	const problems = identityProblems(settings);
	const needed = settings.noMatch === 'defaultUser' || settings.hostLeft === 'defaultUser';
	const userId = settings.defaultUserId.trim();
	const remedy = 'Choose a Kaltura user, or choose another rule than Use Default User.';
	if (userId === '') {
		if (needed)
			problems.push({ parameter: 'Default User', problem: 'is empty although a rule uses the default user', remedy });
	} else {
		const wrong = userIdProblem(userId);
		if (wrong !== null) problems.push({ parameter: 'Default User', problem: `is "${userId}", which ${wrong}`, remedy });
	}
	return problems;
}

function createOwner(
	host: HostFact & { state: 'known' },
	candidate: Candidate | null,
	facts: OwnerFacts,
	settings: OwnerSettings,
): OwnerDecision {
	const name = hostName(host);
	if (candidate === null) return stop(outcome('host-without-email', { host: name }));
	if (candidate.userId === null) {
		// A CMS user ID that no Kaltura user can have matches nobody: nothing can be created of it.
		if (candidate.rule === 'cms-user-id' && settings.defaultUserId.trim() !== '')
			return assignDefault(settings, 'default-user');
		return stop(
			outcome('owner-id-refused', { host: name, ...(candidate.refused ?? { userId: '', problem: 'is empty' }) }),
		);
	}
	const taken = facts.byId;
	if (taken !== null && foldName(taken.id) === foldName(candidate.userId)) {
		// The id belongs to a blocked user or a group, so it cannot be created; Kaltura's own integration made the blocked
		// user the owner (docs/fault-cases.md, W17).
		if (taken.blocked && !taken.isGroup && settings.defaultUserId.trim() !== '')
			return assignDefault(settings, 'default-user');
		const problem = taken.isGroup ? 'is a group' : 'is blocked';
		return stop(outcome('owner-id-refused', { host: name, userId: taken.id, problem }));
	}
	return {
		do: 'create',
		user: { id: candidate.userId, email: host.email, firstName: host.firstName, lastName: host.lastName },
		owner: { userId: candidate.userId, rule: 'created', matched: true, created: true },
	};
}

function assign(userId: string, rule: OwnerRule): OwnerDecision {
	return { do: 'assign', owner: { userId, rule, matched: true, created: false } };
}

function assignDefault(settings: OwnerSettings, rule: OwnerRule): OwnerDecision {
	return {
		do: 'assignDefault',
		owner: { userId: settings.defaultUserId.trim(), rule, matched: false, created: false },
	};
}

function stop(reason: Outcome): OwnerDecision {
	return { do: 'stop', outcome: reason };
}

function hostName(host: HostFact): string {
	return host.email ?? host.id;
}

/** What was looked for, for the sentence of a skip. */
function tried(candidate: Candidate | null, facts: OwnerFacts): string[] {
	if (candidate === null) return ['nothing: Zoom names no e-mail address'];
	const id = candidate.userId;
	const note = facts.byId?.isGroup ? ' – a group' : facts.byId?.blocked ? ' – blocked' : '';
	const byId = id === null ? `user ID ${candidate.refused?.userId ?? ''} – refused` : `user ID ${id}${note}`;
	if (candidate.second === null) return [byId];
	return [byId, `${candidate.second.by === 'email' ? 'e-mail' : 'external ID'} ${candidate.second.value}`];
}
