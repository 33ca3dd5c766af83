import type { Recording, RecordingFile } from '../recording';
import { isTimeZone } from '../time-zones';

/** Bytes of a Kaltura name that are safe in every deployment (the column holds 256). */
const NAME_BYTES = 255;

/**
 * Text that Kaltura stores as it is. Control characters make it refuse the request (INVALID_PARAMETER_CHAR), its tables
 * cut a text at the first 4-byte character, and accounts may block whatever looks like HTML with a bare internal error.
 * Emoji are dropped, other 4-byte letters become U+FFFD, angle brackets become ‹ ›.
 * @see docs/vendors/kaltura.md#values, #errors
 */
export function cleanText(text: string): string {
	return (
		text
			.replace(/\p{Surrogate}/gu, '\uFFFD')
			.replace(EMOJI, (match: string) => (/[\u{10000}-\u{10FFFF}]/u.test(match) ? '' : match.replace(EMOJI_JOINTS, '')))
			.replace(/[\u{10000}-\u{10FFFF}]/gu, '\uFFFD')
			.replace(/</g, '‹')
			.replace(/>/g, '›')
			// Line breaks and tabs are legal XML but not in a one-line text; U+FFFE and U+FFFF are not legal at all.
			// eslint-disable-next-line no-control-regex -- control characters are what is looked for
			.replace(/[\u0000-\u001F\u007F-\u009F\u2028\u2029\uFFFE\uFFFF]+/g, ' ')
			.replace(/\s+/g, ' ')
			.trim()
	);
}

/** A pictogram with what may follow it: variation selectors, zero-width joiner, keycap. */
const EMOJI =
	/[\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Regional_Indicator}\u{E0020}-\u{E007F}](?:\uFE0E|\uFE0F|\u200D|\u20E3)*/gu;
const EMOJI_JOINTS = /\uFE0E|\uFE0F|\u200D|\u20E3/g;

/** Cuts at a code-point border, ending in "…", so that the UTF-8 form has at most `maximum` bytes. */
export function cutToBytes(text: string, maximum: number): string {
	if (Buffer.byteLength(text) <= maximum) return text;
	const room = maximum - Buffer.byteLength('…');
	let used = 0;
	let kept = '';
	for (const character of text) {
		used += Buffer.byteLength(character);
		if (used > room) break;
		kept += character;
	}
	return `${kept.trimEnd()}…`;
}

/** What a name template may use. */
export interface NameFacts {
	recording: Recording;
	segmentStartedAt: string;
	/** 1-based; `parts` is the number of segments with media. */
	part: number;
	parts: number;
	/** '' for the parent, else the layout of the stream. */
	layout: string;
}

export const NAME_PLACEHOLDERS = ['date', 'host', 'layout', 'meetingId', 'part', 'parts', 'time', 'topic'] as const;

/** Placeholders of a template that do not exist; a typing mistake is reported before anything is written. */
export function unknownPlaceholders(template: string): string[] {
	const known = new Set<string>(NAME_PLACEHOLDERS);
	return [...template.matchAll(/\{([^{}]*)\}/g)].map((match) => match[1]!).filter((name) => !known.has(name));
}

/**
 * The entry's name. Segments get "(n of m)" and streams their layout, unless the template places them itself, so that
 * two entries of one meeting never look the same (docs/fault-cases.md, W28). Dates are those of the meeting's time zone.
 */
export function entryName(template: string, facts: NameFacts): string {
	const { recording, part, parts, layout } = facts;
	// Date formats are expensive, and most templates need none.
	const local = /\{(date|time)\}/.test(template)
		? localDateTime(facts.segmentStartedAt, recording.timezone)
		: { date: '', time: '' };
	const values: Record<string, string> = {
		topic: recording.topic,
		date: local.date,
		time: local.time,
		meetingId: recording.meetingId,
		host: recording.host.email ?? recording.host.id,
		part: String(part),
		parts: String(parts),
		layout: layoutName(layout),
	};
	const filled = template.replace(/\{([^{}]*)\}/g, (placeholder, name: string) => values[name] ?? placeholder);
	const suffixes = [
		parts > 1 && !/\{parts?\}/.test(template) ? `(${part} of ${parts})` : '',
		layout && !template.includes('{layout}') ? `(${layoutName(layout)})` : '',
	].filter(Boolean);
	const suffix = suffixes.length ? ` ${suffixes.join(' ')}` : '';
	const name = cleanText(filled) || cleanText(`Zoom ${recording.meetingId}`);
	return cutToBytes(name, NAME_BYTES - Buffer.byteLength(suffix)) + suffix;
}

/**
 * The names that we gave an entry while the recording had fewer segments: "Algebra" before "Algebra (1 of 2)", and before
 * "Algebra (2 of 2)" where Zoom showed the first segment last. An entry that still has one of them was not named by a person.
 */
export function earlierNames(template: string, facts: NameFacts): string[] {
	const names: string[] = [];
	const after = facts.parts - facts.part;
	// Of the segments before and after it as many were there as are now, or fewer.
	for (let part = 1; part <= facts.part; part++) {
		for (let parts = part; parts <= part + after; parts++) {
			if (part < facts.part || parts < facts.parts) names.push(entryName(template, { ...facts, part, parts }));
		}
	}
	return names;
}

/** "shared_screen_with_speaker_view(CC)" → "Shared screen with speaker view (CC)". */
export function layoutName(recordingType: string): string {
	const words = recordingType.replace(/_/g, ' ').replace(/\(/g, ' (').replace(/\s+/g, ' ').trim();
	return words.charAt(0).toUpperCase() + words.slice(1);
}

/**
 * The three lines of Kaltura's own integration, which other people's scripts read, with an unambiguous time instead of its
 * 12-hour clock.
 */
export function entryDescription(
	recording: Recording,
	segmentStartedAt: string,
	missing: readonly RecordingFile[] = [],
): string {
	return [
		`Zoom Recording ID: ${recording.meetingId}`,
		`UUID: ${recording.meetingUuid}`,
		`Meeting Time: ${isoSeconds(segmentStartedAt)}`,
		...missing.map((file) => `Missing in Zoom: ${layoutName(file.recordingType || file.fileType)}`),
	].join('\n');
}

/** Comma list of tags: cleaned, without commas inside, without repetitions (case-insensitive). */
export function tagList(tags: readonly string[]): string {
	const seen = new Map<string, string>();
	for (const tag of tags) {
		const clean = cutToBytes(cleanText(tag.replace(/,/g, ' ')), 200);
		if (clean && !seen.has(clean.toLowerCase())) seen.set(clean.toLowerCase(), clean);
	}
	return [...seen.values()].join(',');
}

function isoSeconds(time: string): string {
	const date = new Date(time);
	return Number.isNaN(date.getTime()) ? time : date.toISOString().replace(/\.\d+Z$/, 'Z');
}

/**
 * Date and time of day where the meeting was; UTC when Zoom names no time zone, or one of its own names that this runtime does
 * not know.
 */
function localDateTime(time: string, timezone: string): { date: string; time: string } {
	const date = new Date(time);
	if (Number.isNaN(date.getTime())) return { date: '', time: '' };
	const timeZone = isTimeZone(timezone) ? timezone : 'UTC';
	const text = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'short', timeZone }).format(date);
	const [day = '', clock = ''] = text.split(' ');
	return { date: day, time: clock };
}
