import fc from 'fast-check';

import { planCleanup, type CleanupSettings, type DatedProof } from '../../../../lib/policy/cleanup/cleanup';
import { recordingKey } from '../../../../lib/policy/cleanup/table-rows';
import { planImport, type Existing, type ImportPlan } from '../../../../lib/policy/import/import-plan';
import { fileTag } from '../../../../lib/policy/import/references';
import { prove, type ProofSettings, type ProvableEntry } from '../../../../lib/policy/proof/proof';
import type { Recording, RecordingFile } from '../../../../lib/policy/recording';
import { changeSince } from '../../../../lib/policy/cleanup/recording-changes';
import { schedules as seeded } from '../../../schedules';

import { planInput, recordingOf, segment, SETTINGS } from '../import/import-facts';

// Both sides as small models. Zoom records, edits and lets files arrive late; Kaltura imports what the plan says, converts,
// fails, is cut, replaced and emptied by people; runs are killed anywhere; cleanup runs at random moments, with anything
// happening between its steps. Every version of every file has a size of its own, so what Kaltura holds is known exactly.
// I2: whenever a file is trashed, Kaltura holds precisely these bytes, ready and whole, or it is covered by a segment of
// which this holds.

const DAY = 86_400_000;
const LENGTH_MS = 45 * 60_000;
const FIRST = Date.parse('2026-03-02T09:00:00Z');
const STARTS = ['2026-03-02T09:00:00Z', '2026-03-02T10:00:00Z'];
const SHAPES: Array<[string, string, string]> = [
	['MP4', 'shared_screen_with_speaker_view', 'mp4'],
	['MP4', 'gallery_view', 'mp4'],
	['M4A', 'audio_only', 'm4a'],
	['TRANSCRIPT', 'audio_transcript', 'vtt'],
	['CHAT', 'chat_file', 'txt'],
	['TIMELINE', 'timeline', 'json'],
	['JPG', 'thumbnail', 'jpg'],
	['HOLO', '', 'bin'],
];

type Step =
	| { do: 'arrive'; file: number; processing: boolean }
	| { do: 'finish' }
	| { do: 'edit'; file: number }
	| { do: 'ingest'; killAfter: number | null }
	| { do: 'convert' }
	| { do: 'kaltura'; what: 'cut' | 'delete' | 'dropSource' | 'fail' | 'recycle' | 'replace' | 'unready'; entry: number }
	| { do: 'asset'; what: 'delete' | 'edit' | 'fail'; asset: number }
	| { do: 'days'; days: number }
	| { do: 'hold'; by: 'field' | 'host' | 'meeting' | 'member' | 'nobody' | 'rule' }
	| { do: 'cleanup'; killAfter: number | null; meanwhile: Step[]; during: Step[] };

const event: fc.Arbitrary<Step> = fc.oneof(
	{
		weight: 4,
		arbitrary: fc.record({ do: fc.constant('arrive' as const), file: fc.nat(15), processing: fc.boolean() }),
	},
	fc.record({ do: fc.constant('finish' as const) }),
	fc.record({ do: fc.constant('edit' as const), file: fc.nat(15) }),
	{
		weight: 4,
		arbitrary: fc.record({ do: fc.constant('ingest' as const), killAfter: fc.option(fc.nat(8), { freq: 3 }) }),
	},
	{ weight: 4, arbitrary: fc.record({ do: fc.constant('convert' as const) }) },
	fc.record({
		do: fc.constant('kaltura' as const),
		what: fc.constantFrom('cut', 'delete', 'dropSource', 'fail', 'recycle', 'replace', 'unready'),
		entry: fc.nat(7),
	}),
	fc.record({ do: fc.constant('asset' as const), what: fc.constantFrom('delete', 'edit', 'fail'), asset: fc.nat(7) }),
	{ weight: 3, arbitrary: fc.record({ do: fc.constant('days' as const), days: fc.integer({ min: 1, max: 40 }) }) },
);

