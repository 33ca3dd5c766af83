import type { KalturaClient } from '../../kaltura/client';
import { isKalturaCode, KalturaError } from '../../kaltura/errors';
import { KalturaLookUp, type LookUpAnswer, type LookUpQuestion } from '../../kaltura/look-up';
import type { KalturaUser } from '../../kaltura/schemas';
import { isBlocked, isPerson } from '../../kaltura/user-answers';
import type { Candidate, KalturaUserFact } from '../../policy/owner/identity';
import type { NewUser, OwnerFacts } from '../../policy/owner/owner';

/** Answers of one look-up, as the rules need them. A refused part is thrown when it is asked for, not before. */
class KalturaAnswers {
	constructor(private readonly answer: LookUpAnswer) {}

	/** @throws {KalturaError} when Kaltura refused this part: never taken for "no such user" */
	user(userId: string): KalturaUserFact | null {
		const user = orThrow(this.answer.userById.get(userId) ?? null);
		return user === null ? null : toFact(user);
	}

	/** What both look-ups of a candidate gave. @throws {KalturaError} */
	facts(candidate: Candidate | null): OwnerFacts {
		if (candidate === null) return { byId: null, bySecond: [] };
		const found =
			candidate.second === null
				? []
				: candidate.second.by === 'email'
					? this.answer.usersByEmail.get(candidate.second.value)
					: this.answer.usersByExternalId.get(candidate.second.value);
		return {
			byId: candidate.userId === null ? null : this.user(candidate.userId),
			bySecond: orThrow(found ?? []).map(toFact),
		};
	}

	/** Group ids of a user, or undefined when that was not asked. @throws {KalturaError} */
	groupsOf(userId: string): string[] | undefined {
		const groups = this.answer.groupsOf.get(userId);
		return groups === undefined ? undefined : orThrow(groups);
	}

	/** Those of the groups that Kaltura does not have. @throws {KalturaError} */
	unknownGroups(groupIds: readonly string[]): string[] {
		return groupIds.filter((groupId) => orThrow(this.answer.groupById.get(groupId) ?? null) === null);
	}
}

/** What one run asks Kaltura and writes there: look-ups in one request, each user created once. */
export class KalturaFacts {
	private readonly created = new Map<string, Promise<KalturaUserFact>>();

	/** @param onlyTried whether to write nothing: whom the rules want created then counts as created */
	constructor(
		private readonly kaltura: KalturaClient,
		private readonly onlyTried = false,
	) {}

	async ask(question: LookUpQuestion): Promise<KalturaAnswers> {
		return new KalturaAnswers(await new KalturaLookUp(this.kaltura.api).ask(question));
	}

	/**
	 * Creates a user unless it exists; when somebody else was faster, theirs is taken as it is.
	 * @returns the user, which may be blocked or a group when it was not ours
	 */
	create({ id, email, firstName, lastName }: NewUser): Promise<KalturaUserFact> {
		if (this.onlyTried)
			return Promise.resolve({ id, email: email || null, externalId: null, blocked: false, isGroup: false });
		const key = id.toLowerCase();
		const running = this.created.get(key);
		if (running) return running;
		const fields = {
			id,
			...(email ? { email } : {}),
			...namePart('firstName', firstName),
			...namePart('lastName', lastName),
			...namePart('screenName', `${firstName} ${lastName}`.trim()),
		};
		const creation = this.kaltura.users
			.create(fields)
			.then(toFact)
			.catch(async (error: unknown) => {
				const taken = isKalturaCode(error, 'DUPLICATE_USER_BY_ID') ? await this.kaltura.users.get(id) : null;
				return taken === null ? Promise.reject(error) : toFact(taken);
			});
		this.created.set(key, creation);
		return creation;
	}
}

/** The questions that two look-ups of each candidate need. */
export function questionFor(candidates: ReadonlyArray<Candidate | null>): {
	userIds: string[];
	emails: string[];
	externalIds: string[];
} {
	const question = { userIds: [] as string[], emails: [] as string[], externalIds: [] as string[] };
	for (const candidate of candidates) {
		if (candidate?.userId) question.userIds.push(candidate.userId);
		if (candidate?.second?.by === 'email') question.emails.push(candidate.second.value);
		if (candidate?.second?.by === 'externalId') question.externalIds.push(candidate.second.value);
	}
	return question;
}

function toFact(user: KalturaUser): KalturaUserFact {
	return {
		id: user.id,
		email: user.email || null,
		externalId: user.externalId || null,
		blocked: isBlocked(user),
		isGroup: !isPerson(user),
	};
}

function orThrow<T>(value: T | KalturaError): T {
	if (value instanceof KalturaError) throw value;
	return value;
}

/** Kaltura refuses names that hold "://"; a user without a name is better than no user. */
function namePart(field: string, name: string): Record<string, string> {
	return name === '' || name.includes('://') ? {} : { [field]: name };
}
