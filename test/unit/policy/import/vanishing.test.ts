import { firstToVanish } from '../../../../lib/policy/import/vanishing';

test('what Zoom deletes by itself soonest is imported first, and what it keeps stays in its order', () => {
	const recordings = [
		{ name: 'kept' },
		{ name: 'in March', vanishesAt: '2027-03-01T00:00:00Z' },
		{ name: 'kept, too' },
		{ name: 'in January', vanishesAt: '2027-01-01T00:00:00Z' },
	];
	expect(recordings.toSorted(firstToVanish).map(({ name }) => name)).toEqual([
		'in January',
		'in March',
		'kept',
		'kept, too',
	]);
});
