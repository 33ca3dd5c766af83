/** What of a row says who is meant. */
interface Row {
	email: string;
	newEmail?: string;
	stableId?: string;
}

/** Of each row, which others are about the same person: addresses and ids that stand in the list more than once. */
export function doublesOf(rows: readonly Row[]): string[][] {
	const places = placesOf(rows);
	const ids = idsOf(rows);
	return rows.map((row, index) => [...duplicates(row, index, rows, places), ...sameIds(row, index, ids)]);
}

/** In which rows an address stands, by its lower-case form. */
function placesOf(rows: readonly Row[]): Map<string, number[]> {
	const places = new Map<string, number[]>();
	rows.forEach((row, index) => {
		for (const address of new Set([fold(row.email), fold(row.newEmail ?? '')])) {
			if (address !== '') places.set(address, [...(places.get(address) ?? []), index]);
		}
	});
	return places;
}

/** The first of equal rows counts; rows that contradict each other are all refused, because nobody knows which is right. */
function duplicates(row: Row, index: number, rows: readonly Row[], places: Map<string, number[]>): string[] {
	return [...new Set([fold(row.email), fold(row.newEmail ?? '')])].flatMap((address) => {
		const others = (places.get(address) ?? []).filter((at) => at !== index);
		if (others.length === 0) return [];
		const same = others.every((at) => sameWish(rows[at]!, row));
		const before = others.filter((at) => at < index);
		const where = (same ? before : others).map((at) => at + 1).join(', ');
		if (same && before.length === 0) return [];
		return [`${address} stands in row ${where} too${same ? '' : ', with other wishes'}.`];
	});
}

/** In which rows a stable id stands. */
function idsOf(rows: readonly Row[]): Map<string, number[]> {
	const ids = new Map<string, number[]>();
	rows.forEach(({ stableId = '' }, index) => {
		const id = fold(stableId);
		if (id !== '') ids.set(id, [...(ids.get(id) ?? []), index]);
	});
	return ids;
}

/** One person cannot have two addresses, and two people cannot have one number. */
function sameIds({ stableId = '' }: Row, index: number, ids: Map<string, number[]>): string[] {
	const others = (ids.get(fold(stableId)) ?? []).filter((at) => at !== index);
	return others.length === 0
		? []
		: [`The ID ${stableId.trim()} stands in row ${others.map((at) => at + 1).join(', ')} too.`];
}

const fold = (text: string) => text.trim().toLowerCase();
const sameWish = (a: Row, b: Row) =>
	JSON.stringify({ ...a, email: fold(a.email) }) === JSON.stringify({ ...b, email: fold(b.email) });
