import { correlate, type CorrelationRule } from './identity-provider';
import type { KalturaPerson } from './kaltura-access';
import type { AccessUser } from './snapshot';

/** By what somebody is known: in Kaltura the id itself is what single sign-on gave, unless the account hashes ids. */
export const kalturaIdentity = ({ id, email, externalId }: KalturaPerson) => ({
	id,
	email,
	employeeUniqueId: externalId || id,
});

/**
 * Which person of Kaltura is which user of Zoom, by the rule by which both are known to the identity provider. Kaltura's id is
 * often the address. @returns null for somebody whom nobody or several could be
 */
export function kalturaPersonOf(
	people: readonly KalturaPerson[],
	rule: CorrelationRule = { by: 'both', custom: {} },
): (user: AccessUser) => KalturaPerson | null {
	const byEmail = new Map<string, KalturaPerson[]>();
	const byId = new Map<string, KalturaPerson>();
	for (const person of people) {
		if (person.email !== '') byEmail.set(person.email, [...(byEmail.get(person.email) ?? []), person]);
		for (const id of [person.externalId, person.id]) if (id !== '') byId.set(id.toLowerCase(), person);
	}
	const custom = new Map(Object.entries(rule.custom).map(([zoom, other]) => [fold(zoom), fold(other)]));
	return (user) => {
		const mapped = custom.get(user.email) ?? custom.get(fold(user.id));
		const keys = mapped === undefined ? keysOf(user, rule.by) : [mapped];
		for (const key of keys) {
			const known = byId.get(key);
			if (known) return known;
			const found = byEmail.get(key) ?? [];
			if (found.length === 1) return found[0]!;
		}
		return null;
	};
}

/** How Zoom knows each person of Kaltura: as somebody active, as somebody who has left, or not at all. */
export function standingInZoom(users: readonly AccessUser[]): (person: KalturaPerson) => 'active' | 'left' | 'unknown' {
	const known = correlate(
		users
			.filter(({ status }) => status !== 'pending')
			.map(({ email, employeeUniqueId, status }) => ({
				email,
				uniqueId: employeeUniqueId,
				active: status === 'active',
			})),
		{ by: 'both', custom: {} },
	);
	return (person) => {
		const { id, email } = person;
		const standing = known(kalturaIdentity(person));
		// Kaltura's id is often the address, also of people without one.
		return standing === 'unknown' && email === ''
			? known({ id, email: id.toLowerCase(), employeeUniqueId: id })
			: standing;
	};
}

function keysOf({ email, employeeUniqueId }: AccessUser, by: CorrelationRule['by']): string[] {
	const keys = [by === 'unique-id' ? '' : email, by === 'email' ? '' : fold(employeeUniqueId)];
	return keys.filter((key) => key !== '');
}

const fold = (text: string) => text.trim().toLowerCase();
