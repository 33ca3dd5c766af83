import type { AccessChange } from './access-change';

/**
 * The changes as a reader wants them: a role change is one change, with the privileges that came and went with it; so is a
 * privilege that a role gained or lost, with the number of people who have the role.
 */
export function foldedChanges(changes: readonly AccessChange[]): AccessChange[] {
	const ofUser = new Map<string, AccessChange[]>();
	const throughRole = new Map<string, number>();
	for (const change of changes) {
		if (!isPrivilege(change)) continue;
		const list = ofUser.get(change.userId ?? '');
		if (list) list.push(change);
		else ofUser.set(change.userId ?? '', [change]);
		const key = `${change.kind}\n${change.through}\n${change.privilege}`;
		throughRole.set(key, (throughRole.get(key) ?? 0) + 1);
	}
	const movedUsers = new Set(changes.filter(({ kind }) => kind === 'role-of-user-changed').map(({ userId }) => userId));
	const changedRoles = new Set(
		changes.filter(({ kind }) => ROLE_PRIVILEGES.has(kind)).map(({ roleId, privilege }) => `${roleId}\n${privilege}`),
	);
	const names = new Map(
		changes.filter(({ kind }) => ROLE_PRIVILEGES.has(kind)).map(({ roleId, through }) => [through ?? '', roleId]),
	);
	return changes.flatMap((change) => {
		if (change.kind === 'role-of-user-changed') return [withPrivileges(change, ofUser.get(change.userId ?? '') ?? [])];
		if (ROLE_PRIVILEGES.has(change.kind)) {
			const kind = change.kind === 'role-gained-privilege' ? 'privilege-gained' : 'privilege-lost';
			const people = throughRole.get(`${kind}\n${change.through}\n${change.privilege}`) ?? 0;
			return [people === 0 ? change : { ...change, sentence: withPeople(change.sentence, people) }];
		}
		if (!isPrivilege(change)) return [change];
		if (movedUsers.has(change.userId)) return [];
		// Told by the role, once for all who have it.
		return changedRoles.has(`${names.get(change.through ?? '')}\n${change.privilege}`) ? [] : [change];
	});
}

const ROLE_PRIVILEGES: ReadonlySet<string> = new Set(['role-gained-privilege', 'role-lost-privilege']);
const isPrivilege = ({ kind }: AccessChange) => kind === 'privilege-gained' || kind === 'privilege-lost';

function withPrivileges(change: AccessChange, own: readonly AccessChange[]): AccessChange {
	const list = (kind: AccessChange['kind']) =>
		own.filter((one) => one.kind === kind).map(({ privilege }) => privilege ?? '');
	const gained = list('privilege-gained');
	const lost = list('privilege-lost');
	const parts = [
		gained.length > 0 ? `gained ${gained.join(', ')}` : '',
		lost.length > 0 ? `lost ${lost.join(', ')}` : '',
	].filter(Boolean);
	const weight = own.some((one) => one.weight === 'high') ? 'high' : change.weight;
	if (parts.length === 0) return { ...change, weight };
	return { ...change, weight, sentence: `${change.sentence.replace(/\.$/, '')}: ${parts.join('; ')}.` };
}

const withPeople = (sentence: string, people: number) =>
	`${sentence.replace(/\.$/, '')}, and with it ${people === 1 ? 'its only member' : `its ${people} members`}.`;
