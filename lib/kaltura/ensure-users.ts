import type { KalturaApi } from './api';
import { isKalturaCode, KalturaError } from './errors';
import { problemOfId, requireId } from './ids';
import type { KalturaUser } from './schemas';
import { parseAs, userSchema } from './schemas';
import { wrongKind } from './shared-ids';
import { isPerson, orMissing } from './user-answers';
import type { KalturaParams, KalturaRequest } from './wire';
import { withoutForbiddenCharacters } from './wire';

export type WantedUser = KalturaParams & { id: string };

export interface UserChange {
	user: KalturaUser;
	/** What had to be done: nothing, when everything was so before. */
	change: 'created' | 'updated' | 'unchanged';
	/** Names of the properties that differed. */
	changed: string[];
}

type Step =
	{ kind: 'done'; result: UserChange | KalturaError } | { kind: 'write'; request: KalturaRequest; changed: string[] };

/**
 * Makes users as wanted with as few requests and writes as needed: about two requests per hundred users, and no write
 * for a user who is so already. Only the given properties are compared.
 * @returns one change or KalturaError per wanted user: `UNUSABLE_ID`, `IS_A_GROUP`, …
 */
export async function ensureUsers(
	api: KalturaApi,
	wanted: readonly WantedUser[],
): Promise<Array<UserChange | KalturaError>> {
	const results: Array<UserChange | KalturaError> = [];
	// An id that occurs twice is worked through in two rounds, so that the second sees what the first did.
	let open = wanted.map((user, index) => ({ user, index }));
	while (open.length > 0) {
		const seen = new Set<string>();
		const now = open.filter(({ user }) => !seen.has(user.id.toLowerCase()) && seen.add(user.id.toLowerCase()));
		open = open.filter((one) => !now.includes(one));
		const round = await ensureRound(
			api,
			now.map(({ user }) => user),
		);
		now.forEach(({ index }, position) => (results[index] = round[position]!));
	}
	return results;
}

async function ensureRound(api: KalturaApi, wanted: readonly WantedUser[]): Promise<Array<UserChange | KalturaError>> {
	const results = await readAndWrite(api, wanted);
	// Somebody else was faster, or our own write went through and its answer was lost: what is there now counts.
	const again = wanted.flatMap((user, index) => {
		const result = results[index];
		const unclear = result instanceof KalturaError && result.request !== 'user.get' && result.effect === 'unknown';
		const overtaken = isKalturaCode(result, 'DUPLICATE_USER_BY_ID') && result.request === 'user.add';
		return unclear || overtaken ? [{ user, index }] : [];
	});
	if (again.length > 0) {
		const seconds = await readAndWrite(
			api,
			again.map(({ user }) => user),
		);
		again.forEach(({ index }, position) => (results[index] = seconds[position]!));
	}
	return results;
}

async function readAndWrite(api: KalturaApi, wanted: readonly WantedUser[]): Promise<Array<UserChange | KalturaError>> {
	const askable = wanted.filter(({ id }) => problemOfId(id) === null);
	const answers = await api.batch(
		askable.map(({ id }) => ({ service: 'user', action: 'get', params: { userId: id } })),
		{ size: 100 },
	);
	const answerOf = new Map(askable.map((user, index) => [user, answers[index]]));
	const steps = wanted.map((user) => stepFor(user, answerOf.get(user)));
	const writes = steps.filter((step) => step.kind === 'write');
	const written = await api.batch(writes.map(({ request }) => request));
	return steps.map((step) => {
		if (step.kind === 'done') return step.result;
		const answer = written[writes.indexOf(step)];
		if (answer instanceof KalturaError) return answer;
		const change = step.request.action === 'add' ? 'created' : 'updated';
		return {
			user: parseAs(userSchema, answer, `user.${step.request.action}`),
			change,
			changed: step.changed,
		};
	});
}

function stepFor({ id, ...properties }: WantedUser, answer: unknown): Step {
	try {
		requireId('user', id, 'user.add');
		const existing = orMissing(answer);
		const given = Object.entries(properties).filter(([, value]) => value !== undefined);
		if (existing === null) {
			const user = { ...Object.fromEntries(given), id, objectType: 'KalturaUser' };
			return {
				kind: 'write',
				request: { service: 'user', action: 'add', params: { user } },
				changed: given.map(([name]) => name),
			};
		}
		if (!isPerson(existing)) {
			return done(wrongKind('person', id, 'user.ensure'));
		}
		const differing = given.filter(([name, value]) => !isSame(name, value, existing[name]));
		if (differing.length === 0) return done({ user: existing, change: 'unchanged', changed: [] });
		return {
			kind: 'write',
			request: {
				service: 'user',
				action: 'update',
				params: { userId: existing.id, user: { ...Object.fromEntries(differing), objectType: 'KalturaUser' } },
				safeToRepeat: true,
			},
			changed: differing.map(([name]) => name),
		};
	} catch (error) {
		return error instanceof KalturaError ? done(error) : raise(error);
	}
}

const LISTS = new Set(['tags', 'roleIds']);
/** Kaltura cuts longer screen names without a word. */
const LONGEST_SCREEN_NAME = 127;

// As Kaltura stores it, so that a second run finds nothing to change.
function isSame(name: string, wanted: unknown, existing: unknown): boolean {
	if (LISTS.has(name)) return listOf(wanted) === listOf(existing);
	const [one, other] = [wanted, existing ?? ''].map((value) => withoutForbiddenCharacters(String(value)).trim());
	return name === 'screenName'
		? one?.slice(0, LONGEST_SCREEN_NAME) === other?.slice(0, LONGEST_SCREEN_NAME)
		: one === other;
}

function listOf(value: unknown): string {
	const parts = String(value ?? '').split(',');
	return [...new Set(parts.map((part) => part.trim()).filter((part) => part !== ''))].toSorted().join();
}

function done(result: UserChange | KalturaError): Step {
	return { kind: 'done', result };
}

function raise(error: unknown): never {
	throw error;
}
