import {
	type CorrectionEvent,
	decideRemoval,
	decideRename,
	DEFAULT_CORRECTIONS,
	type RemovalFacts,
	type RenameFacts,
	requestOf,
} from '../../../../lib/policy/import/corrections';

const NAMES: RenameFacts = {
	entryName: 'Chemistry',
	nameFromOldTopic: 'Chemistry',
	nameFromNewTopic: 'Chemistry II',
};
const GONE: RemovalFacts = { imported: true, byCleanup: 'no', inZoom: [] };
const event = (name: string, more: Partial<CorrectionEvent> = {}): CorrectionEvent => ({
	event: name,
	operator: 'ann@example.edu',
	...more,
});
const EVERYTHING = {
	followRename: true,
	whenTrashed: 'deleteEntry',
	whenDeleted: 'deleteEntry',
	recheckEditedMeetings: true,
	ignoredOperators: ['App@example.edu'],
} as const;

describe('late corrections', () => {
	test.each([
		['recording.renamed', 'nothing'],
		['recording.trashed', 'nothing'],
		['recording.deleted', 'nothing'],
		['recording.batch_trashed', 'nothing'],
		['recording.batch_deleted', 'nothing'],
		['recording.recovered', 'runAgain'],
		['recording.batch_recovered', 'runAgain'],
		['meeting.updated', 'nothing'],
		['webinar.updated', 'nothing'],
		['recording.registration_created', 'nothing'],
	])('by default %s does: %s', (name, action) => {
		expect(requestOf(event(name, { topic: 'Chemistry II' }), DEFAULT_CORRECTIONS).do).toBe(action);
	});

	test.each<[string, Partial<RenameFacts>, string]>([
		['the entry follows the rename', {}, 'renameEntry'],
		['the entry has the name already', { entryName: 'Chemistry II' }, 'nothing'],
		['a name given in Kaltura is kept', { entryName: 'My best lecture' }, 'nothing'],
		['nobody knows what the import called it', { nameFromOldTopic: null }, 'nothing'],
	])('rename: %s', (_, facts, action) => {
		const renamed = event('recording.renamed', { topic: 'Chemistry II' });
		expect(requestOf(renamed, EVERYTHING)).toEqual({ do: 'askNames' });
		const answer = decideRename(renamed, { ...NAMES, ...facts });
		expect(answer.do).toBe(action);
		if (answer.do === 'renameEntry') expect(answer.name).toBe('Chemistry II');
	});

	test.each(['recording.trashed', 'recording.deleted', 'recording.batch_trashed', 'recording.batch_deleted'])(
		'%s deletes in Kaltura only when asked, by a person, and never after our own cleanup',
		(name) => {
			expect(requestOf(event(name), EVERYTHING)).toEqual({ do: 'askRemoval' });
			expect(requestOf(event(name), DEFAULT_CORRECTIONS).do).toBe('nothing');
			expect(requestOf(event(name, { operator: null }), EVERYTHING).do).toBe('nothing');
			expect(requestOf(event(name, { operator: 'app@EXAMPLE.edu' }), EVERYTHING).do).toBe('nothing');
			expect(decideRemoval(event(name), GONE)).toEqual({ do: 'deleteEntry', files: null });
			for (const facts of [
				{ byCleanup: 'yes' },
				{ byCleanup: 'unknown' },
				{ imported: false },
				{ inZoom: null },
				{ inZoom: ['f1'] },
			] as const) {
				expect(decideRemoval(event(name), { ...GONE, ...facts }).do).toBe('nothing');
			}
		},
	);

	test('the two settings are independent', () => {
		const onlyDeleted = { ...DEFAULT_CORRECTIONS, whenDeleted: 'deleteEntry' } as const;
		expect(requestOf(event('recording.trashed'), onlyDeleted).do).toBe('nothing');
		expect(requestOf(event('recording.deleted'), onlyDeleted).do).toBe('askRemoval');
	});

	test.each<[string, Partial<CorrectionEvent>, string[], readonly string[] | null | 'nothing']>([
		['a single file that was deleted concerns that file only', { fileIds: ['f1'] }, [], ['f1']],
		['a file that the event lists went, the others are still there', { listedFileIds: ['f1'] }, ['f2'], ['f1']],
		['a recording that went as a whole', { listedFileIds: ['f1', 'f2'] }, [], null],
		['a recording that is there again', { listedFileIds: ['f1', 'f2'] }, ['f1', 'f2'], 'nothing'],
		['a single file that is there again', { fileIds: ['f1'] }, ['f1', 'f2'], 'nothing'],
	])('%s', (_, more, inZoom, files) => {
		const answer = decideRemoval(event('recording.trashed', more), { ...GONE, inZoom });
		expect(answer.do === 'deleteEntry' ? answer.files : answer.do).toEqual(files);
	});

	test.each([
		[['tracking_fields', 'topic'], 'runAgain'],
		[['topic'], 'nothing'],
		[undefined, 'runAgain'],
	])('an edited meeting with the changed fields %p: %s', (changedFields, action) => {
		expect(requestOf(event('meeting.updated', changedFields ? { changedFields } : {}), EVERYTHING).do).toBe(action);
	});

	test('W27 what is left alone says why', () => {
		const answer = decideRemoval(event('recording.trashed'), { ...GONE, byCleanup: 'yes' });
		expect(answer).toMatchObject({
			outcome: {
				reason: 'correction-ignored',
				message:
					'The recording was moved to the trash in Zoom by the cleanup, after its copy in Kaltura was proven; the entry in Kaltura stays as it is.',
			},
		});
	});
});
