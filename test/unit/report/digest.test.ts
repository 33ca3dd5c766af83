import { digest, type DigestRows } from '../../../lib/report/digest';

const NOTHING: DigestRows = { open: [], failed: [], groups: [], people: [] };
const FAILED = { workflow: 'ingest live', node: 'Get', message: 'stopped' };
const OPEN = {
	meetingUuid: 'u==',
	topic: 'Lecture',
	hostEmail: 'ann',
	status: 'failed',
	message: 'Busy.',
	nextStep: 'Wait.',
};

test.each<[string, Partial<DigestRows>]>([
	['no rows', {}],
	['the one empty row that an empty table gives', { open: [{}], failed: [{}], groups: [{}], people: [{}] }],
	['changes of groups that went well', { groups: [{ ruleSet: 'directory', added: 'Staff' }] }],
	['people who are as their list wants', { people: [{ email: 'ann', outcome: 'changed' }] }],
])('%s: there is nothing to tell, so no mail', (_, rows) => expect(digest({ ...NOTHING, ...rows })).toBeNull());

test('it names what is open, what is parked, and what to do', () => {
	const parked = { ...OPEN, topic: '', meetingUuid: 'v==', reason: 'parked', nextStep: null };
	expect(digest({ ...NOTHING, open: [OPEN, parked] })).toEqual({
		subject: 'Zoom to Kaltura: 2 recordings open, 0 failures since yesterday',
		text:
			'2 recordings are not in Kaltura, or not whole; 1 of them are parked and wait for a decision in the form.\n' +
			'- Lecture (ann), failed: Busy. Wait.\n- v== (ann), failed: Busy.\n\n0 executions or entries failed since yesterday.',
	});
});

test('group syncs and people come only when they have news', () => {
	const told = digest({
		...NOTHING,
		failed: [FAILED],
		groups: [
			{ ruleSet: 'directory', userId: 'bo', error: 'Kaltura has no user bo.', nextStep: 'Create the user first.' },
			{ ruleSet: 'zoom', skipped: 'Two groups share a name.' },
		],
		people: [{ email: 'cy', outcome: 'refused', message: 'is the owner' }],
	});
	expect(told?.subject).toMatch(
		/1 failures since yesterday, group syncs have news, 1 people are not as their list wants$/,
	);
	expect(told?.text.split('\n\n').slice(1)).toEqual([
		'1 executions or entries failed since yesterday.\n- ingest live, Get: stopped',
		'New troubles of group syncs since yesterday:\n' +
			'- directory, bo: Kaltura has no user bo. Create the user first.\n- zoom: Two groups share a name.',
		'1 people are not as their list wants, since yesterday:\n- cy, refused: is the owner',
	]);
});

test('a hundred are named, all are counted', () => {
	const many = Array.from({ length: 130 }, () => OPEN);
	const { text } = digest({ ...NOTHING, open: many })!;
	expect(text).toMatch(/^130 recordings/);
	expect(text.match(/^- /gm)).toHaveLength(100);
});
