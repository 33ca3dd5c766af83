import { outcome, type Outcome } from '../outcomes';
import { LONGEST_MATCHED_TEXT, PATTERN_REMEDY, patternProblem } from '../patterns';
import type { Recording } from '../recording';
import { foldName, type SettingProblem } from '../settings';

/** Which recordings are imported at all, apart from the groups of the owner and the host (groups-rule.ts). */
export interface SelectionSettings {
	/** "Upload meeting recordings" of Kaltura's Edit Zoom account screen. */
	meetings: boolean;
	/** "Upload webinar recordings". */
	webinars: boolean;
	/** E-mail addresses or Zoom user ids whose recordings are never imported. */
	excludedHosts: readonly string[];
	/** Regular expression that the topic must match; '' for any topic. */
	topicMustMatch: string;
	/** Regular expression that the topic must not match; '' for none. */
	topicMustNotMatch: string;
	/** Shorter recordings are left out; 0 for no minimum. */
	minimumSeconds: number;
	/** What a host writes into the topic so that the recording is left out, e.g. `[no-kaltura]`. */
	skipKeywords?: readonly string[];
	/** Recordings of My Notes, which are nobody's lecture. */
	personalNotes: boolean;
	/** A tracking field of the meeting in which the host says yes or no. */
	trackingField: TrackingFieldRule;
}

export interface TrackingFieldRule {
	/** `skipIfNo`: everything but a "no". `onlyIfYes`: nothing but a "yes". */
	mode: 'ignore' | 'skipIfNo' | 'onlyIfYes';
	/** Name of the tracking field in Zoom. */
	field: string;
}

/** Meeting type of recordings that somebody's *My Notes* made: personal notes, not lectures. */
const PERSONAL_NOTES = 96;
/** Types that Zoom documents; null is an old recording that names none. */
const KNOWN_TYPES: ReadonlySet<number | null> = new Set([null, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 99, PERSONAL_NOTES]);

const YES = new Set(['yes', 'y', 'true', '1', 'on', 'ja', 'oui', 'si', 'sí', 'x']);
const NO = new Set(['no', 'n', 'false', '0', 'off', 'nein', 'non']);
/**
 * Meeting or webinar by Zoom's meeting type. 1 instant, 2 scheduled, 3 recurring without fixed time, 4 personal room,
 * 7 audio conference, 8 recurring, 99 uploaded; 5, 6, 9 webinars. A type that Zoom adds later is decided by the item.
 * @see docs/vendors/zoom.md#a-recording
 */
export function kindOf(recording: Pick<Recording, 'type' | 'kind'>): Recording['kind'] {
	switch (recording.type) {
		case 5:
		case 6:
		case 9:
			return 'webinar';
		case 1:
		case 2:
		case 3:
		case 4:
		case 7:
		case 8:
		case 99:
			return 'meeting';
		default:
			return recording.kind;
	}
}

/** Recorded time in seconds, the sum of the segments; null while a segment has no end yet. */
export function recordedSeconds(recording: Pick<Recording, 'segments'>): number | null {
	let milliseconds = 0;
	for (const { startedAt, endedAt } of recording.segments) {
		const length = Date.parse(endedAt) - Date.parse(startedAt);
		if (!Number.isFinite(length)) return null;
		milliseconds += Math.max(0, length);
	}
	return Math.round(milliseconds / 1000);
}

/**
 * The first rule that keeps a recording out, judged by what the item itself says; null when none does.
 * Needs no look-up, so it runs before any. `hostEmail` is what the item or a later look-up says.
 */
export function skipByItself(
	recording: Pick<Recording, 'type' | 'kind' | 'topic' | 'host' | 'segments' | 'complete' | 'storedElsewhere'>,
	settings: SelectionSettings,
): Outcome | null {
	const { type, topic: name } = recording;
	if (type === PERSONAL_NOTES && !settings.personalNotes) return outcome('personal-notes', { topic: name });
	// Whether it is for everybody's eyes is not for us to guess.
	if (!KNOWN_TYPES.has(type)) return outcome('meeting-type-unknown', { type: String(type) });
	if (recording.storedElsewhere) return outcome('stored-elsewhere', { topic: name });
	const kind = kindOf(recording);
	if (kind === 'meeting' && !settings.meetings) return outcome('meetings-off', {});
	if (kind === 'webinar' && !settings.webinars) return outcome('webinars-off', {});

	const excluded = skipExcludedHost(recording.host, settings.excludedHosts);
	if (excluded) return excluded;

	const wish = keywordIn(recording.topic, settings.skipKeywords ?? []);
	if (wish !== null) return outcome('host-says-no', { topic: recording.topic, keyword: wish });

	const topic = recording.topic.slice(0, LONGEST_MATCHED_TEXT);
	if (settings.topicMustMatch && !topicPattern(settings.topicMustMatch)?.test(topic)) {
		return outcome('topic-not-included', { topic, pattern: settings.topicMustMatch });
	}
	if (settings.topicMustNotMatch && topicPattern(settings.topicMustNotMatch)?.test(topic)) {
		return outcome('topic-excluded', { topic, pattern: settings.topicMustNotMatch });
	}

	// While files are processing the length is not known; the next event or reconcile asks again.
	const seconds = recording.complete ? recordedSeconds(recording) : null;
	if (seconds !== null && seconds < settings.minimumSeconds) {
		return outcome('too-short', { seconds, minimumSeconds: settings.minimumSeconds });
	}
	return null;
}