const hold: fc.Arbitrary<Step> = fc.record({
	do: fc.constant('hold' as const),
	by: fc.constantFrom('field', 'host', 'meeting', 'member', 'nobody', 'nobody', 'rule'),
});

const step: fc.Arbitrary<Step> = fc.oneof(
	{ weight: 40, arbitrary: event },
	{ weight: 1, arbitrary: hold },
	{
		weight: 16,
		arbitrary: fc.record({
			do: fc.constant('cleanup' as const),
			killAfter: fc.option(fc.nat(6), { freq: 3 }),
			meanwhile: fc.array(event, { maxLength: 1 }),
			during: fc.array(event, { maxLength: 2 }),
		}),
	},
);

/** Usually all goes well at first, so that there is something to clean up. */
const schedules = fc.record({
	segments: fc.array(fc.subarray(SHAPES, { minLength: 1 }), { minLength: 1, maxLength: 2 }),
	start: fc.oneof(
		{ weight: 1, arbitrary: fc.constant<Step[]>([]) },
		{ weight: 1, arbitrary: fc.constant<Step[]>([{ do: 'ingest', killAfter: null }, { do: 'convert' }]) },
		{
			weight: 3,
			arbitrary: fc.constant<Step[]>([{ do: 'ingest', killAfter: null }, { do: 'convert' }, { do: 'days', days: 40 }]),
		},
	),
	steps: fc.array(step, { maxLength: 14 }),
});

interface Version {
	file: RecordingFile;
	segment: number;
}

/** What Kaltura really holds in an entry or asset; the rules never see this. */
type Truth = Map<string, number>;

class World {
	now = FIRST + DAY;
	readonly zoom = new Map<string, Version>();
	readonly trashed: string[] = [];
	entries: ProvableEntry[] = [];
	captions: Array<Existing['captions'][number] & { sizeBytes: number }> = [];
	attachments: Array<Existing['attachments'][number] & { sizeBytes: number }> = [];
	readonly holds: Truth = new Map();
	private readonly catalogue: Version[];
	private ledger: Record<string, unknown> | null = null;
	private notedAt = FIRST;
	private heldBy: Extract<Step, { do: 'hold' }>['by'] = 'nobody';
	/** Seconds by which cuts in Zoom have shortened a segment. */
	private readonly cut = STARTS.map(() => 0);
	private count = 0;
	private size = 1000;

	constructor(shapes: Array<Array<[string, string, string]>>) {
		this.catalogue = shapes.flatMap((files, index) =>
			files.map(([fileType, recordingType, extension], number) => ({
				segment: index,
				file: {
					id: `s${index}-f${number}-${fileType.toLowerCase()}`,
					fileType,
					recordingType,
					extension,
					sizeBytes: 0,
					status: 'completed',
				},
			})),
		);
		for (const one of this.catalogue) this.arrive(one, false);
	}

	get recording(): Recording {
		const segments = STARTS.map((start, index) => {
			const files = [...this.zoom.values()].filter((one) => one.segment === index).map(({ file }) => file);
			const endedAt = new Date(Date.parse(start) + LENGTH_MS - this.cut[index]! * 1000).toISOString();
			return { ...segment(start, ...files), endedAt };
		}).filter(({ files }) => files.length > 0);
		const files = [...this.zoom.values()].map(({ file }) => file);
		return recordingOf(segments, {
			complete: files.length > 0 && files.every(({ status }) => status === 'completed'),
			sizeBytes: files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
			trackingFields: { Hold: this.heldBy === 'field' ? 'court case' : 'no' },
		});
	}

	get facts() {
		const { entries, captions, attachments } = this;
		return { entries, captions, attachments, now: this.now / 1000 };
	}

