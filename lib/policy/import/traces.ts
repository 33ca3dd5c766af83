import type { ExistingAttachment } from './attachments';
import { isOfZoom, type ExistingCaption } from './captions';

// What people may have done with an entry since we made it, as far as Kaltura shows it.

/** An entry with everything that people can add to it. */
export interface EntryInUse {
	owner: string;
	description: string;
	tags: string;
	/** Kaltura user ids, by right. */
	coEditors: string[];
	coPublishers: string[];
	coViewers: string[];
	/** null when Kaltura does not say. */
	plays: number | null;
	categoryIds: number[];
	captions: ExistingCaption[];
	attachments: ExistingAttachment[];
	/** Chapters, slides, quiz questions, notes. null when Kaltura does not say. */
	cuePoints: number | null;
	/** How many playlists name it. null when Kaltura does not say. */
	playlists: number | null;
}

/**
 * What would be lost with an entry although another one of ours has taken its place.
 * @param entry the one that is about to go
 * @param successor made by the same rules from the same recording; what it has too is not lost
 * @returns ends of a sentence that begins with "it"; empty when nobody has touched the entry
 */
export function tracesOfPeople(entry: EntryInUse, successor: EntryInUse): string[] {
	const traces: string[] = [];
	const note = (is: boolean, trace: string) => is && traces.push(trace);
	note(entry.plays === null, 'may have been played');
	note((entry.plays ?? 0) > 0, entry.plays === 1 ? 'was played once' : `was played ${entry.plays} times`);
	note(entry.owner !== successor.owner, 'has another owner');
	note(
		!(['coEditors', 'coPublishers', 'coViewers'] as const).every((right) => holds(successor[right], entry[right])),
		'has other co-editors, co-publishers or viewers',
	);
	note(
		entry.description !== successor.description || entry.tags !== successor.tags,
		'has another description or other tags',
	);
	note(!holds(successor.categoryIds, entry.categoryIds), 'is in other categories');
	// Kaltura does not say of a caption who made it: what is not Zoom's may be somebody's work of days.
	const captions = entry.captions.filter(
		(caption) => !isOfZoom(caption) || !successor.captions.some(({ label }) => label === caption.label),
	);
	note(captions.length > 0, 'has captions that did not come from Zoom');
	const names = successor.attachments.map(({ filename }) => filename.toLowerCase());
	note(
		!holds(
			names,
			entry.attachments.map(({ filename }) => filename.toLowerCase()),
		),
		'has other attachments',
	);
	// Links of people lead to the entry by its id, so a successor's own cue points and playlists replace nothing.
	note(entry.cuePoints === null, 'may have chapters or notes');
	note((entry.cuePoints ?? 0) > 0, 'has chapters or notes');
	note(entry.playlists === null, 'may be in a playlist');
	note((entry.playlists ?? 0) > 0, entry.playlists === 1 ? 'is in a playlist' : `is in ${entry.playlists} playlists`);
	return traces;
}

function holds<Value>(all: readonly Value[], some: readonly Value[]): boolean {
	return some.every((value) => all.includes(value));
}
