import { foldName, isPlaceholder, type SettingProblem } from '../settings';

/** How a Zoom person is found in Kaltura ("Set user based on" of Kaltura's Edit Zoom account screen). */
export interface IdentitySettings {
	/** `zoomUser`: the e-mail address, as it is or with the postfix rule. `cmsUserId`: the SAML mapping kept in Zoom. */
	basedOn: 'zoomUser' | 'cmsUserId';
	postfixMode: 'doNotModify' | 'addPostfix' | 'removePostfix';
	/** e.g. "@example.edu". */
	postfix: string;
	/** The second look-up, when no user has the id. */
	secondLookup: 'email' | 'externalId' | 'none';
}

/** The name under which a person is looked up in Kaltura. */
export interface Candidate {
	/** The Kaltura user id to look for, and to create; null when there is none that Kaltura could hold. */
	userId: string | null;
	/** By which rule the id came about. */
	rule: 'user-id' | 'cms-user-id';
	/** Why `userId` is null although a text was there: reads as `The user ID "<refused>" <problem>`. */
	refused?: { userId: string; problem: string };
	second: { by: 'email' | 'externalId'; value: string } | null;
}

/** What a user look-up in Kaltura tells. Deleted users are not found there. */
export interface KalturaUserFact {
	id: string;
	email: string | null;
	externalId: string | null;
	blocked: boolean;
	/** Groups share the id namespace with users and are found by the same call. */
	isGroup: boolean;
}

/** Kaltura looks ids up by their first 100 characters, so a longer one could find a stranger (docs/vendors/kaltura.md#users-and-groups). */
const LONGEST_USER_ID = 100;

/** The same pattern as Kaltura's, without the comma: commas separate ids in an entry's lists of entitled users. */
const USER_ID = /^[A-Za-z0-9!#$%&'*+?^_`{|}~.@-]+$/;

/**
 * The Kaltura user id (and second look-up) for a Zoom person.
 * Adding a postfix leaves a name alone that already ends with it; removing leaves one alone that does not. Both compare
 * without regard to case. Without a CMS user id the e-mail address counts, as in Kaltura's own integration.
 * @returns null when Zoom names neither an e-mail address nor a CMS user id
 * @see docs/vendors/kaltura-integration.md#owners
 */
export function candidateFor(
	person: { email: string | null; cmsUserId: string | null },
	settings: IdentitySettings,
): Candidate | null {
	const email = person.email?.trim() || null;
	const cmsUserId = settings.basedOn === 'cmsUserId' ? person.cmsUserId?.trim() || null : null;
	const name = cmsUserId ?? (email === null ? null : applyPostfix(email, settings));
	if (name === null) return null;

	const problem = userIdProblem(name);
	const second: Candidate['second'] =
		settings.secondLookup === 'email' && email !== null
			? { by: 'email', value: email }
			: settings.secondLookup === 'externalId' && name !== ''
				? { by: 'externalId', value: name }
				: null;
	return {
		userId: problem === null ? name : null,
		rule: cmsUserId === null ? 'user-id' : 'cms-user-id',
		...(problem === null ? {} : { refused: { userId: name, problem } }),
		second,
	};
}

function applyPostfix(email: string, { basedOn, postfixMode, postfix }: IdentitySettings): string {
	if (basedOn === 'cmsUserId' || postfixMode === 'doNotModify') return email;
	const ending = postfix.trim();
	const endsWithIt = foldName(email).endsWith(foldName(ending));
	if (postfixMode === 'addPostfix') return endsWithIt ? email : `${email}${ending}`;
	return endsWithIt ? email.slice(0, email.length - ending.length) : email;
}

/** Why a text cannot be a Kaltura user id, as the end of a sentence; null when it can. */
export function userIdProblem(userId: string): string | null {
	if (userId.trim() === '') return 'is empty';
	if (isPlaceholder(userId)) return 'is a placeholder that nobody filled in';
	if (userId.includes(',')) return 'holds a comma, which separates user IDs in Kaltura';
	if (/\s/.test(userId)) return 'holds a blank';
	if ([...userId].length > LONGEST_USER_ID)
		return `is longer than the ${LONGEST_USER_ID} characters that Kaltura compares`;
	if (!USER_ID.test(userId)) return 'holds characters that Kaltura does not allow in user IDs';
	return null;
}

/** The user with this id, if it is a person who may own things; blocked users count as no match. */
export function usableById(candidate: Candidate, found: KalturaUserFact | null): KalturaUserFact | null {
	if (found === null || candidate.userId === null || found.blocked || found.isGroup) return null;
	// The server's index folds accents and matches phrases; only the very same id is a match (never a prefix).
	return foldName(found.id) === foldName(candidate.userId) ? found : null;
}

/** The users with exactly this e-mail address or external id; more than one means that nobody may choose for the admin. */
export function usableBySecond(candidate: Candidate, found: readonly KalturaUserFact[]): KalturaUserFact[] {
	const { second } = candidate;
	if (second === null) return [];
	const matches = found.filter((user) => {
		const value = second.by === 'email' ? user.email : user.externalId;
		return !user.blocked && !user.isGroup && value !== null && foldName(value) === foldName(second.value);
	});
	return [...new Map(matches.map((user) => [foldName(user.id), user])).values()];
}

/** Every user who is this person by id, e-mail address or external id, blocked or not. Groups are nobody. */
export function samePerson(
	candidate: Candidate,
	byId: KalturaUserFact | null,
	bySecond: readonly KalturaUserFact[],
): string[] {
	const awake = (user: KalturaUserFact): KalturaUserFact => ({ ...user, blocked: false });
	const all = [usableById(candidate, byId && awake(byId)), ...usableBySecond(candidate, bySecond.map(awake))];
	return [...new Set(all.flatMap((user) => user?.id ?? []))];
}

export function identityProblems(settings: IdentitySettings): SettingProblem[] {
	const { basedOn, postfixMode, postfix } = settings;
	if (basedOn === 'cmsUserId' || postfixMode === 'doNotModify') return [];
	const remedy = 'Enter the ending only, for example @example.edu, or choose Do Not Modify.';
	const problem = (text: string): SettingProblem[] => [{ parameter: 'Postfix', problem: text, remedy }];
	if (postfix.trim() === '') return problem('is empty although the rule adds or removes it');
	if (/\s/.test(postfix.trim())) return problem(`is "${postfix}", which holds a blank`);
	if (isPlaceholder(postfix)) return problem(`is "${postfix}", a placeholder that nobody filled in`);
	if (/^[a-z0-9-]+\.[a-z0-9.-]+$/i.test(postfix.trim())) {
		return problem(`is "${postfix}", a domain without "@", so it would be put right behind the name`);
	}
	const wrong = userIdProblem(postfix.trim());
	return wrong === null ? [] : problem(`is "${postfix}", which ${wrong}`);
}
