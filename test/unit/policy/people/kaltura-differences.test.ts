import { kalturaDifferences } from '../../../../lib/policy/people/kaltura-differences';

const zoom = (email: string, cmsUserId = '') => ({ id: `z-${email}`, email, firstName: 'A', lastName: 'B', cmsUserId });
const kaltura = (userId: string, status = 'active', problem = '') => ({ userId, status, problem });
const found = (pairs: Parameters<typeof kalturaDifferences>[0], written: string[] = []) =>
	kalturaDifferences(pairs, new Set(written)).map(({ email, difference }) => [email, difference]);

test.each([
	['as it should be', zoom('a@x.y', 'a@x.y'), kaltura('a@x.y'), []],
	['nobody in Kaltura', zoom('A@x.y'), kaltura(''), [['a@x.y', 'missing-in-kaltura']]],
	['blocked there', zoom('a@x.y', 'a@x.y'), kaltura('a@x.y', 'blocked'), [['a@x.y', 'blocked-in-kaltura']]],
	['Zoom has no ID', zoom('a@x.y'), kaltura('ann'), [['a@x.y', 'not-set-in-zoom']]],
	['Zoom has another', zoom('a@x.y', 'bo'), kaltura('ann'), [['a@x.y', 'differs-in-zoom']]],
])('%s', (_, one, other, expected) => expect(found([{ zoom: one, kaltura: other }])).toEqual(expected));

test('an address that several Kaltura users have is never guessed at', () => {
	const pairs = [
		{ zoom: zoom('a@x.y', 'ann'), kaltura: kaltura('ann') },
		{ zoom: zoom('A@x.y', 'ann'), kaltura: kaltura('ann2') },
	];
	expect(found(pairs)).toEqual([
		['a@x.y', 'several-in-kaltura'],
		['a@x.y', 'several-in-kaltura'],
	]);
});

test('what Zoom did not keep is not called unset again, until Zoom shows an ID of anybody', () => {
	const pairs = [{ zoom: zoom('a@x.y'), kaltura: kaltura('ann') }];
	expect(found(pairs, ['a@x.y'])).toEqual([['a@x.y', 'not-kept-by-zoom']]);
	const withAnother = [...pairs, { zoom: zoom('b@x.y', 'bo'), kaltura: kaltura('bo') }];
	expect(found(withAnother, ['a@x.y'])).toEqual([['a@x.y', 'not-set-in-zoom']]);
});

test('why somebody could not be looked for stands in the message', () => {
	const [one] = kalturaDifferences([{ zoom: zoom('a@x.y'), kaltura: kaltura('', '', 'Not a valid ID.') }], new Set());
	expect(one!.message).toMatch(/Kaltura has no user .* Not a valid ID\.$/);
});
