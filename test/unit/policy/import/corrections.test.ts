import {
	type CorrectionEvent,
	type CorrectionFacts,
	DEFAULT_CORRECTIONS,
	reactTo,
} from '../../../../lib/policy/import/corrections';

const IMPORTED: CorrectionFacts = {
	imported: true,
	entryName: 'Chemistry',
	nameFromOldTopic: 'Chemistry',
	nameFromNewTopic: 'Chemistry II',
	trashedByCleanup: false,
};
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
		expect(reactTo(event(name, { topic: 'Chemistry II' }), IMPORTED, DEFAULT_CORRECTIONS).do).toBe(action);
	});

	test.each<[string, Partial<CorrectionFacts>, string]>([
		['the entry follows the rename', {}, 'renameEntry'],
		['the entry has the name already', { entryName: 'Chemistry II' }, 'nothing'],
		['a name given in Kaltura is kept', { entryName: 'My best lecture' }, 'nothing'],
		['nobody knows what the import called it', { nameFromOldTopic: null }, 'nothing'],
		['nothing is imported yet', { imported: false, entryName: null }, 'nothing'],
	])('rename: %s', (_, facts, action) => {
		const answer = reactTo(
			event('recording.renamed', { topic: 'Chemistry II' }),
			{ ...IMPORTED, ...facts },
			EVERYTHING,
		);
		expect(answer.do).toBe(action);
		if (answer.do === 'renameEntry') expect(answer.name).toBe('Chemistry II');
	});

	test.each(['recording.trashed', 'recording.deleted', 'recording.batch_trashed', 'recording.batch_deleted'])(
		'%s deletes in Kaltura only when asked, by a person, and never after our own cleanup',
		(name) => {
			expect(reactTo(event(name), IMPORTED, EVERYTHING)).toEqual({ do: 'deleteEntry', files: null });
			expect(reactTo(event(name), IMPORTED, DEFAULT_CORRECTIONS).do).toBe('nothing');
			expect(reactTo(event(name), { ...IMPORTED, trashedByCleanup: true }, EVERYTHING).do).toBe('nothing');
			expect(reactTo(event(name), { ...IMPORTED, trashedByCleanup: null }, EVERYTHING).do).toBe('nothing');
			expect(reactTo(event(name, { operator: null }), IMPORTED, EVERYTHING).do).toBe('nothing');
			expect(reactTo(event(name), { ...IMPORTED, imported: false }, EVERYTHING).do).toBe('nothing');
		},
	);

	test('the two settings are independent', () => {
		const onlyDeleted = { ...DEFAULT_CORRECTIONS, whenDeleted: 'deleteEntry' } as const;
		expect(reactTo(event('recording.trashed'), IMPORTED, onlyDeleted).do).toBe('nothing');
		expect(reactTo(event('recording.deleted'), IMPORTED, onlyDeleted).do).toBe('deleteEntry');
	});

	test('a single file that was deleted concerns that file only', () => {
		expect(reactTo(event('recording.deleted', { fileIds: ['f1'] }), IMPORTED, EVERYTHING)).toEqual({
			do: 'deleteEntry',
			files: ['f1'],
		});
	});

	test.each([
		[['tracking_fields', 'topic'], 'runAgain'],
		[['topic'], 'nothing'],
		[undefined, 'runAgain'],
	])('an edited meeting with the changed fields %p: %s', (changedFields, action) => {
		expect(reactTo(event('meeting.updated', { changedFields }), IMPORTED, EVERYTHING).do).toBe(action);
	});

	test('W27 what is left alone says why', () => {
		const answer = reactTo(event('recording.trashed'), { ...IMPORTED, trashedByCleanup: true }, EVERYTHING);
		expect(answer).toMatchObject({
			outcome: {
				reason: 'correction-ignored',
				message:
					'The recording was moved to the trash in Zoom by the cleanup, after its copy in Kaltura was proven; the entry in Kaltura stays as it is.',
			},
		});
	});
});
