import type { AccessUser } from './snapshot';

/** What somebody is known by, in Zoom or in Kaltura. */
export type Identified = Pick<AccessUser, 'id' | 'email' | 'employeeUniqueId'>;

/** A person as the identity provider lists them. */
export interface IdentityProviderEntry {
	/** '' when the list has none. */
	email: string;
	/** '' when the list has none. */
	uniqueId: string;
	/** False for somebody who has left. */
	active: boolean;
}

export interface CorrelationRule {
	/** What a Zoom user and an entry have in common: the address, the unique id that SSO gave, or either. */
	by: 'email' | 'unique-id' | 'both';
	/** Own table, Zoom address or id → address or unique id at the provider: wins over the rule. Any case. */
	custom: Readonly<Record<string, string>>;
}

/**
 * How the identity provider knows each Zoom user. Case does not matter. Somebody whom several entries name has left only
 * when all of them say so.
 */
export function correlate(
	entries: readonly IdentityProviderEntry[],
	{ by, custom }: CorrelationRule,
): (user: Identified) => 'active' | 'left' | 'unknown' {
	const byEmail = new Map<string, boolean>();
	const byUniqueId = new Map<string, boolean>();
	const note = (map: Map<string, boolean>, key: string, active: boolean) => {
		if (key !== '') map.set(key, active || map.get(key) === true);
	};
	for (const { email, uniqueId, active } of entries) {
		note(byEmail, fold(email), active);
		note(byUniqueId, fold(uniqueId), active);
	}
	const own = new Map(Object.entries(custom).map(([zoom, provider]) => [fold(zoom), fold(provider)]));
	return (user) => {
		const mapped = own.get(user.email) ?? own.get(fold(user.id));
		const found =
			mapped === undefined
				? [
						by === 'unique-id' ? undefined : byEmail.get(fold(user.email)),
						by === 'email' ? undefined : byUniqueId.get(fold(user.employeeUniqueId)),
					]
				: [byEmail.get(mapped), byUniqueId.get(mapped)];
		if (found.includes(true)) return 'active';
		return found.includes(false) ? 'left' : 'unknown';
	};
}

const fold = (text: string) => text.trim().toLowerCase();
