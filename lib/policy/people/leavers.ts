import { statusOf } from './columns';
import type { Row } from './rows';

const isLeaver = ({ status }: { status?: string }) => statusOf(status ?? '') === 'inactive';

/** Of a leaver only address and status count: nothing else of the row is carried out, or can be in the way. */
export function ofLeaver(row: Row): Row {
	if (!isLeaver(row)) return row;
	const { email, stableId, because, status, role } = row;
	// An admin cannot be deactivated, so a wish that ends the role belongs to it.
	return {
		email,
		...(stableId ? { stableId } : {}),
		...(because ? { because } : {}),
		status: status!,
		...(/^(member|2)$/i.test(role?.trim() ?? '') ? { role: role! } : {}),
	};
}

/**
 * The new addresses of leavers, by row: an earlier run may have changed the address, and then Zoom knows the person by the
 * new one only. Not when another row is about that address.
 */
export function addressesAfterwards(
	given: ReadonlyArray<{ email: string; newEmail?: string; status?: string }>,
): Map<number, string> {
	const taken = new Set(given.map(({ email }) => email.trim().toLowerCase()));
	return new Map(
		given.flatMap((row, index) => {
			const address = !isLeaver(row) ? '' : (row.newEmail?.trim() ?? '');
			return address.includes('@') && !taken.has(address.toLowerCase()) ? [[index, address]] : [];
		}),
	);
}
