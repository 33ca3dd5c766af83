import type { Standing } from '../policy/ledger/rows';

/** What the page calls each standing. */
export const STANDING_LABEL: Readonly<Record<Standing, string>> = {
	arrived: 'In Kaltura',
	waiting: 'Waiting',
	skipped: 'Left out by rule',
	attention: 'Needs attention',
	failed: 'Failed',
};

const RULE_LABEL: Readonly<Record<string, string>> = {
	'user-id': 'Kaltura user ID',
	'cms-user-id': 'CMS user ID',
	email: 'E-mail address',
	'external-id': 'External ID',
	created: 'Created for the host',
	'default-user': 'Default user: nobody matched',
	'default-user-host-left': 'Default user: host left Zoom',
};

export function ruleLabel(rule: string): string {
	return RULE_LABEL[rule] ?? rule;
}

const SOURCE_LABEL: Readonly<Record<string, string>> = {
	live: 'Event',
	reconcile: 'Listing',
	backfill: 'Back catalogue',
	retry: 'Retry',
};

export function sourceLabel(source: string): string {
	return SOURCE_LABEL[source] ?? source;
}

/** `not-in-opt-in-group` → `Not in opt in group`; codes of vendors stay as they are. */
export function reasonLabel(reason: string): string {
	if (!/^[a-z]+(-[a-z]+)*$/.test(reason)) return reason;
	const words = reason
		.replace(/-/g, ' ')
		.replace(/\b(kaltura|zoom)\b/g, (name) => name.charAt(0).toUpperCase() + name.slice(1));
	return words.charAt(0).toUpperCase() + words.slice(1);
}

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'] as const;

/** Decimal units, as both vendors count: 1.2 GB. */
export function bytesText(bytes: number): string {
	let value = bytes;
	let unit = 0;
	while (value >= 1000 && unit < UNITS.length - 1) {
		value /= 1000;
		unit++;
	}
	return `${unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${UNITS[unit]}`;
}

/** `1,234` */
export function countText(count: number): string {
	return String(Math.round(count)).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** "1 recording", "2 recordings". */
export function recordingsText(count: number): string {
	return `${countText(count)} ${count === 1 ? 'recording' : 'recordings'}`;
}

/** "12 minutes", "3 hours", "5 days": one unit, rounded down. */
export function ageText(milliseconds: number): string {
	const minutes = Math.floor(Math.max(0, milliseconds) / 60_000);
	const [amount, unit] =
		minutes < 60
			? [minutes, 'minute']
			: minutes < 48 * 60
				? [Math.floor(minutes / 60), 'hour']
				: [Math.floor(minutes / 1440), 'day'];
	return `${countText(amount)} ${unit}${amount === 1 ? '' : 's'}`;
}

/** `2026-11-22 14:05` in a time zone; an unknown one counts as UTC. */
export function timeText(instant: number, timezone: string): string {
	const options = { dateStyle: 'short', timeStyle: 'short' } as const;
	try {
		return new Intl.DateTimeFormat('sv-SE', { ...options, timeZone: timezone || 'UTC' }).format(instant);
	} catch {
		return new Intl.DateTimeFormat('sv-SE', { ...options, timeZone: 'UTC' }).format(instant);
	}
}
