import type { FindingSettings } from './finding';
import type { AccessUser } from './snapshot';

const DAY = 86_400_000;

/** Days that somebody has surely not signed in: the figure of Zoom may be some days old. */
export function idleDays(user: AccessUser, now: number, delayDays: number): number | null {
	const days = daysSince(user.lastLoginAt, now);
	return days === null ? null : Math.max(0, days - delayDays);
}

/** Whole days since then; null when nobody knows. */
export function daysSince(iso: string | null, now: number): number | null {
	const at = iso === null ? Number.NaN : Date.parse(iso);
	return Number.isNaN(at) ? null : Math.floor((now - at) / DAY);
}

/** Whether it is too early to judge somebody by sign-ins: Zoom would not even show one of today yet. */
export function isFresh({ createdAt }: AccessUser, { now, graceDays, loginDelayDays }: FindingSettings): boolean {
	const age = daysSince(createdAt, Date.parse(now));
	return age !== null && age <= Math.max(graceDays, loginDelayDays);
}