	take(one: Step): void {
		switch (one.do) {
			case 'arrive':
				return this.arrive(this.catalogue[one.file % this.catalogue.length]!, one.processing);
			case 'finish':
				for (const [id, { file, ...rest }] of this.zoom) {
					if (file.status !== 'completed') {
						this.zoom.set(id, { ...rest, file: { ...file, status: 'completed', sizeBytes: this.size++ } });
					}
				}
				return;
			case 'edit': {
				const known = [...this.zoom][one.file % Math.max(1, this.zoom.size)];
				if (!known) return;
				this.zoom.set(known[0], { ...known[1], file: { ...known[1].file, sizeBytes: this.size++ } });
				this.cut[known[1].segment]! += 10;
				return;
			}
			case 'ingest':
				return this.ingest(one.killAfter ?? Number.POSITIVE_INFINITY);
			case 'convert':
				this.entries = this.entries.map((entry) => (entry.status === '0' ? this.converted(entry) : entry));
				return;
			case 'kaltura':
				return this.changeEntry(one.what, one.entry);
			case 'asset':
				return this.changeAsset(one.what, one.asset);
			case 'days':
				this.now += one.days * DAY;
				return;
			case 'hold':
				this.heldBy = one.by;
				return;
			case 'cleanup':
				return this.cleanUp(one);
		}
	}

	private arrive({ file, segment: index }: Version, processing: boolean): void {
		const status = processing ? 'processing' : 'completed';
		if (this.zoom.has(file.id)) return;
		this.zoom.set(file.id, { segment: index, file: { ...file, status, sizeBytes: processing ? 0 : this.size++ } });
	}

	private ingest(steps: number): void {
		const { recording } = this;
		const existing: Existing = { ...this.facts, entries: [...this.entries], goneEntryIds: [] };
		const plan = planImport(planInput(recording, existing, { now: this.now / 1000, takeOverSeconds: 0 }));
		if (!this.carryOut(plan, steps)) return;
		const files = [...this.zoom.values()];
		const createdAt = (this.ledger?.createdAt as string | undefined) ?? new Date(this.now).toISOString();
		this.ledger = {
			status: plan.kind === 'wait' ? 'waiting' : 'imported',
			files: files.length,
			sizeBytes: recording.sizeBytes,
			createdAt,
			lastAttemptAt: new Date(this.now).toISOString(),
		};
		this.notedAt = this.now;
	}

	/** @returns false when the run was killed before its end */
	private carryOut(plan: ImportPlan, steps: number): boolean {
		let left = steps;
		const write = (action: () => void) => {
			if (left-- > 0) action();
		};
		const createdAt = this.now / 1000;
		const tags = (file: RecordingFile) => ({ tags: fileTag(file.id) });
		const add = (entry: ImportPlan['segments'][number]['parent'], parentEntryId: string | null) =>
			write(() => {
				const made: ProvableEntry = {
					id: `0_${String(this.count++).padStart(4, '0')}`,
					referenceId: entry.referenceId,
					status: '7',
					createdAt: createdAt + this.count,
					parentEntryId,
					adminTags: entry.fields!.adminTags.split(','),
					recycled: false,
					replacement: 'none',
					blockAutoTranscript: false,
					durationMs: 0,
					edited: false,
					source: null,
				};
				this.entries = [...this.entries, made];
				entry.entryId = made.id;
			});
		for (const id of plan.leftovers) write(() => (this.entries = this.entries.filter((entry) => entry.id !== id)));
		for (const { parent, streams } of plan.segments) {
			if (parent.do === 'create') add(parent, null);
			for (const stream of streams) if (stream.do === 'create') add(stream, parent.entryId);
		}
		for (const { parent, streams, captions, attachments } of plan.segments) {
			const { entryId } = parent;
			if (!entryId) continue;
			for (const { label, isDefault, file } of captions) {
				write(() => {
					const asset = { id: `c${this.count++}`, entryId, createdAt, status: 2, sizeBytes: file.sizeBytes };
					this.captions = [...this.captions, { ...asset, ...tags(file), label, source: '1', isDefault }];
					this.holds.set(asset.id, file.sizeBytes);
				});
			}
			for (const { filename, file } of attachments) {
				write(() => {
					const asset = { id: `a${this.count++}`, entryId, createdAt, status: 2, sizeBytes: file.sizeBytes };
					this.attachments = [...this.attachments, { ...asset, ...tags(file), filename }];
					this.holds.set(asset.id, file.sizeBytes);
				});
			}
			for (const entry of [...streams, parent]) {
				if (entry.do === 'keep' || !entry.entryId || !entry.file) continue;
				const { sizeBytes } = entry.file;
				write(() => {
					this.holds.set(entry.entryId!, sizeBytes);
					this.changeOne(entry.entryId!, { status: '0' });
				});
			}
		}
		return left >= 0;
	}

