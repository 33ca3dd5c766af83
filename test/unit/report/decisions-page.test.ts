import { decisionsPage, type ReadDecisions } from '../../../lib/report/decisions-page';

const NOTHING: ReadDecisions = { users: [], changes: [], rows: [], problems: [] };
const change = (action: ReadDecisions['changes'][number]['action'], of: object = {}) =>
	({ action, email: '', name: '', subjectId: 'x1', groupName: '', ...of }) as ReadDecisions['changes'][number];
/** Headings and lines, as a person reads them. */
const read = (decided: Partial<ReadDecisions>, planned: Parameters<typeof decisionsPage>[1] = []) =>
	decisionsPage({ ...NOTHING, ...decided }, planned)
		.text.replace(/<[^>]+>/g, '\n')
		.split('\n')
		.map((line) => line.trim())
		.filter(Boolean);

test('a file without decisions says so', () =>
	expect(read({})).toEqual(['The file decides nothing: every decision is empty.']));

test('users are told apart by what the dry run says of them; who is refused is not among those who change', () => {
	const users = ['ann', 'bo', 'cy', 'di'].map((email) => ({ email }));
	const planned = [
		{
			steps: [{ what: 'deactivate' }, { step: 'log-out' }],
			notes: ['The column phone is missing.', 'Owns 3 meetings'],
		},
		{ outcome: 'refused', reason: 'is the owner of the account', steps: [{ what: 'deactivate' }] },
		{ steps: [] },
		{ error: 'Zoom knows no such user.' },
	];
	expect(read({ users }, planned)).toEqual([
		'Users who change: 1',
		'ann: deactivate, log-out. Owns 3 meetings',
		'Refused, and left as they are: 2',
		'bo: is the owner of the account',
		'di: Zoom knows no such user.',
		'Nothing to change: 1',
		'cy',
	]);
});

test('each kind of change is named, and a decision that fell out is not called kept', () => {
	const row = {
		decision: 'keep',
		email: '',
		name: 'Team',
		subjectId: 'g1',
		finding: 'empty-group',
		keepUntil: '2027-01-31',
	};
	const decided = {
		changes: [
			change('remove-group-admin', { email: 'ann', groupName: 'Staff' }),
			change('withdraw-invitation', { email: 'new' }),
			change('delete-group', { email: 'not this', name: 'Old' }),
			change('delete-role'),
		],
		rows: [
			{ ...row, result: 'approved' as const },
			{ ...row, name: 'Gone', result: 'fell-out' as const },
		],
		problems: [{ sentence: 'Line 7 names nobody.' }],
	};
	expect(read(decided)).toEqual([
		'Administrations that end: 1',
		'ann: no admin of Staff any more',
		'Invitations to withdraw: 1',
		'new',
		'Groups to delete: 1',
		'Old',
		'Roles to delete: 1',
		'x1',
		'Kept: 1',
		'Team, empty-group, until 2027-01-31',
		'Rows that are not applied: 1',
		'Line 7 names nobody.',
	]);
});

test('what strangers wrote is text', () =>
	expect(decisionsPage({ ...NOTHING, problems: [{ sentence: '<script>x</script>' }] }, []).text).not.toContain(
		'<script>',
	));
