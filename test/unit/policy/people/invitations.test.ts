import { dueInvitations } from '../../../../lib/policy/people/invitations';

const now = Date.parse('2026-12-01T06:00:00Z');
const rules = { olderThanDays: 7, most: 3, now };
const invited = (email: string, invitedAt: string) => ({ email, invitedAt });

test('an invitation is sent again when it is old enough, and it is counted', () => {
	const people = [invited('Ann@x.y', '2026-11-20T06:00:00Z'), invited('bo@x.y', '2026-11-28T06:00:00Z')];
	expect(dueInvitations(people, new Map([['ann@x.y', 1]]), rules)).toEqual({
		due: [{ email: 'Ann@x.y', times: 2 }],
		givenUp: [],
	});
});

test('who has had all of them is named and not invited again', () => {
	const { due, givenUp } = dueInvitations(
		[invited('ann@x.y', '2026-11-01T06:00:00Z')],
		new Map([['ann@x.y', 3]]),
		rules,
	);
	expect(due).toEqual([]);
	expect(givenUp).toMatchObject([{ email: 'ann@x.y', times: 3, message: expect.stringMatching(/again 3 times/) }]);
});

test('an invitation without a date is left', () => {
	expect(dueInvitations([invited('ann@x.y', '')], new Map(), rules)).toEqual({ due: [], givenUp: [] });
});