	private converted(entry: ProvableEntry): ProvableEntry {
		const sizeBytes = this.holds.get(entry.id)!;
		if (entry.edited) return { ...entry, status: '2' };
		return { ...entry, status: '2', durationMs: LENGTH_MS, source: { ready: true, sizeBytes } };
	}

	private changeOne(id: string, change: Partial<ProvableEntry>): void {
		this.entries = this.entries.map((entry) => (entry.id === id ? { ...entry, ...change } : entry));
	}

	private changeEntry(what: Extract<Step, { do: 'kaltura' }>['what'], index: number): void {
		const entry = this.entries[index % Math.max(1, this.entries.length)];
		if (!entry || entry.status === '7') return;
		const bytes = this.size++;
		switch (what) {
			case 'delete':
				this.entries = this.entries.filter(({ id }) => id !== entry.id);
				this.holds.delete(entry.id);
				return;
			case 'recycle':
				this.holds.delete(entry.id);
				return this.changeOne(entry.id, { recycled: true });
			case 'fail':
				this.holds.delete(entry.id);
				return this.changeOne(entry.id, { status: '-1', source: null });
			case 'unready':
				return this.changeOne(entry.id, { status: '1' });
			case 'cut':
				this.holds.set(entry.id, bytes);
				return this.changeOne(entry.id, { edited: true, source: null, durationMs: LENGTH_MS - 500 });
			case 'replace':
				this.holds.set(entry.id, bytes);
				return this.changeOne(entry.id, { source: { ready: true, sizeBytes: bytes }, durationMs: LENGTH_MS / 3 });
			case 'dropSource':
				// A profile that keeps no source: what is left to compare is the duration.
				return this.changeOne(entry.id, { source: null });
		}
	}

	private changeAsset(what: 'delete' | 'edit' | 'fail', index: number): void {
		const all = [...this.captions, ...this.attachments];
		const asset = all[index % Math.max(1, all.length)];
		if (!asset) return;
		const bytes = this.size++;
		const change = <Asset extends { id: string; sizeBytes: number; status: number }>(list: Asset[]): Asset[] =>
			list
				.filter(({ id }) => what !== 'delete' || id !== asset.id)
				.map((one) =>
					one.id !== asset.id ? one : what === 'edit' ? { ...one, sizeBytes: bytes } : { ...one, status: -1 },
				);
		this.captions = change(this.captions);
		this.attachments = change(this.attachments);
		if (what === 'edit') this.holds.set(asset.id, bytes);
		else this.holds.delete(asset.id);
	}

