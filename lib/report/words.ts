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
	try: 'Tried by hand',
};

export function sourceLabel(source: string): string {
	return SOURCE_LABEL[source] ?? source;
}

/** `not-in-opt-in-group` → `Not in opt in group`; codes of vendors get words. */
export function reasonLabel(reason: string): string {
	if (!/^[a-z]+(-[a-z]+)*$/.test(reason)) return codeLabel(reason);
	const words = reason
		.replace(/-/g, ' ')
		.replace(/\b(kaltura|zoom)\b/g, (name) => name.charAt(0).toUpperCase() + name.slice(1));
	return words.charAt(0).toUpperCase() + words.slice(1);
}

const CODE_LABEL: Readonly<Record<string, string>> = {
	'1001': 'Zoom does not know this user (1001)',
	'1010': 'Zoom says that it belongs to another account (1010)',
	'3301': 'Zoom has no such recording (3301)',
	'4711': 'The Zoom app lacks a scope (4711)',
	DAILY_LIMIT: "Zoom's daily limit is used up",
	NETWORK: 'Zoom or Kaltura could not be reached',
	NOT_JSON: 'The answer was no JSON',
	RATE_LIMIT: 'Zoom allows no more calls for the moment',
};

/** Ledgers hold the codes of vendors where a recording could not even be read. */
function codeLabel(code: string): string {
	const known = CODE_LABEL[code];
	if (known !== undefined) return known;
	if (/^\d+$/.test(code)) return `Zoom refused (error ${code})`;
	const [, status] = /^HTTP_(\d+)$/.exec(code) ?? [];
	if (status !== undefined) return `HTTP error ${status}`;
	if (!/^[A-Z][A-Z\d_]+$/.test(code)) return code;
	return `Refused: ${code.replaceAll('_', ' ').toLowerCase()}`;
}

/** What became of the windows of a back catalogue; what a dry run counted is not done. */
export function backfillText({ windows, done, counted }: { windows: number; done: number; counted: number }): string {
	const parts = [
		done > 0 || counted === 0 ? `${countText(done)} of ${countText(windows)} windows done` : '',
		counted > 0 ? `${countText(counted)} of ${countText(windows)} windows counted by a dry run, nothing imported` : '',
	];
	return parts.filter(Boolean).join(', ');
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
