import { count, enumerate } from '../outcomes';

import type { ImportPlan, PlannedEntry, PlannedSegment, Rights } from './import-types';

/** What the plan would write, one sentence per segment and one for what would be deleted; for people who only want to try. */
export function planInWords({ segments, leftovers, superseded }: ImportPlan, rights: Rights): string {
	const going = leftovers.length + superseded.filter(({ by }) => by !== null).length;
	const sentences = segments.flatMap((segment) => segmentInWords(segment, rights));
	if (going > 0) sentences.push(`${count(going, 'entry', 'entries')} of ours that others replace would be deleted.`);
	return sentences.join(' ');
}

function segmentInWords(segment: PlannedSegment, rights: Rights): string[] {
	const { parent, streams, captions, attachments, categories } = segment;
	const more = [
		written(streams) > 0 ? count(written(streams), 'more stream', 'more streams') : '',
		captions.length > 0 ? `${count(captions.length, 'caption', 'captions')} (${labels(captions)})` : '',
		attachments.length > 0 ? count(attachments.length, 'attachment', 'attachments') : '',
	].filter(Boolean);
	const published = parent.do === 'create' && categories.length > 0 ? `; published in ${enumerate(categories)}` : '';
	if (parent.do === 'keep' && more.length === 0) return [];
	const part = segment.parts > 1 ? `Part ${segment.part} of ${segment.parts}: ` : '';
	const withMore = more.length > 0 ? ` with ${enumerate(more)}` : '';
	return [`${part}${mainInWords(parent, rights)}${withMore}${published}.`];
}

function mainInWords(parent: PlannedEntry, { owner, coEditors, coPublishers, coViewers }: Rights): string {
	const file = parent.file?.recordingType ?? 'its main file';
	const people = new Set([...coEditors, ...coPublishers, ...coViewers]).size;
	const shared = people > 0 ? ` and shared with ${count(people, 'person', 'people')}` : '';
	switch (parent.do) {
		case 'create':
			return `a new entry "${parent.fields?.name ?? ''}" of ${owner}${shared} from ${file}`;
		case 'fill':
			return `the empty entry ${parent.entryId} filled from ${file}`;
		case 'replace':
			return `the content of entry ${parent.entryId} fetched again from ${file}`;
		case 'keep':
			return `the entry ${parent.entryId} as it is`;
	}
}

function written(entries: readonly PlannedEntry[]): number {
	return entries.filter((entry) => entry.do !== 'keep').length;
}

function labels(captions: ReadonlyArray<{ label: string }>): string {
	return captions.map(({ label }) => label).join(', ');
}
