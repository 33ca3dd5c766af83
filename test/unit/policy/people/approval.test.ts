import { approvalOf, stillAsApproved } from '../../../../lib/policy/people/approval';

const person = (email: string, to: string, outcome = 'planned') => ({
	email,
	outcome,
	steps: [{ step: 'update-profile', what: 'Change the profile', changes: [{ field: 'dept', from: '', to }] }],
});
const rows = [{ email: ' Ann@example.edu', department: 'Physics' }, { email: 'bo@example.edu' }];

test('what was approved is carried out, with old and new values for the record', () => {
	const approved = approvalOf([person('Ann@example.edu', 'Physics'), person('bo@example.edu', 'Law', 'refused')]);
	expect(approved.map(({ email }) => email)).toEqual(['ann@example.edu']);
	expect(stillAsApproved(approved, [person('ann@example.edu', 'Physics')], rows)).toEqual({
		people: [{ ...rows[0], changes: 'dept: (empty) → Physics' }],
		others: [],
	});
});

test('another value, or somebody whom nobody has seen, waits for a new plan', () => {
	const approved = approvalOf([person('ann@example.edu', 'Physics')]);
	const now = [person('ann@example.edu', 'Chemistry'), person('bo@example.edu', 'Law')];
	expect(stillAsApproved(approved, now, rows)).toEqual({
		people: [],
		others: ['ann@example.edu', 'bo@example.edu'],
	});
});

test('who is as wished meanwhile, or left the list, is nobody’s business any more', () => {
	const approved = approvalOf([person('ann@example.edu', 'Physics'), person('gone@example.edu', 'Law')]);
	expect(stillAsApproved(approved, [person('ann@example.edu', '', 'unchanged')], rows)).toEqual({
		people: [],
		others: [],
	});
	expect(stillAsApproved(approved, [person('gone@example.edu', 'Law')], rows).people).toEqual([]);
});
