/**
 * What an outcome tells people to do is true: what says that nothing needs doing is really tried again, and a setting that is
 * named is there and does what is said.
 */
import type { INodeProperties } from 'n8n-workflow';

import { planImport, type ImportSettings, type PlanInput } from '../../../lib/policy/import/import-plan';
import { skipByItself, type SelectionSettings } from '../../../lib/policy/import/selection';
import { outcome, REASONS, type ReasonCode } from '../../../lib/policy/outcomes';
import { decideOwner, ownerCandidate, type HostFact, type OwnerSettings } from '../../../lib/policy/owner/owner';
import type { Recording } from '../../../lib/policy/recording';
import { planRetries } from '../../../lib/policy/retry/retry';
import { importFields } from '../../../nodes/KalturaMedia/operations/recording/import-form';
import { resolveFields } from '../../../nodes/OwnerResolver/fields';
import * as facts from './import/import-facts';

const { FIRST, SECOND, recordingOf, segment, parentEntry, planInput, SETTINGS } = facts;
const NOW = Date.parse('2026-11-20T14:00:00Z');
const DAY = 86_400_000;

/** Reasons that are met by files, never by a recording as a whole, or by rows that only other workflows read. */
const codes = Object.keys(REASONS) as ReasonCode[];
/** Any details: only status, next step and whether it is tried again are looked at. */
const told = (code: ReasonCode) => outcome(code, new Proxy({}, { get: () => ['x'] }) as never);

describe('who is told that nothing needs doing', () => {
	const promising = codes.filter((code) => /^Nothing to do( now)?:/.test(told(code).nextStep));

	test('there are such reasons', () => expect(promising.length).toBeGreaterThan(8));

	test.each(promising)('%s: the retry loop takes it up by itself', (code) => {
		const { status, message, retryable } = told(code);
		const row = { account: 'a', meetingUuid: 'u', status, reason: code, message, retryable, lastAttemptAt: NOW - DAY };
		const settings = { now: NOW, maximumAttempts: 8, firstDelayMinutes: 15, longestDelayHours: 12, perRun: 50 };
		expect(planRetries([row], [], settings)).toEqual([{ do: 'retry', attempts: 0 }]);
	});
});

test('what is retried by itself does not ask a person to run it again', () => {
	const asking = codes.filter(
		(code) => told(code).retryable && /\b(run|import) the recording again\b/i.test(told(code).nextStep),
	);
	expect(asking).toEqual([]);
});

/** Labels of the two forms, as people see them. */
const labels = (fields: readonly INodeProperties[]): string[] =>
	fields.flatMap((field) => [
		field.displayName,
		...(field.type === 'collection' ? labels(field.options as INodeProperties[]) : []),
		...(field.type === 'options' ? (field.options ?? []).map(({ name }) => name) : []),
	]);
const LABELS = new Set([...labels(importFields), ...labels(resolveFields)]);

/** Settings that a next step names, what they are set to, and how the same recording ends before and after. */
const importing: Array<{
	code: ReasonCode;
	names: string[];
	set: object;
	recording?: Recording;
	existing?: Partial<PlanInput['existing']>;
	settings?: object;
}> = [
	{
		code: 'audio-beside-video',
		names: ['Audio', 'Always'],
		set: { files: { ...SETTINGS.files, audio: 'always' } },
		recording: recordingOf([segment(FIRST, facts.SCREEN, facts.AUDIO)]),
	},
	{
		code: 'file-type-unknown',
		names: ['Other Files'],
		set: { files: { ...SETTINGS.files, otherFiles: true } },
		recording: recordingOf([
			segment(FIRST, facts.SCREEN, { ...facts.CHAT, fileType: 'HOLO', recordingType: '', extension: 'x' }),
		]),
	},
	{
		code: 'file-not-wanted',
		names: [],
		set: { files: { ...SETTINGS.files, polls: true } },
		recording: recordingOf([segment(FIRST, facts.SCREEN, facts.POLL)]),
	},
	{
		code: 'nothing-to-attach-to',
		names: ['Audio', 'When There Is No Video'],
		set: { files: { ...SETTINGS.files, audio: 'whenNoVideo' } },
		settings: { files: { ...SETTINGS.files, audio: 'never' } },
		recording: recordingOf([segment(FIRST, facts.AUDIO, facts.TRANSCRIPT)]),
	},
	{
		code: 'file-deleted-in-kaltura',
		names: ['Deleted Entries', 'Import Again'],
		set: { deletedEntries: 'importAgain' },
		recording: recordingOf([segment(FIRST, facts.SCREEN, facts.CHAT)]),
		existing: { entries: [parentEntry('0_a', { adminTags: ['zoomfile-f-screen', 'zoomadded-f-chat'] })] },
	},
	{
		code: 'import-failed-in-kaltura',
		names: ['Failed Entries', 'Import Again'],
		set: { failedEntries: 'importAgain' },
		existing: { entries: [parentEntry('0_a', { status: '-2' })] },
	},
	{
		code: 'import-failed-in-kaltura',
		names: ['Most Tries'],
		set: { failedTries: 9 },
		settings: { failedEntries: 'importAgain', failedTries: 1 },
		existing: { entries: [parentEntry('0_a', { status: '-2', adminTags: ['zoomfile-f-screen', 'zoomtry-1-1'] })] },
	},
	{
		code: 'asset-failed-in-kaltura',
		names: ['Failed Entries', 'Import Again'],
		set: { failedEntries: 'importAgain' },
		recording: recordingOf([segment(FIRST, facts.SCREEN, facts.TRANSCRIPT)]),
		existing: { entries: [parentEntry('0_a')], captions: [facts.captionOf('1_c', '0_a', { status: -1 })] },
	},
];

