import type { ZoomApi } from './api';
import { parseAnswer } from './api';
import { isZoomError, ZoomError } from './errors';
import type { ZoomUser } from './schemas';
import { zoomCreatedUser } from './schemas';
import { planNumber } from './user-changes';

/**
 * create: Zoom invites, and the person is pending until accepting · autoCreate: at once, managed domain · custCreate: at
 * once, API only, without a password · ssoCreate: at once, signs in through SSO.
 */
export const CREATE_ACTIONS = ['create', 'autoCreate', 'custCreate', 'ssoCreate'] as const;
export type CreateAction = (typeof CREATE_ACTIONS)[number];

export interface NewUser {
	action: CreateAction;
	email: string;
	/** 1 Basic, 2 Licensed, 4 no Meetings, 99 none (ssoCreate only). */
	type: number;
	firstName?: string;
	lastName?: string;
	displayName?: string;
	/** Only for autoCreate; 8–32 characters. */
	password?: string;
	/** Digits. Goes into the same object as `zoomPhone`: the one does not replace the other. */
	zoomOneType?: string;
	zoomPhone?: boolean;
	planUnitedType?: string;
	divisionIds?: readonly string[];
}

export interface CreatedUser {
	/** '' for a person who is pending: Zoom gives no id that could be used. */
	id: string;
	email: string;
	/** Whether this call made the user; otherwise the address had one already. */
	created: boolean;
	/** The one who has the address already; null when the user is new. */
	existing: ZoomUser | null;
}

/** Zoom says that the address is taken by code; the HTTP status differs between versions (409, 412). */
const DUPLICATE = ['1005', '1009'];

/**
 * Creates a user once. The address is looked up first; and again when it is not known whether the creation happened, or
 * when Zoom says that the address is taken.
 */
export async function createUser(
	api: ZoomApi,
	users: { get(user: string): Promise<(ZoomUser & { invitation_expired?: unknown }) | null> },
	wanted: NewUser,
): Promise<CreatedUser> {
	const doing = `create the user ${wanted.email}`;
	const existing = await users.get(wanted.email);
	// Whose invitation has expired is invited anew.
	if (existing && existing.invitation_expired !== true) return found(existing);
	const creation = api.writeOnce<CreatedUser>(
		async (options) => {
			const answer = await api.post('/users', { doing, body: bodyOf(wanted), ...options });
			const user = parseAnswer(doing, zoomCreatedUser, answer);
			if (user.id === '') throw unlinked(wanted.email);
			return { id: user.id, email: user.email || wanted.email, created: true, existing: null };
		},
		async () => {
			const now = await users.get(wanted.email);
			return now && now.invitation_expired !== true
				? { id: now.id, email: now.email, created: true, existing: null }
				: undefined;
		},
	);
	return await creation.catch(async (error: unknown) => {
		if (!isZoomError(error, ...DUPLICATE)) throw error;
		const holder = await users.get(wanted.email);
		// Taken, but not by anybody of this account.
		if (!holder) throw error;
		if (holder.invitation_expired === true) throw heldByExpired(wanted.email);
		return found(holder);
	});
}

const found = (user: ZoomUser): CreatedUser => ({ id: user.id, email: user.email, created: false, existing: user });

function bodyOf({ action, email, type, ...more }: NewUser): object {
	const feature = {
		...(more.zoomPhone === undefined ? {} : { zoom_phone: more.zoomPhone }),
		...(more.zoomOneType ? { zoom_one_type: planNumber(more.zoomOneType) } : {}),
	};
	return {
		action,
		user_info: {
			email,
			type,
			...(more.firstName ? { first_name: more.firstName } : {}),
			...(more.lastName ? { last_name: more.lastName } : {}),
			...(more.displayName ? { display_name: more.displayName } : {}),
			...(action === 'autoCreate' && more.password ? { password: more.password } : {}),
			...(more.planUnitedType ? { plan_united_type: more.planUnitedType } : {}),
			...(more.divisionIds?.length ? { division_ids: more.divisionIds } : {}),
			...(Object.keys(feature).length > 0 ? { feature } : {}),
		},
	};
}

function heldByExpired(email: string): ZoomError {
	return new ZoomError(
		`Zoom did not invite ${email}: the invitation of this address has expired, and Zoom lets nobody renew it from outside.`,
		{
			code: 'EXPIRED_INVITATION',
			retryable: false,
			remedy:
				'Send it again, or remove it, under User Management → Users → Pending in the Zoom web portal; then run this again.',
		},
	);
}

function unlinked(email: string): ZoomError {
	return new ZoomError(
		`Zoom did not create the user ${email}: a person with this address has an account that was unlinked from yours, and Zoom gave no id.`,
		{
			code: 'UNLINKED_ACCOUNT',
			retryable: false,
			remedy:
				'Invite the person from the Zoom web portal (User Management → Users), so that the account is linked again.',
		},
	);
}
