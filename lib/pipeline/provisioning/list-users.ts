import { inParallel } from '../../http/in-parallel';
import { InputError } from '../../policy/failures';
import type { ZoomClient } from '../../zoom/client';
import type { ZoomPhoneUser, ZoomUser } from '../../zoom/schemas';
import { USER_STATUSES } from '../../zoom/users';

/** Calls under way at once; the rate limits pace them. */
const DETAILS_AT_ONCE = 32;

/** Which users, and how much of each. '' filters nothing. */
export interface UserListing {
	status: 'all' | (typeof USER_STATUSES)[number];
	limit: number;
	/** Part of a name or address, in any case; Zoom cannot search. */
	contains: string;
	/** Id or name. */
	group: string;
	role: string;
	/** Zoom's number of the user type, as text. */
	type: string;
	batchSize: number;
	includeCustomAttributes: boolean;
	/** One call per user, for what lists leave out. */
	includeDetails: boolean;
	includePhone: boolean;
}

/** @returns each user, with the phone where phones were asked for: null for whoever has none */
export async function listUsers(
	zoom: ZoomClient,
	wanted: UserListing,
): Promise<Array<{ user: ZoomUser; phone?: ZoomPhoneUser | null }>> {
	const users = await readUsers(zoom, wanted);
	const [phones, detailed] = await Promise.all([
		wanted.includePhone ? phonesById(zoom) : undefined,
		wanted.includeDetails
			? inParallel(users, DETAILS_AT_ONCE, async (user) =>
					// A pending user shows less by itself than in the list; somebody who left meanwhile keeps the row.
					user.status === 'pending' ? user : withRow(user, await zoom.users.get(user.id)),
				)
			: users,
	]);
	return detailed.map((user) => ({ user, ...(phones && { phone: phones.get(user.id) ?? null }) }));
}

/** Page after page, so that a limit ends the reading; all pages are read before any details, because their tokens expire. */
async function readUsers(zoom: ZoomClient, wanted: UserListing): Promise<ZoomUser[]> {
	const { status, limit, batchSize } = wanted;
	const roleId = await roleIdOf(zoom, wanted.role);
	const fits = await filterOf(zoom, wanted);
	const unfiltered = wanted.contains === '' && wanted.group === '' && wanted.type === '';
	const found: ZoomUser[] = [];
	for (const one of status === 'all' ? USER_STATUSES : [status]) {
		const pages = zoom.users.list(one, {
			...(roleId === '' ? {} : { roleId }),
			...(wanted.includeCustomAttributes ? { include: 'custom_attributes' as const } : {}),
			pageSize: Math.min(batchSize, Number.isFinite(limit) && unfiltered ? Math.max(1, limit) : batchSize),
		});
		for await (const page of pages) {
			for (const user of page) if (fits(user)) found.push(user);
			if (found.length >= limit) return found.slice(0, limit);
		}
	}
	return found;
}

async function filterOf(zoom: ZoomClient, wanted: UserListing): Promise<(user: ZoomUser) => boolean> {
	const contains = wanted.contains.toLowerCase();
	const group = await groupIdOf(zoom, wanted.group);
	return (user) =>
		(contains === '' ||
			`${user.display_name} ${user.first_name} ${user.last_name} ${user.email}`.toLowerCase().includes(contains)) &&
		(wanted.type === '' || String(user.type) === wanted.type) &&
		(group === '' || user.group_ids.includes(group));
}

/** @throws {InputError} for a name or id that the account does not have: an empty list would look like an empty group */
async function groupIdOf(zoom: ZoomClient, wanted: string): Promise<string> {
	if (wanted === '') return '';
	for await (const groups of zoom.groups.list()) {
		const found = groups.find((one) => isNamed(one, wanted));
		if (found) return found.id;
	}
	throw new InputError('Group', `is "${wanted}", and the account has no such group`, 'Check the ID or name.');
}

/** @throws {InputError} for a name or id that the account does not have */
async function roleIdOf(zoom: ZoomClient, wanted: string): Promise<string> {
	if (wanted === '') return '';
	const found = (await zoom.roles.list()).find((one) => isNamed(one, wanted));
	if (found) return found.id;
	throw new InputError('Role', `is "${wanted}", and the account has no such role`, 'Check the ID or name.');
}

const isNamed = ({ id, name }: { id: string; name: string }, wanted: string): boolean =>
	id === wanted || name.trim().toLowerCase() === wanted.toLowerCase();

async function phonesById({ phone }: ZoomClient): Promise<Map<string, ZoomPhoneUser>> {
	const phones = new Map<string, ZoomPhoneUser>();
	for await (const page of phone.list()) for (const one of page) phones.set(one.id, one);
	return phones;
}

/** Some fields are told by lists only. */
const withRow = (row: ZoomUser, details: ZoomUser | null): ZoomUser => (details ? { ...row, ...details } : row);
