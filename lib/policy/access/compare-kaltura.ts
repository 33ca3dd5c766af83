import type { AccessChange, ChangeKind } from './access-change';
import {
	type KalturaAccess,
	kalturaInStableOrder,
	kalturaNameOf,
	type KalturaPerson,
	kalturaRightsOf,
	type KalturaRole,
} from './kaltura-access';
import { KALTURA_HIGH_RISK } from './kaltura-permissions';

/**
 * What changed on Kaltura's side between two snapshots; nothing when one of them lacks it. What could not be read in one of the two
 * is not compared.
 */
export function compareKaltura(
	before: KalturaAccess | undefined,
	after: KalturaAccess | undefined,
	unread: ReadonlySet<string>,
): AccessChange[] {
	if (!before || !after || unread.has('kaltura-users')) return [];
	const [old, now] = [kalturaInStableOrder(before), kalturaInStableOrder(after)];
	const changes: AccessChange[] = [];
	const tell: Tell = (kind, heavy, sentence, about = {}) =>
		changes.push({ kind, weight: heavy ? 'high' : 'normal', ...about, sentence: `In Kaltura, ${sentence}.` });
	if (!unread.has('kaltura-roles')) compareRoles(old.roles, now.roles, tell);
	if (!unread.has('kaltura-groups')) compareGroups(old.groups, now.groups, tell);
	const known = new Map(old.users.map((person) => [person.id.toLowerCase(), person]));
	const [rightsBefore, rightsNow] = [kalturaRightsOf(old), kalturaRightsOf(now)];
	for (const person of now.users) {
		const was = known.get(person.id.toLowerCase());
		known.delete(person.id.toLowerCase());
		const rights = rightsNow(person);
		const who = { userId: person.id, email: person.email };
		if (!was) {
			const roles = rights.roles.map(({ name }) => name).join(', ');
			tell(
				'kaltura-user-added',
				rights.privileged,
				`${kalturaNameOf(person)} is new${roles ? ` (${roles})` : ''}`,
				who,
			);
			continue;
		}
		const had = rightsBefore(was);
		const moreToDo = rights.privileged && !had.privileged;
		if (was.active !== person.active)
			tell(
				person.active ? 'kaltura-user-unblocked' : 'kaltura-user-blocked',
				person.active && rights.privileged,
				`${kalturaNameOf(person)} is ${person.active ? 'active again' : 'blocked now'}`,
				who,
			);
		if (was.admin !== person.admin || was.owner !== person.owner)
			tell(
				'kaltura-admin-changed',
				moreToDo || (person.owner && !was.owner),
				`${kalturaNameOf(person)} is ${positionOf(person)} now and was ${positionOf(was)}`,
				who,
			);
		if (!unread.has('kaltura-roles') && was.roleIds.join() !== person.roleIds.join())
			tell(
				'kaltura-role-of-user-changed',
				moreToDo || rights.permissions.some((one) => KALTURA_HIGH_RISK.has(one) && !had.permissions.includes(one)),
				`${kalturaNameOf(person)} has ${rolesOf(rights.roles)} now and had ${rolesOf(had.roles)}`,
				who,
			);
		if (unread.has('kaltura-memberships')) continue;
		const name = (id: string) => [...now.groups, ...old.groups].find((group) => group.id === id)?.name || id;
		const each = (list: readonly string[], other: readonly string[], kind: ChangeKind, verb: string, heavy = false) => {
			for (const groupId of list)
				if (!other.includes(groupId))
					tell(kind, heavy, `${kalturaNameOf(person)} ${verb} ${name(groupId)}`, { ...who, groupId });
		};
		each(person.groupIds, was.groupIds, 'kaltura-joined-group', 'joined the group');
		each(was.groupIds, person.groupIds, 'kaltura-left-group', 'left the group');
		each(person.manages, was.manages, 'kaltura-manager-added', 'manages the group', true);
		each(was.manages, person.manages, 'kaltura-manager-removed', 'no longer manages the group');
	}
	for (const { id, email, ...rest } of known.values())
		tell('kaltura-user-removed', false, `${kalturaNameOf({ id, email, ...rest })} is gone`, { userId: id, email });
	return changes;
}

type Tell = (kind: ChangeKind, heavy: boolean, sentence: string, about?: Partial<AccessChange>) => void;

function compareRoles(old: readonly KalturaRole[], now: readonly KalturaRole[], tell: Tell): void {
	const known = new Map(old.map((role) => [role.id, role]));
	for (const role of now) {
		const was = known.get(role.id);
		known.delete(role.id);
		const about = { roleId: role.id };
		if (!was) {
			const risky = role.permissions.some((one) => KALTURA_HIGH_RISK.has(one));
			tell('kaltura-role-added', risky, `the role ${role.name} is new`, about);
			continue;
		}
		if (was.name !== role.name)
			tell('kaltura-role-renamed', false, `the role ${was.name} is called ${role.name} now`, about);
		if (was.active !== role.active)
			tell(
				'kaltura-role-status',
				role.active && role.permissions.some((one) => KALTURA_HIGH_RISK.has(one)),
				`the role ${role.name} is ${role.active ? 'active again' : 'blocked now'}`,
				about,
			);
		const gained = role.permissions.filter((one) => !was.permissions.includes(one));
		const lost = was.permissions.filter((one) => !role.permissions.includes(one));
		if (gained.length > 0)
			tell(
				'kaltura-role-gained',
				gained.some((one) => KALTURA_HIGH_RISK.has(one)),
				`the role ${role.name} gained ${gained.join(', ')}`,
				about,
			);
		if (lost.length > 0) tell('kaltura-role-lost', false, `the role ${role.name} lost ${lost.join(', ')}`, about);
	}
	for (const { id, name } of known.values())
		tell('kaltura-role-removed', false, `the role ${name} is gone`, { roleId: id });
}

function compareGroups(old: KalturaAccess['groups'], now: KalturaAccess['groups'], tell: Tell): void {
	const known = new Map(old.map((group) => [group.id, group]));
	for (const { id, name } of now) {
		if (!known.delete(id)) tell('kaltura-group-added', false, `the group ${name || id} is new`, { groupId: id });
	}
	for (const { id, name } of known.values())
		tell('kaltura-group-removed', false, `the group ${name || id} is gone`, { groupId: id });
}

const positionOf = ({ owner, admin }: KalturaPerson) =>
	owner ? 'the owner of the account' : admin ? 'an administrator' : 'no administrator';

const rolesOf = (roles: ReadonlyArray<{ name: string }>) =>
	roles.length === 0 ? 'no role' : roles.map(({ name }) => name).join(', ');
