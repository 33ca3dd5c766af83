import { type AccessUser, nameOf } from '../policy/access/snapshot';

/** What could not be said as it is, because keys of the format ignore case. */
export interface OaaWarning {
	sentence: string;
}

/** Keys of the format are unique whatever their case; the second of two that differ in case only is left out and named. */
export function uniqueIgnoringCase<T>(
	what: string,
	list: readonly T[],
	key: (one: T) => string,
	warnings: OaaWarning[],
): T[] {
	const seen = new Map<string, string>();
	return list.filter((one) => {
		const id = key(one);
		const folded = id.toLowerCase();
		const other = seen.get(folded);
		if (other === undefined) {
			seen.set(folded, id);
			return true;
		}
		warnings.push({
			sentence:
				other === id
					? `The ${what} ${describe(one, id)} is listed twice; the payload names it once.`
					: `The ${what} ${describe(one, id)} differs from ${other} in upper and lower case only, which the format cannot tell apart; it is left out.`,
		});
		return false;
	});
}

function describe(one: unknown, id: string): string {
	return one !== null && typeof one === 'object' && 'status' in one && 'roleId' in one ? nameOf(one as AccessUser) : id;
}

/** Leaves out what is empty or null; keeps false and 0. */
export function filled<T extends Record<string, unknown>>(object: T): Partial<T> {
	return Object.fromEntries(
		Object.entries(object).filter(
			([, value]) =>
				value !== null && value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0),
		),
	) as Partial<T>;
}
