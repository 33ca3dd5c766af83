import { deletionText, handoverText, whyKept } from '../../../../lib/policy/people/deletion';

const LEFT = '2026-11-01T04:00:00.000Z';

test.each([
	['out, and never signed in', { status: 'inactive', lastLoginAt: undefined }, LEFT, null],
	['out, and signed in before', { status: 'inactive', lastLoginAt: '2026-10-31T09:00:00Z' }, LEFT, null],
	['signed in since', { status: 'inactive', lastLoginAt: '2026-11-02T09:00:00Z' }, LEFT, /signed in since 2026-11-01/],
	['active again', { status: 'active', lastLoginAt: undefined }, LEFT, /is active in Zoom again/],
	['of no known status', { status: undefined, lastLoginAt: undefined }, LEFT, /unknown status/],
	['out since nobody knows when', { status: 'inactive', lastLoginAt: undefined }, 'soon', /not known since when/],
])('a leaver who is %s', (_, now, leftAt, expected) => {
	const why = whyKept('ann@example.edu', now, leftAt);
	if (expected === null) expect(why).toBeNull();
	else expect(why).toMatch(expected);
});

test('the question names everybody, who takes over, and what is lost', () => {
	expect(deletionText([{ email: 'ann@example.edu', leftAt: LEFT }], 30, 'heir@example.edu')).toMatch(
		/^1 people .* ann@example\.edu \(out since 2026-11-01\)\. heir@example\.edu gets .* lost\.$/,
	);
});

test('what was handed over and what was not is said', () => {
	expect(handoverText('heir@example.edu', ['meeting'], ['docs'])).toBe(
		'Handed over to heir@example.edu: meeting. Lost: docs.',
	);
	expect(handoverText(null, [], [])).toBe('Nothing was handed over.');
});
