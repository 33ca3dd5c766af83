import type { ActualUser, StableId } from '../policy/people/states';

import type { ZoomClient } from './client';
import { inParallel } from '../http/in-parallel';
import { siteIdOf } from './phone';
import { ADMIN_ROLE } from './roles';
import type { ZoomPhoneUser, ZoomUser } from './schemas';
import { hasExpired, USER_STATUSES } from './users';

/** Up to so many people are read one by one; for more, the whole directory is listed (2000 users per call). */
const READ_ONE_BY_ONE = 20;
/** Up to so many phones are read one by one; for more, they are listed (100 per call). */
const PHONES_ONE_BY_ONE = 50;
const AT_ONCE = 32;

/** Fields of a user that lists tell; all others are told only when a user is read by itself. */
const IN_LISTS = new Set([
	'first_name',
	'last_name',
	'display_name',
	'dept',
	'timezone',
	'pmi',
	'division_ids',
	'custom_attributes',
	'password',
]);

/** Who is wanted, and what has to be known of the person. */
export interface Wanted {
	/** What tells the person apart from everybody else, whatever the address; '' when the list does not say. */
	stableId?: string;
	/** Addresses under which the person may be found; the first that exists counts. */
	emails: readonly string[];
	/** Profile fields by Zoom's names that are compared. */
	fields: readonly string[];
	zoomOneType: boolean;
	phone: boolean;
}

export interface Directory {
	/** In the order of the wanted; null = no such user. */
	users: Array<ActualUser | null>;
	/** Several addresses of one wanted person belong to different users. */
	conflicts: Array<string | null>;
	/** Ids of the active admins; undefined when the directory was not listed. */
	activeAdmins: Set<string> | undefined;
	/** Active users of the account; undefined when the directory was not listed. */
	activeUsers: number | undefined;
}

/**
 * What Zoom has of the people, with as few calls as their number allows: some one by one, many from lists. Details and
 * phones are read only where something that is compared hangs on them.
 * @throws {ZoomError}
 */
export async function readDirectory(
	zoom: ZoomClient,
	wanted: readonly Wanted[],
	match: StableId = { by: 'email' },
): Promise<Directory> {
	// Nobody can be asked for by a custom attribute, and the id may belong to somebody with another address.
	const byId = match.by !== 'email' && wanted.some(({ stableId }) => stableId);
	const listed = byId || wanted.length > READ_ONE_BY_ONE;
	const found = listed ? await fromLists(zoom, wanted, match) : await oneByOne(zoom, wanted);
	const chosen = wanted.map((one) => choose(one, found, match));
	const detailed = await withDetails(
		zoom,
		wanted,
		chosen.map(({ user }) => user),
		listed,
	);
	const phones = await readPhones(zoom, wanted, detailed);
	return {
		users: detailed.map((user, index) => user && toActual(user, phones[index])),
		conflicts: chosen.map(({ conflict }) => conflict),
		activeAdmins: found.activeAdmins,
		activeUsers: found.activeUsers,
	};
}

/** Who of the account is meant, and what speaks against it. The id counts before the address. */
function choose(
	{ emails, stableId = '' }: Wanted,
	{ byEmail, byId }: Found,
	match: StableId,
): { user: ZoomUser | null; conflict: string | null } {
	const known = emails.flatMap((email) => byEmail.get(email.toLowerCase()) ?? []);
	const holders = stableId === '' ? [] : (byId?.get(stableId.toLowerCase()) ?? []);
	if (holders.length > 1) {
		const who = holders.map(({ email }) => email).join(' and ');
		return { user: holders[0]!, conflict: `${who} have the same ID ${stableId} in Zoom.` };
	}
	const user = holders[0] ?? known[0] ?? null;
	if (!user) return { user, conflict: null };
	const other = known.find((one) => one.email !== user.email);
	if (other) return { user, conflict: `${user.email} and ${other.email} are two different users of the account.` };
	const held = stableIdOf(user, match);
	// An address that was given to somebody else: whoever had it before is not the person of the row.
	const another = stableId !== '' && held !== '' && held.toLowerCase() !== stableId.toLowerCase();
	return {
		user,
		conflict: another ? `${user.email} has the ID ${held} in Zoom, and ${stableId} in the list: another person.` : null,
	};
}

/** '' where Zoom has none. */
export function stableIdOf(user: ZoomUser, match: StableId): string {
	if (match.by === 'email') return '';
	if (match.by === 'employee-id') return user.employee_unique_id.trim();
	const rows = (user as Record<string, unknown>).custom_attributes;
	const held = (Array.isArray(rows) ? (rows as Array<Record<string, unknown>>) : []).find((one) =>
		[one.key, one.name].some((name) => String(name ?? '').toLowerCase() === match.attribute.toLowerCase()),
	);
	return String(held?.value ?? '').trim();
}

