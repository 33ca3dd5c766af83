import type { Dice } from '../../dice.mts';
import { isDigits } from './json.mts';
import type { Settings } from '../account/settings.mts';
import type { Answer } from './answer.mts';

/**
 * Everything that Zoom's documents allow and nobody likes: optional fields that are missing or null, fields that nobody
 * knows yet, numbers as texts, rows in another order, 429 with and without hints, a gateway that breaks before or after
 * the work. Nothing here is forbidden, so a client that trips over it would trip in somebody's account.
 * A daily limit is not drawn: it would end the day, and has tests of its own.
 */

/** Never relied upon by the schemas: documented, but not required, and left out or null in one account or another. */
const OPTIONAL = new Set([
	'timezone',
	'share_url',
	'duration',
	'auto_delete',
	'recording_play_passcode',
	'recording_count',
	'total_size',
	'play_url',
	'page_count',
	'page_number',
	'page_size',
	'total_records',
	'created_at',
	'user_created_at',
	'last_login_time',
	'last_client_version',
	'verified',
	'pmi',
	'cluster',
	'jid',
	'account_number',
	'personal_meeting_url',
	'language',
	'phone_country',
	'pronouns_option',
	'total_members',
]);
/** Numbers that were seen as texts, or could be. */
const NUMBERS = new Set(['id', 'file_size', 'total_size', 'duration', 'recording_count', 'total_records', 'page_size']);
/** Meetings of types that Zoom adds later are meetings; which are webinars is documented (docs/vendors/zoom.md#recordings). */
const MEETING_TYPES = new Set<unknown>([1, 2, 3, 4, 8]);
const LATER_TYPE = 12;
const LATER_LOGIN = 199;
/** Lists whose order no document promises. */
const UNORDERED = new Set(['recording_files', 'users', 'groups', 'members', 'admins', 'panelists', 'roles']);

/** What goes wrong instead of this answer, if anything; `after` when the work is done first. */
export function mishap(dice: Dice, isWrite: boolean): { answer: Answer; after: boolean } | undefined {
	if (dice.chance(0.03)) return { answer: tooMany(dice), after: false };
	if (dice.chance(isWrite ? 0.04 : 0.02)) return { answer: broken(dice), after: isWrite && dice.chance(0.5) };
	return undefined;
}

function tooMany(dice: Dice): Answer {
	const headers = dice.one<Record<string, string>>([
		{},
		{ 'retry-after': '1' },
		{ 'retry-after': new Date(Date.now() + 1000).toUTCString() },
		{ 'x-ratelimit-type': 'QPS', 'x-ratelimit-category': 'Light', 'x-ratelimit-limit': '30' },
	]);
	const message = dice.one([
		'You have reached the maximum per-second rate limit for this API. Try again later.',
		'Too many requests.',
	]);
	return { status: 429, headers, body: { code: 429, message } };
}

const broken = (dice: Dice): Answer =>
	dice.one<Answer>([
		{ status: 502, headers: { 'content-type': 'text/html' }, body: '<html><body>502 Bad Gateway</body></html>' },
		{ status: 503, body: '' },
		{ status: 500, body: { code: 500, message: 'Internal Server Error.' } },
	]);

/** The same answer as another account might have given it. */
export function disguised(answer: Answer, dice: Dice): Answer {
	if (answer.status >= 300 || answer.body === null || typeof answer.body !== 'object') return answer;
	return { ...answer, body: change(answer.body, '', dice) };
}

function change(value: unknown, name: string, dice: Dice): unknown {
	if (Array.isArray(value)) {
		const rows = value.map((row) => change(row, '', dice));
		return UNORDERED.has(name) ? shuffled(rows, dice) : rows;
	}
	if (value === null || typeof value !== 'object' || isDigits(value)) return value;
	const changed: Record<string, unknown> = {};
	for (const [key, one] of Object.entries(value)) {
		if (OPTIONAL.has(key) && dice.chance(0.2)) {
			if (dice.chance(0.5)) changed[key] = null;
		} else if (NUMBERS.has(key) && typeof one === 'number' && dice.chance(0.3)) changed[key] = String(one);
		else changed[key] = change(one, key, dice);
	}
	addLater(changed, dice);
	if (dice.chance(0.3)) changed.x_added_next_year = dice.one<unknown>([true, 'soon', { of: ['things'] }, null]);
	return changed;
}

/** Values and files that nobody knows yet. A file is there in every answer about its recording, or in none. */
function addLater(row: Record<string, unknown>, dice: Dice): void {
	if (Array.isArray(row.login_types) && dice.chance(0.3)) row.login_types = [...row.login_types, LATER_LOGIN];
	const { recording_files: files, uuid } = row;
	if (!Array.isArray(files)) return;
	if (MEETING_TYPES.has(row.type) && dice.chance(0.1)) row.type = LATER_TYPE;
	const [first] = (files as Array<Record<string, unknown>>).toSorted((a, b) => (String(a.id) < String(b.id) ? -1 : 1));
	if (!first || typeof uuid !== 'string' || uuid.charCodeAt(0) % 2 === 0) return;
	row.recording_files = [
		...files,
		{
			...first,
			id: `later-${first.meeting_id as string}`,
			file_type: 'HOLOGRAM',
			file_extension: 'HOLO',
			recording_type: 'spatial_capture',
			status: 'completed',
		},
	];
}

function shuffled<T>(rows: T[], dice: Dice): T[] {
	return rows
		.map((row) => ({ row, at: dice.next() }))
		.sort((a, b) => a.at - b.at)
		.map(({ row }) => row);
}

/** What differs from account to account, drawn once per account. */
export function drawSettings(settings: Settings, dice: Dice): void {
	settings.processingFiles = dice.one(['absent', 'listed', '404']);
	settings.runningFileStatus = dice.one(['processing', 'recording', 'absent']);
	settings.me = dice.one(['refused', 'unknown', 'owner']);
	settings.addedIds = dice.one(['all', 'new', 'none']);
	settings.statusChangeAnswer = dice.one([200, 204]);
	settings.duplicateStatus = dice.one([409, 412]);
	settings.rateLimitHeaders = dice.chance(0.5);
	settings.downloads.delivery = dice.one(['redirect', 'direct']);
	settings.downloads.ranges = dice.one(['honour', 'ignore']);
	settings.downloads.head = dice.one(['answer', 'refuse']);
	settings.expiredInvitations = dice.one(['renewed', 'held']);
}