/** The first of the keywords that stands in the topic, in any case and however it was typed; null when none does. */
export function keywordIn(topic: string, keywords: readonly string[]): string | null {
	const typed = asTyped(topic);
	return keywords.find((keyword) => keyword.trim() !== '' && typed.includes(asTyped(keyword))) ?? null;
}

/** Programs turn hyphens into dashes and blanks into ones that do not break, and phones have full-width brackets. */
function asTyped(text: string): string {
	return foldName(
		text
			.normalize('NFKC')
			.replace(/\p{Cf}/gu, '')
			.replace(/\p{Pd}|\u2212/gu, '-')
			.replace(/\s+/g, ' '),
	);
}

/** Asked again once the look-up has found the host's e-mail address, which items from a list do not have. */
export function skipExcludedHost(
	host: { id: string; email: string | null },
	excludedHosts: readonly string[],
): Outcome | null {
	const email = host.email === null ? null : foldName(host.email);
	// Zoom's ids are case-sensitive, addresses are not.
	const hit = excludedHosts.some((entry) => entry.trim() === host.id || (email !== null && foldName(entry) === email));
	return hit ? outcome('host-excluded', { host: host.email ?? host.id }) : null;
}

/** Whether the tracking fields decide anything, so that the meeting must be read when the item does not hold them. */
export function needsTrackingFields(settings: Pick<SelectionSettings, 'trackingField'>): boolean {
	return settings.trackingField.mode !== 'ignore';
}

/**
 * The per-meeting rule. Instant meetings and meetings that Zoom has forgotten (30 days after their last use) have no
 * tracking fields: they count as empty, so `skipIfNo` imports them and `onlyIfYes` leaves them out.
 */
export function skipByTrackingField(
	trackingFields: Readonly<Record<string, string>>,
	{ mode, field }: TrackingFieldRule,
): Outcome | null {
	if (mode === 'ignore') return null;
	const name = Object.keys(trackingFields).find((candidate) => foldName(candidate) === foldName(field));
	const value = name === undefined ? '' : (trackingFields[name] ?? '').trim();
	if (mode === 'skipIfNo')
		return NO.has(value.toLowerCase()) ? outcome('tracking-field-says-no', { field, value }) : null;
	if (value === '') return outcome('tracking-field-missing', { field });
	return YES.has(value.toLowerCase()) ? null : outcome('tracking-field-says-no', { field, value });
}

/** What is wrong with the settings, before anything is asked or written. */
export function selectionProblems(settings: SelectionSettings): SettingProblem[] {
	const problems: SettingProblem[] = [];
	for (const [parameter, pattern] of [
		['Topic Must Match', settings.topicMustMatch],
		['Topic Must Not Match', settings.topicMustNotMatch],
	] as const) {
		if (!pattern) continue;
		if (topicPattern(pattern) === null) {
			problems.push({
				parameter,
				problem: `is not a regular expression: ${pattern}`,
				remedy:
					'A plain word is fine, e.g. lecture; put a backslash before . * + ? ( ) [ ] { } | ^ $ to mean the character.',
			});
			continue;
		}
		const problem = patternProblem(pattern);
		if (problem !== null) problems.push({ parameter, problem, remedy: PATTERN_REMEDY });
	}
	if (!Number.isFinite(settings.minimumSeconds) || settings.minimumSeconds < 0) {
		problems.push({
			parameter: 'Minimum Duration',
			problem: `is ${settings.minimumSeconds}`,
			remedy: '0 or more minutes; 0 means no minimum.',
		});
	}
	if (settings.trackingField.mode !== 'ignore' && settings.trackingField.field.trim() === '') {
		problems.push({
			parameter: 'Tracking Field',
			problem: 'is empty although the rule needs it',
			remedy: 'Enter the name of the tracking field as it is in Zoom under Tracking Fields.',
		});
	}
	return problems;
}

/** Case does not count, and the pattern may match anywhere. */
function topicPattern(pattern: string): RegExp | null {
	try {
		return new RegExp(pattern, 'iu');
	} catch {
		try {
			// Without "u" needless backslashes are allowed, as people write them: \-
			return new RegExp(pattern, 'i');
		} catch {
			return null;
		}
	}
}
