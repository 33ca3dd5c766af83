import { ZoomError } from './errors';
import type { ZoomUser } from './schemas';

/** Fields of `PATCH /users/{userId}` by Zoom's names; `zoom_one_type` as text, because its values exceed 2^53. */
export type UserChanges = Readonly<Record<string, unknown>>;

/** Each is a licence of its own: Zoom refuses two of them in one request (docs/vendors/directory.md#errors-of-user-calls). */
const LICENCES = ['type', 'zoom_one_type', 'plan_united_type'] as const;

export interface UserRequest {
	body: Record<string, unknown>;
	/** The same as the reader of a user sees them. */
	fields: Record<string, unknown>;
}

/** The fewest requests for the changes: everything together, except that each has one licence at most. */
export function requestsFor(changes: UserChanges): UserRequest[] {
	const given = Object.entries(changes).filter(([, value]) => value !== undefined);
	const isLicence = (name: string) => (LICENCES as readonly string[]).includes(name);
	const profile = Object.fromEntries(given.filter(([name]) => !isLicence(name)));
	const [first, ...others] = LICENCES.filter((name) => changes[name] !== undefined).map((name) => ({
		[name]: changes[name],
	}));
	const requests = [{ ...profile, ...first }, ...others];
	return requests
		.filter((fields) => Object.keys(fields).length > 0)
		.map((fields) => ({
			fields,
			body: 'zoom_one_type' in fields ? { ...fields, zoom_one_type: planNumber(fields.zoom_one_type) } : fields,
		}));
}

/**
 * The digits of a plan as the integer that Zoom wants.
 * @throws {ZoomError} INVALID_PLAN when a JavaScript number beyond 2^53 comes in: its last digits are lost already
 */
export function planNumber(value: unknown): bigint {
	const digits = typeof value === 'bigint' ? value.toString() : String(value).trim();
	if (/^\d+$/.test(digits) && (typeof value !== 'number' || Number.isSafeInteger(value))) return BigInt(digits);
	throw new ZoomError(
		`The Zoom Workplace plan "${digits}" cannot be sent to Zoom: it is not a whole number with all its digits.`,
		{
			code: 'INVALID_PLAN',
			retryable: false,
			remedy: 'Give zoom_one_type as text, e.g. "144115188075855872": JSON numbers that long lose their last digits.',
		},
	);
}

/** Told to nobody when a user is read. */
const UNREADABLE = new Set(['host_key', 'about_me', 'linkedin_url', 'vanity_name', 'license_info_list', 'feature']);

/**
 * Whether the user, as read, shows the fields; for looking after a write whose answer was lost.
 * @returns undefined when that cannot be seen
 */
export function shows(user: ZoomUser, fields: Record<string, unknown>): boolean | undefined {
	const values = user as Record<string, unknown>;
	const known = Object.entries(fields).filter(([name]) => !UNREADABLE.has(name));
	if (known.some(([name, value]) => !same(value, values[name]))) return false;
	return known.length === Object.keys(fields).length ? true : undefined;
}

/** Zoom adds fields of its own to rows (`verified`), and leaves empty ones out. */
function same(sent: unknown, now: unknown): boolean {
	if (Array.isArray(sent)) {
		return Array.isArray(now)
			? sent.length === now.length && sent.every((one, at) => same(one, now[at]))
			: sent.length === 0;
	}
	if (sent !== null && typeof sent === 'object') {
		const row = (now ?? {}) as Record<string, unknown>;
		return Object.entries(sent).every(([name, value]) => same(value, row[name]));
	}
	return String(sent ?? '') === String(now ?? '');
}
