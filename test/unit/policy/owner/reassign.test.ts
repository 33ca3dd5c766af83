import { outcome } from '../../../../lib/policy/outcomes';
import type { OwnerDecision } from '../../../../lib/policy/owner/owner';
import { decideReassignment, meetingUuidOf, inTurn } from '../../../../lib/policy/owner/reassign';

const owner = (userId: string, matched = true, created = false): OwnerDecision => ({
	do: 'assign',
	owner: { userId, rule: 'user-id', matched, created },
});
const ENTRY = { id: '0_abc', userId: 'Zoom.Default' };

describe('which meeting an entry came from', () => {
	test.each([
		['Zoom_4444AAAiAAAAAiAiAiiAii==2026-03-02T10:00:00Z', '4444AAAiAAAAAiAiAiiAii=='],
		['Zoom_/a//b+c==2026-03-02T10:00:00Z', '/a//b+c=='],
		['Zoom_4444AAAiAAAAAiAiAiiAii==', '4444AAAiAAAAAiAiAiiAii=='],
		['lecture-42', null],
		['Zoom_', null],
		['', null],
	])('%s: %p', (referenceId, uuid) => expect(meetingUuidOf(referenceId)).toBe(uuid));
});

describe('entries of the default user', () => {
	test('move to the user who matches the host now', () => {
		expect(decideReassignment(ENTRY, 'zoom.default', owner('ann'))).toMatchObject({
			do: 'reassign',
			userId: 'ann',
			outcome: { reason: 'reassigned', message: 'The entry 0_abc moved from Zoom.Default to ann.' },
		});
	});

	test.each<[string, OwnerDecision, string]>([
		['nobody matches', { do: 'stop', outcome: outcome('no-owner', { host: 'x', tried: [] }) }, 'no-owner'],
		[
			'two match',
			{ do: 'stop', outcome: outcome('several-owners', { host: 'x', by: 'e-mail', users: ['a', 'b'] }) },
			'several-owners',
		],
		['only the default user would be left', owner('zoom.default', false), 'still-default-user'],
		['the host is the default user', owner('ZOOM.default'), 'still-default-user'],
		['a user who does not exist yet', owner('ann', true, true), 'still-default-user'],
	])('stay when %s', (_, decision, reason) => {
		expect(decideReassignment(ENTRY, 'zoom.default', decision)).toMatchObject({ do: 'leave', outcome: { reason } });
	});

	test('whoever a person made owner stays owner', () => {
		expect(decideReassignment({ id: '0_abc', userId: 'bob' }, 'zoom.default', owner('ann'))).toMatchObject({
			do: 'leave',
			outcome: { reason: 'owned-by-somebody-else' },
		});
	});
});

describe('a run that may look at fewer entries than there are', () => {
	const entries = Array.from({ length: 230 }, (_, index) => index);

	test('comes to every one of them in time, also behind those whose hosts never come', () => {
		const seen = new Set(Array.from({ length: 10 }, (_, day) => inTurn(entries, 50, 20_000 + day)).flat());
		expect(seen.size).toBe(230);
	});

	test('looks at the newest each time, at none twice, and at no more than it may', () => {
		for (let day = 0; day < 20; day++) {
			const turn = inTurn(entries, 50, day);
			expect(turn.slice(0, 25)).toEqual(entries.slice(0, 25));
			expect(new Set(turn).size).toBe(50);
		}
		expect(inTurn([1, 2, 3], 50, 7)).toEqual([1, 2, 3]);
	});
});
