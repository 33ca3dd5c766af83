import { rowOfList } from '../../../../lib/policy/people/list-row';

const wishes = { createAction: 'ssoCreate', groups: 'change', byStableId: false } as const;

test('a row of a list is read by its columns; what the list does not have stays as it is', () => {
	expect(
		rowOfList(
			{ email: ' ann@example.edu ', department: 'History', licence: 'Licensed', groups: 'Staff; Studio' },
			wishes,
		),
	).toEqual({
		email: 'ann@example.edu',
		createAction: 'ssoCreate',
		profile: { dept: 'History' },
		type: 'Licensed',
		groups: { add: ['Staff', 'Studio'], remove: [] },
	});
});

test('a cell that is there and empty is not a column that is missing', () => {
	expect(rowOfList({ email: 'a@b.c', department: '', role: '' }, wishes)).toMatchObject({
		profile: { dept: '' },
		role: '',
	});
});

test.each(['leaver', ' Terminated ', 'INACTIVE'])('somebody who is "%s" is never created', (status) => {
	expect(rowOfList({ email: 'a@b.c', status }, wishes)).toMatchObject({ status: 'inactive', createAction: 'never' });
});

test('an unknown word for the status is handed on, to be refused', () => {
	expect(rowOfList({ email: 'a@b.c', status: 'sabbatical' }, wishes).status).toBe('sabbatical');
});

test('the employee number tells who is meant only where that was chosen', () => {
	const row = { email: 'a@b.c', employeeId: 'E-1' };
	expect(rowOfList(row, wishes)).not.toHaveProperty('stableId');
	expect(rowOfList(row, { ...wishes, byStableId: true }).stableId).toBe('E-1');
});

test('groups of the list are these and no others, or nothing, where that was chosen', () => {
	const row = { email: 'a@b.c', groups: 'Staff' };
	expect(rowOfList(row, { ...wishes, groups: 'exact' }).groups).toEqual({ exact: ['Staff'] });
	expect(rowOfList(row, { ...wishes, groups: 'keep' })).not.toHaveProperty('groups');
});