test.each(importing)(
	'$code names a setting of Import that changes how it ends',
	({ code, names, set, recording, existing, settings }) => {
		for (const name of names) {
			expect(told(code).nextStep).toContain(name);
			expect([name, LABELS.has(name)]).toEqual([name, true]);
		}
		const one = recording ?? recordingOf([segment(FIRST, facts.SCREEN)]);
		const reasonsWith = (chosen: object) => {
			const all = { ...SETTINGS, ...settings, ...chosen } as ImportSettings;
			return planImport(planInput(one, existing, { settings: all })).decided.map((each) => each.outcome.reason);
		};
		expect(reasonsWith({})).toContain(code);
		expect(reasonsWith(set)).not.toContain(code);
	},
);

const SELECTION: SelectionSettings = {
	meetings: true,
	webinars: true,
	excludedHosts: [],
	topicMustMatch: '',
	topicMustNotMatch: '',
	minimumSeconds: 0,
	personalNotes: false,
	trackingField: { mode: 'ignore', field: '' },
};
const LECTURE = recordingOf([segment(FIRST, facts.SCREEN), segment(SECOND, facts.GALLERY)]);

test.each<[ReasonCode, string[], Partial<SelectionSettings>, Partial<SelectionSettings>, Partial<Recording>]>([
	['meetings-off', ['Upload Meeting Recordings'], { meetings: false }, { meetings: true }, {}],
	['webinars-off', ['Upload Webinar Recordings'], { webinars: false }, { webinars: true }, { type: 5 }],
	['personal-notes', ['Personal Notes'], {}, { personalNotes: true }, { type: 96 }],
	['too-short', ['Minimum Duration (Minutes)'], { minimumSeconds: 90_000 }, { minimumSeconds: 0 }, {}],
	['topic-excluded', ['Topic Must Not Match'], { topicMustNotMatch: 'algebra' }, { topicMustNotMatch: '' }, {}],
	['topic-not-included', ['Topic Must Match'], { topicMustMatch: 'botany' }, { topicMustMatch: '' }, {}],
])('%s names a setting of Owner Resolver that lets the recording pass', (code, names, before, after, more) => {
	const recording = { ...LECTURE, ...more };
	expect(skipByItself(recording, { ...SELECTION, ...before })?.reason).toBe(code);
	expect(skipByItself(recording, { ...SELECTION, ...before, ...after })).toBeNull();
	for (const name of names) {
		expect(LABELS.has(name)).toBe(true);
		expect(told(code).nextStep).toContain(name.replace(' (Minutes)', ''));
	}
});

const OWNER: OwnerSettings = {
	basedOn: 'zoomUser',
	postfixMode: 'doNotModify',
	postfix: '',
	secondLookup: 'email',
	noMatch: 'skip',
	defaultUserId: 'zoom.default',
	hostLeft: 'skip',
};
const ANN: HostFact = {
	state: 'known',
	id: 'z',
	email: 'ann@example.edu',
	cmsUserId: null,
	firstName: 'Ann',
	lastName: 'Lee',
};
const LEFT: HostFact = { state: 'left', id: 'z', email: 'ann@example.edu' };

test.each<[ReasonCode, HostFact, string[], Partial<OwnerSettings>, Partial<OwnerSettings>]>([
	['no-owner', ANN, ['Use Default User'], {}, { noMatch: 'defaultUser' }],
	['no-owner', ANN, ['Create New User'], {}, { noMatch: 'createUser' }],
	['host-left-zoom', LEFT, ['If the Host Left Zoom'], {}, { hostLeft: 'defaultUser' }],
	[
		'host-left-needs-owner',
		LEFT,
		['If the Host Left Zoom'],
		{ hostLeft: 'needsAttention' },
		{ hostLeft: 'defaultUser' },
	],
])('%s names a setting of Owner Resolver that gives it an owner', (code, host, names, before, after) => {
	const decide = (settings: OwnerSettings) =>
		decideOwner(host, ownerCandidate(host, settings), { byId: null, bySecond: [] }, settings);
	expect(decide({ ...OWNER, ...before })).toMatchObject({ do: 'stop', outcome: { reason: code } });
	expect(decide({ ...OWNER, ...before, ...after }).do).not.toBe('stop');
	for (const name of names) {
		expect(told(code).nextStep).toContain(name);
		expect([...LABELS].some((label) => label.startsWith(name))).toBe(true);
	}
});
