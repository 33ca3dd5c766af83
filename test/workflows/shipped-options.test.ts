/**
 * Every option of Import can do something in the template as it is shipped: no default of another option disarms it. Each row
 * of the table changes one option of the shipped form and names a recording for which the change must show; a field that has
 * no row fails the first test.
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import type { INodeProperties } from 'n8n-workflow';

import { ParameterReader } from '../../lib/n8n/parameters';
import { RecordingImport } from '../../lib/pipeline/import/recording-import';
import { captionLanguage } from '../../lib/policy/import/captions';
import { planImport, type PlanInput } from '../../lib/policy/import/import-plan';
import type { Recording } from '../../lib/policy/recording';
import { importFields } from '../../nodes/KalturaMedia/operations/recording/import-form';
import { readImportSettings } from '../../nodes/KalturaMedia/operations/recording/import-settings';
import * as facts from '../unit/policy/import/import-facts';

const { FIRST, SECOND, recordingOf, segment, parentEntry, planInput } = facts;

const template = JSON.parse(readFileSync(resolve(__dirname, '../../workflows/ingest-recording.json'), 'utf8'));
const shippedNode = template.nodes.find(({ name }: { name: string }) => name === 'Import into Kaltura');
const list = (category: string) => ({ values: [{ category: { __rl: true, mode: 'path', value: category } }] });
/** As shipped, with what its expressions find once somebody has filled in Configuration. */
const SHIPPED: Record<string, any> = {
	...shippedNode.parameters,
	owner: 'ann',
	category: list('Zoom'),
	webinarCategory: list('Webinars'),
};

interface Case {
	/** Field, or collection and option. */
	option: string;
	value: unknown;
	recording?: Recording;
	existing?: Partial<PlanInput['existing']>;
	/** What a speaker says, for what is decided by the words. */
	words?: string;
	/** The option acts while a run is under way; that it reaches the run is shown here, what it does in the tests of the run. */
	ofTheRun?: true;
}

const LECTURE = recordingOf([segment(FIRST, facts.SCREEN, facts.GALLERY, facts.AUDIO, facts.TRANSCRIPT, facts.CC, facts.CHAT)]);
const MORE = recordingOf([
	segment(FIRST, facts.SCREEN, facts.POLL, facts.SUMMARY, facts.TIMELINE, facts.participant('f-p', 'Ann'), {
		...facts.CHAT,
		id: 'f-other',
		fileType: 'HOLOGRAM',
		recordingType: 'hologram',
		extension: 'holo',
	}),
]);
const UNFINISHED = recordingOf([segment(FIRST, facts.SCREEN), segment(SECOND, facts.processing(facts.GALLERY))]);
const corrected = () => ({
	entries: [parentEntry('0_a')],
	captions: [facts.captionOf('c', '0_a', { tags: 'zoombytes-900-900', sizeBytes: 900 })],
});
const failed = (...tags: string[]) => {
	const entry = parentEntry('0_a', { status: '-2' });
	return { entries: [{ ...entry, adminTags: [...entry.adminTags, ...tags] }] };
};

