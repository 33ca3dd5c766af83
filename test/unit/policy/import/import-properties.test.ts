import fc from 'fast-check';

import type { ExistingEntry } from '../../../../lib/policy/import/existing-entries';
import {
	planImport,
	type Existing,
	type ImportPlan,
	type ImportSettings,
} from '../../../../lib/policy/import/import-plan';
import { sortFiles } from '../../../../lib/policy/import/files';
import { chooseParent, outranks } from '../../../../lib/policy/import/parent';
import { fileTag, parentReference } from '../../../../lib/policy/import/references';
import type { Recording, RecordingFile } from '../../../../lib/policy/recording';
import { schedules } from '../../../schedules';

import { NOW, planInput, recordingOf, segment, SETTINGS } from './import-facts';

// A Kaltura that does what a plan says, and is killed now and then in the middle of it. Whatever arrives in whatever order,
// the end is the same: every wanted file once (I1), the second run writes nothing (I6), every file has a reason (I7).

const STARTS = ['2026-03-02T09:00:00Z', '2026-03-02T10:00:00Z', '2026-03-02T11:00:00Z'];
const SHAPES: Array<[string, string, string]> = [
	['MP4', 'shared_screen_with_speaker_view', 'mp4'],
	['MP4', 'gallery_view', 'mp4'],
	['MP4', 'active_speaker', 'mp4'],
	['MP4', 'hologram', 'mp4'],
	['M4A', 'audio_only', 'm4a'],
	['TRANSCRIPT', 'audio_transcript', 'vtt'],
	['CC', 'closed_caption', 'vtt'],
	['CC', 'closed_caption', 'vtt'],
	['CHAT', 'chat_file', 'txt'],
	['CSV', 'poll', 'csv'],
	['CSV', 'poll', 'csv'],
	['JPG', 'thumbnail', 'jpg'],
	['HOLO', '', 'bin'],
];

/** A subset of the file shapes for each of up to three segments. */
const recordings = fc.array(fc.subarray(SHAPES, { minLength: 1 }), { minLength: 1, maxLength: 3 }).map((segments) =>
	recordingOf(
		segments.map((shapes, index) =>
			segment(
				STARTS[index]!,
				...shapes.map(([fileType, recordingType, extension], number): RecordingFile => ({
					id: `s${index}-f${number}-${fileType.toLowerCase()}`,
					fileType,
					recordingType,
					extension,
					sizeBytes: 1000,
					status: 'completed',
				})),
			),
		),
	),
);

const settings = fc
	.record({
		audio: fc.constantFrom('always', 'never', 'whenNoVideo'),
		layouts: fc.constantFrom('multiStream', 'separateEntries'),
		polls: fc.boolean(),
		chat: fc.boolean(),
		otherFiles: fc.boolean(),
	})
	.map(({ audio, layouts, ...files }): ImportSettings => ({
		...SETTINGS,
		layouts,
		files: { ...SETTINGS.files, audio, ...files },
	}));

/** What Zoom shows at some moment: some of the files, some of them still processing. */
const glimpses = fc.array(
	fc.record({
		shown: fc.double({ min: 0, max: 1, noNaN: true }),
		processing: fc.double({ min: 0, max: 0.4, noNaN: true }),
		kill: fc.option(fc.nat(8)),
		salt: fc.nat(),
	}),
	{ maxLength: 6 },
);

function glimpse(
	recording: Recording,
	{ shown, processing, salt }: { shown: number; processing: number; salt: number },
): Recording {
	const dice = (id: string, share: number, extra: number) => {
		let hash = salt + extra;
		for (const character of id) hash = (hash * 31 + character.charCodeAt(0)) >>> 0;
		return (hash % 1000) / 1000 < share;
	};
	const segments = recording.segments
		.map((one) => ({
			...one,
			files: one.files
				.filter(({ id }) => dice(id, shown, 1))
				.map((file) => (dice(file.id, processing, 2) ? { ...file, status: 'processing' } : file)),
		}))
		.filter(({ files }) => files.length > 0);
	return { ...recording, segments };
}

class ModelKaltura {
	readonly existing: Existing = { entries: [], captions: [], attachments: [], goneEntryIds: [] };
	private count = 0;

