import type { Recording } from '../recording';

/** Order of importing: what Zoom is about to delete by itself goes first, so a run that is stopped has lost the least. */
export function firstToVanish(a: Pick<Recording, 'vanishesAt'>, b: Pick<Recording, 'vanishesAt'>): number {
	const [first, second] = [a, b].map(({ vanishesAt }) => (vanishesAt ? Date.parse(vanishesAt) : Infinity)) as [
		number,
		number,
	];
	return first === second ? 0 : first - second;
}