interface Found {
	byEmail: Map<string, ZoomUser>;
	/** By stable id, in lower case; more than one is a mistake in Zoom. */
	byId?: Map<string, ZoomUser[]>;
	activeAdmins?: Set<string>;
	activeUsers?: number;
}

async function oneByOne(zoom: ZoomClient, wanted: readonly Wanted[]): Promise<Found> {
	const byEmail = new Map<string, ZoomUser>();
	const emails = [...new Set(wanted.flatMap(({ emails: some }) => some.map((email) => email.toLowerCase())))];
	await inParallel(emails, AT_ONCE, async (email) => {
		const user = await zoom.users.get(email);
		if (user) byEmail.set(email, user);
	});
	return { byEmail };
}

/** Only whom somebody wants is kept, so that the size of the account costs no memory. */
async function fromLists(zoom: ZoomClient, wanted: readonly Wanted[], match: StableId): Promise<Found> {
	const emails = new Set(wanted.flatMap(({ emails: some }) => some.map((email) => email.toLowerCase())));
	const ids = new Set(wanted.flatMap(({ stableId }) => stableId?.toLowerCase() || []));
	const attributes = match.by === 'attribute' || wanted.some(({ fields }) => fields.includes('custom_attributes'));
	const byId = new Map<string, ZoomUser[]>();
	const byEmail = new Map<string, ZoomUser>();
	const activeAdmins = new Set<string>();
	let activeUsers = 0;
	for (const status of USER_STATUSES) {
		for await (const page of zoom.users.list(status, attributes ? { include: 'custom_attributes' } : {})) {
			for (const user of page) {
				if (status === 'active') activeUsers++;
				if (status === 'active' && user.role_id === ADMIN_ROLE) activeAdmins.add(user.id);
				const email = user.email.toLowerCase();
				const row = { ...user, status: user.status || status };
				if (emails.has(email)) byEmail.set(email, row);
				const id = ids.size === 0 ? '' : stableIdOf(user, match).toLowerCase();
				if (ids.has(id)) byId.set(id, [...(byId.get(id) ?? []), row]);
			}
		}
	}
	return { byEmail, byId, activeAdmins, activeUsers };
}

async function withDetails(
	zoom: ZoomClient,
	wanted: readonly Wanted[],
	users: Array<ZoomUser | null>,
	listed: boolean,
): Promise<Array<ZoomUser | null>> {
	if (!listed) return users;
	return await inParallel(users, AT_ONCE, async (user, index) => {
		const { fields, zoomOneType } = wanted[index]!;
		const needed = zoomOneType || fields.some((field) => !IN_LISTS.has(field));
		if (!user || user.status === 'pending' || !needed) return user;
		const details = await zoom.users.get(user.id);
		return details && { ...user, ...details };
	});
}

/** undefined where nobody asks. */
async function readPhones(
	zoom: ZoomClient,
	wanted: readonly Wanted[],
	users: ReadonlyArray<ZoomUser | null>,
): Promise<Array<ZoomPhoneUser | null | undefined>> {
	const asked = (index: number) => wanted[index]!.phone && users[index] !== null && users[index]?.status !== 'pending';
	if (users.filter((_, index) => asked(index)).length <= PHONES_ONE_BY_ONE) {
		return await inParallel(users, AT_ONCE, async (user, index) =>
			asked(index) ? await zoom.phone.get(user!.id) : undefined,
		);
	}
	const phones = new Map<string, ZoomPhoneUser>();
	for await (const page of zoom.phone.list()) for (const phone of page) phones.set(phone.id, phone);
	return users.map((user, index) => (asked(index) ? (phones.get(user!.id) ?? null) : undefined));
}

function toActual(user: ZoomUser, phone: ZoomPhoneUser | null | undefined): ActualUser {
	const values = user as Record<string, unknown>;
	return {
		id: user.status === 'pending' ? '' : user.id,
		email: user.email,
		status: user.status === 'inactive' || user.status === 'pending' ? user.status : 'active',
		...(hasExpired(user) ? { invitationExpired: true } : {}),
		profile: {
			...values,
			...(typeof values.vanity_url === 'string'
				? { vanity_name: decodeURIComponent(values.vanity_url.split('/').at(-1)!) }
				: {}),
		},
		type: user.type ?? null,
		zoomOneType: user.zoom_one_type,
		planUnitedType: user.plan_united_type,
		groupIds: user.group_ids,
		roleId: user.role_id,
		...(phone === undefined
			? {}
			: {
					phone: phone && {
						extensionNumber: phone.extension_number,
						siteId: siteIdOf(phone),
						callingPlans: phone.calling_plans.flatMap(({ type }) => type ?? []),
						numbers: phone.phone_numbers.map(({ id, number }) => ({ id, number })),
					},
				}),
	};
}