	/** @param steps how many writes happen before the run is killed */
	carryOut(plan: ImportPlan, steps = Number.POSITIVE_INFINITY): void {
		let left = steps;
		const write = (action: () => void) => {
			if (left-- > 0) action();
		};
		const add = (entry: ImportPlan['segments'][number]['parent'], parentEntryId: string | null) => {
			write(() => {
				const made: ExistingEntry = {
					id: `0_${String(this.count++).padStart(4, '0')}`,
					referenceId: entry.referenceId,
					status: '7',
					createdAt: NOW - 3600 + this.count,
					parentEntryId,
					adminTags: entry.fields!.adminTags.split(','),
					recycled: false,
					replacement: 'none',
					blockAutoTranscript: entry.fields!.blockAutoTranscript ?? false,
					name: entry.fields!.name,
				};
				this.existing.entries.push(made);
				entry.entryId = made.id;
			});
		};
		const madeWay = plan.superseded.filter(({ by }) => by !== null).map(({ entryId }) => entryId);
		for (const id of [...plan.leftovers, ...madeWay]) {
			write(() => (this.existing.entries = this.existing.entries.filter((entry) => entry.id !== id)));
		}
		for (const part of plan.segments) {
			if (part.parent.do === 'create') add(part.parent, null);
			for (const stream of part.streams)
				if (stream.do === 'create') add(stream, stream.role === 'stream' ? part.parent.entryId : null);
		}
		for (const { parent, streams, captions, attachments } of plan.segments) {
			if (!parent.entryId) continue;
			const entryId = parent.entryId;
			for (const { file, label, isDefault } of captions) {
				write(() =>
					this.existing.captions.push({
						id: `c${this.count++}`,
						entryId,
						label,
						source: '1',
						isDefault,
						createdAt: NOW,
						status: 2,
						tags: fileTag(file.id),
					}),
				);
			}
			for (const { file, filename } of attachments) {
				const asset = { entryId, filename, createdAt: NOW, status: 2, tags: fileTag(file.id) };
				write(() => this.existing.attachments.push({ id: `a${this.count++}`, ...asset }));
			}
			for (const entry of [...streams, parent]) {
				if (!entry.entryId) continue;
				const there = this.existing.entries.find(({ id }) => id === entry.entryId)!;
				if (entry.rename !== undefined) write(() => (there.name = entry.rename!));
				if (entry.do === 'keep') continue;
				write(() => (there.status = '2'));
				const { insteadOf, file } = entry;
				if (insteadOf) {
					// After the content, as the run does it.
					write(() => {
						there.adminTags = [...there.adminTags.filter((tag) => tag !== fileTag(insteadOf.id)), fileTag(file!.id)];
					});
				}
			}
		}
	}
}

/** The best one leads, or one that is as good: layouts that nobody knows are all alike. */
function isLedBy({ adminTags }: ExistingEntry, best: RecordingFile, files: readonly RecordingFile[]): boolean {
	const leading = files.find(({ id }) => adminTags.includes(fileTag(id)));
	return leading !== undefined && !outranks(best, leading);
}

const plan = (recording: Recording, chosen: ImportSettings, { existing }: ModelKaltura) =>
	planImport(planInput(recording, existing, { settings: chosen, takeOverSeconds: 0 }));

test('any order of arrivals, with kills in between, ends complete, once, and quiet', () => {
	fc.assert(
		fc.property(recordings, settings, glimpses, (recording, chosen, moments) => {
			const kaltura = new ModelKaltura();
			for (const moment of moments) {
				const seen = glimpse(recording, moment);
				const made = plan(seen, chosen, kaltura);
				// No layout is chosen to lead while another one is still in work.
				const inWork = seen.segments.some(({ files }) =>
					files.some(({ fileType, status }) => fileType === 'MP4' && status === 'processing'),
				);
				if (inWork) expect(made).toMatchObject({ kind: 'wait', segments: [], leftovers: [], superseded: [] });
				kaltura.carryOut(made, moment.kill ?? undefined);
			}
			for (let round = 0; round < 3; round++) kaltura.carryOut(plan(recording, chosen, kaltura));

			const last = plan(recording, chosen, kaltura);
			expect(last.kind).toBe('nothing');
			const files = recording.segments.flatMap((one) => one.files);
			expect(last.decided.map(({ file }) => file.id).toSorted()).toEqual(files.map(({ id }) => id).toSorted());
			expect(
				last.decided
					.map(({ outcome: { status } }) => status)
					.filter((status) => status !== 'already-imported' && status !== 'skipped' && status !== 'waiting'),
			).toEqual([]);

			// As if everything had come at once: the best layout leads, and a segment with video has no audio entry.
			const leads = kaltura.existing.entries.filter(({ parentEntryId }) => !parentEntryId);
			if (chosen.layouts === 'multiStream') {
				for (const { startedAt, files: some } of recording.segments) {
					const sorted = sortFiles({ startedAt, endedAt: startedAt, files: some }, chosen.files);
					const best = chooseParent(sorted.videos, sorted.audios)?.parent;
					const lead = leads.find(
						({ referenceId }) => referenceId === parentReference(recording.meetingUuid, startedAt),
					);
					if (best && lead) expect(isLedBy(lead, best, some)).toBe(true);
				}
			}

			const references = kaltura.existing.entries.map(({ referenceId }) => referenceId);
			expect(new Set(references).size).toBe(references.length);
			expect(kaltura.existing.entries.filter(({ status }) => status !== '2')).toEqual([]);
			const tracks = kaltura.existing.captions.map(({ entryId, label }) => `${entryId} ${label}`);
			expect(new Set(tracks).size).toBe(tracks.length);
			// Each text is the asset of its own file, whichever Zoom showed first.
			const there = new Set(kaltura.existing.entries.map(({ id }) => id));
			const sources = [...kaltura.existing.captions, ...kaltura.existing.attachments]
				.filter(({ entryId }) => there.has(entryId))
				.map(({ tags }) => tags);
			expect(new Set(sources).size).toBe(sources.length);
			const attached = kaltura.existing.attachments.map(({ entryId, filename }) => `${entryId} ${filename}`);
			expect(new Set(attached).size).toBe(attached.length);
		}),
		schedules(1000, 20_260_302),
	);
});