const CASES: Case[] = [
	{ option: 'owner', value: 'bob' },
	{ option: 'category', value: list('Elsewhere') },
	{ option: 'webinarCategory', value: list('Elsewhere'), recording: { ...LECTURE, kind: 'webinar', type: 5 } },
	{ option: 'zoomTranscription', value: false },
	{ option: 'transfer', value: 'throughN8n', ofTheRun: true },
	{ option: 'files.audio', value: 'always' },
	{ option: 'files.chat', value: false },
	{ option: 'files.closedCaptions', value: false },
	{ option: 'files.layouts', value: 'separateEntries' },
	{ option: 'files.otherFiles', value: true, recording: MORE },
	{ option: 'files.participantAudio', value: true, recording: MORE },
	{ option: 'files.polls', value: true, recording: MORE },
	{ option: 'files.summaries', value: true, recording: MORE },
	{ option: 'files.timeline', value: true, recording: MORE },
	{ option: 'entry.adminTags', value: 'lecture' },
	{ option: 'entry.conversionProfileId', value: '12' },
	{ option: 'entry.name', value: '{topic} {date}' },
	{ option: 'entry.tags', value: 'zoom' },
	{ option: 'entry.visibleUntil', value: '180 days' },
	{ option: 'captions.accuracy', value: 50, ofTheRun: true },
	{ option: 'captions.corrected', value: 'keep', existing: corrected() },
	{ option: 'captions.fallbackLanguage', value: 'German', words: 'Hm.' },
	{ option: 'captions.closedCaptionLabel', value: 'Live' },
	{ option: 'captions.transcriptLabel', value: 'Transcript' },
	{ option: 'captions.language', value: 'German', words: 'Today we speak about the quadratic equation and its roots.' },
	{ option: 'options.createMissingCategories', value: true, ofTheRun: true },
	{ option: 'options.deletedEntries', value: 'importAgain', existing: { goneEntryIds: ['0_a'] } },
	{ option: 'options.downloadTokenHours', value: 1, ofTheRun: true },
	{ option: 'options.earlierEntries', value: '0_a', ofTheRun: true },
	{ option: 'options.failedEntries', value: 'report', existing: failed() },
	{ option: 'options.failedTries', value: 9, existing: failed('zoomtry-3-1') },
	{ option: 'options.filesAtOnce', value: 8, ofTheRun: true },
	{ option: 'options.followTrackingFields', value: false },
	{ option: 'options.hash', value: 'md5', ofTheRun: true },
	{ option: 'options.idleTimeout', value: 5, ofTheRun: true },
	{ option: 'options.indexWait', value: 9, ofTheRun: true },
	{ option: 'options.nativeEntries', value: 'complete', existing: { entries: [facts.nativeParent('0_a')] } },
	{ option: 'options.takeOverAfter', value: 9, ofTheRun: true },
	{ option: 'options.timeLimit', value: 9, ofTheRun: true },
	{ option: 'options.transferMemory', value: 128, ofTheRun: true },
	{ option: 'options.waitDaysForFiles', value: 0, recording: UNFINISHED },
];

test('every field and every option of Import has its row', () => {
	const fields = importFields.flatMap((field) =>
		field.type === 'collection'
			? (field.options as INodeProperties[]).map(({ name }) => `${field.name}.${name}`)
			: field.name,
	);
	expect(CASES.map(({ option }) => option).toSorted()).toEqual(fields.toSorted());
});

test.each(CASES)('$option can have an effect as shipped', (one) => {
	const [collection, name] = one.option.split('.') as [string, string?];
	const value = name === undefined ? one.value : { ...SHIPPED[collection], [name]: one.value };
	expect(effect(one, { ...SHIPPED, [collection]: value })).not.toEqual(effect(one, SHIPPED));
});

/** What an import of the recording would do with these parameters; with `ofTheRun` what it is told. */
function effect({ recording = LECTURE, existing, words, ofTheRun }: Case, parameters: Record<string, unknown>): unknown {
	const context = { getNodeParameter: (name: string, _: number, fallback: unknown) => parameters[name] ?? fallback };
	// The node's expressions are filled in above, so nothing has to be evaluated.
	const shared = { get: (name: string, fallback: unknown) => parameters[name] ?? fallback };
	const reader = new ParameterReader(context as never, 0, shared as never);
	const { settings, run } = readImportSettings(reader);
	if (ofTheRun) return { settings, run };
	if (words !== undefined) return captionLanguage(`WEBVTT\n\n00:00.000 --> 00:09.000\n${words}`, settings.captions);
	const rights = { owner: run.owner, coEditors: [], coPublishers: [], coViewers: [] };
	const input = planInput(recording, existing, { settings, rights });
	const one = new RecordingImport(recording, settings, rights, []);
	one.replan({
		found: { entries: [], captions: [], attachments: [], impossible: new Map(), now: facts.NOW },
		gone: new Set(),
		takeOverSeconds: 60,
		clock: facts.NOW,
	});
	return { plan: planImport(input), asksForTrackingFields: one.needsTrackingFields };
}