	/** As the template: verify, plan, verify again, read again, trash file by file. */
	private cleanUp({ killAfter, meanwhile, during }: Extract<Step, { do: 'cleanup' }>): void {
		const seen = this.recording;
		if (seen.segments.length === 0) return;
		const row = { ...this.ledger, keepInZoom: this.heldBy === 'rule' ? 'Archive' : '' };
		const rows = new Map(this.ledger ? [[recordingKey(seen.accountId, seen.meetingUuid), [row]]] : []);
		const { heldBy, notedAt } = this;
		for (const one of meanwhile) this.take(one);
		const proof = this.proofOf(seen);
		const [planned] = planCleanup(
			[{ recording: seen, proof }],
			{ ledger: rows, removals: new Map() },
			{
				...CLEANUP,
				heldHosts: heldBy === 'host' ? [' ANN@example.edu'] : [],
				heldMeetings: heldBy === 'meeting' ? ['987 6543 2101'] : [],
				heldMembers: new Map(heldBy === 'member' ? [['host1', 'Law']] : []),
			},
			this.now,
		);
		const plannedAt = this.now;
		// Held against what Kaltura holds when it was asked: nobody can know what happens later.
		const truth = new Map(this.holds);
		const ready = new Set(
			this.entries.filter(({ status, recycled }) => status === '2' && !recycled).map(({ id }) => id),
		);
		for (const one of during) this.take(one);
		if (planned!.decision !== 'trash' || changeSince(seen, this.recording) !== null) return;
		for (const id of planned!.fileIds.slice(0, killAfter ?? Number.POSITIVE_INFINITY)) {
			this.assertSafe(id, seen, proof, truth, ready);
			expect(heldBy).toBe('nobody');
			expect(plannedAt - notedAt).toBeGreaterThanOrEqual(CLEANUP.retentionDays * DAY);
			this.zoom.delete(id);
			this.trashed.push(id);
		}
	}

	private proofOf(recording: Recording): DatedProof {
		const proof = prove(recording, { ...this.facts, impossible: {} }, PROOF);
		return { ...proof, verifiedAt: new Date(this.now).toISOString(), clockSkewSeconds: 0 };
	}

	/** Judged without any rule of ours: by what the model knows that Kaltura really holds. */
	private assertSafe(id: string, seen: Recording, proof: DatedProof, truth: Truth, ready: ReadonlySet<string>): void {
		const { file } = this.zoom.get(id)!;
		const evidence = proof.files.find((one) => one.id === id)!;
		const part = seen.segments.find(({ files }) => files.some((one) => one.id === id))!;
		if (evidence.reason === 'covered') {
			expect(['audio_only', 'timeline', 'thumbnail']).toContain(file.recordingType);
			const main =
				part.files.find(({ fileType }) => fileType === 'MP4') ?? part.files.find(({ fileType }) => fileType === 'M4A');
			expect([...truth.values()]).toContain(main!.sizeBytes);
			return;
		}
		const { entryId, assetId } = evidence.evidence as { entryId?: string; assetId?: string };
		expect(truth.get((assetId ?? entryId)!)).toBe(file.sizeBytes);
		if (entryId) expect(ready).toContain(entryId);
		expect(file.status).toBe('completed');
		expect(file.fileType).not.toBe('HOLO');
	}
}

const PROOF: ProofSettings = {
	files: SETTINGS.files,
	captions: SETTINGS.captions,
	editedCaptions: 'keepInZoom',
	impossibleTexts: 'holdBack',
};
const CLEANUP: CleanupSettings = {
	retentionDays: 30,
	maximumPerRun: 100,
	mostPercent: 100,
	heldHosts: [],
	heldMeetings: [],
	heldMembers: new Map(),
	holdField: 'hold',
	unknownHoldField: 'keep',
};

test('no schedule ever trashes an unproven file, one that is held, or one before its retention is over', () => {
	const seen = { schedules: 0, cleanups: 0, trashed: 0, wholeRecordings: 0 };
	fc.assert(
		fc.property(schedules, ({ segments, start, steps }) => {
			const world = new World(segments);
			for (const one of [...start, ...steps]) world.take(one);
			seen.schedules++;
			seen.cleanups += steps.filter((one) => one.do === 'cleanup').length;
			seen.trashed += world.trashed.length;
			if (world.trashed.length > 0 && world.zoom.size === 0) seen.wholeRecordings++;
		}),
		seeded(2000, 20_260_302),
	);
	// A property that never gets as far as the trash would prove nothing.
	expect(seen.schedules).toBeGreaterThanOrEqual(1000);
	expect(seen.trashed).toBeGreaterThan(500);
	expect(seen.wholeRecordings).toBeGreaterThan(40);
});
