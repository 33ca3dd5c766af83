/** A column that a list may have. */
export interface ListColumn {
	/** As rows name it. */
	name: string;
	/** Other headings for it, in any language and case; blanks, hyphens, underscores and dots do not count. */
	synonyms?: readonly string[];
	required?: boolean;
}

/** Which place of a row belongs to which column. */
export type Places = Map<string, number>;

/**
 * Finds the columns of a list by its headings. A heading that nobody knows is refused and not ignored: a misspelt "statuss"
 * would keep every leaver in.
 * @param empty places that are empty in every row: their heading may be missing
 * @returns what is wrong, each as a sentence
 */
export function placeColumns(
	headings: readonly string[],
	columns: readonly ListColumn[],
	empty: ReadonlySet<number>,
): { places: Places; problems: string[] } {
	const places: Places = new Map();
	const problems: string[] = [];
	const known = new Map<string, ListColumn>();
	for (const column of columns) {
		for (const one of [column.name, ...(column.synonyms ?? [])].map(plain)) if (!known.has(one)) known.set(one, column);
	}
	headings.forEach((heading, at) => {
		if (heading.trim() === '') {
			if (!empty.has(at)) problems.push(`The ${ordinal(at)} column has values but no heading.`);
			return;
		}
		const column = known.get(plain(heading));
		if (!column) {
			problems.push(`There is no column "${short(heading)}".${nearest(heading, columns)}`);
		} else if (places.has(column.name)) {
			problems.push(
				`The ${ordinal(places.get(column.name)!)} and the ${ordinal(at)} column ("${short(headings[places.get(column.name)!]!)}", "${short(heading)}") are both ${column.name}: leave one out.`,
			);
		} else places.set(column.name, at);
	});
	for (const { name, required } of columns) {
		if (required && !places.has(name)) problems.push(`The column ${name} is missing.`);
	}
	if (problems.length > 0) problems.push(`Known columns: ${columns.map(({ name }) => name).join(', ')}.`);
	return { places, problems };
}

/** Headings of a list whose columns nobody prescribes: each stands for itself. */
export function ownColumns(headings: readonly string[]): ListColumn[] {
	const seen = new Set<string>();
	return headings.flatMap((heading) => {
		const name = heading.trim();
		if (name === '' || seen.has(plain(name))) return [];
		seen.add(plain(name));
		return [{ name }];
	});
}

/** Case, accents, blanks and punctuation do not make another column. */
export function plain(heading: string): string {
	return heading
		.normalize('NFKD')
		.replace(/[\u0300-\u036f]/g, '')
		.toLowerCase()
		.replace(/[\s_\-.:*/()]+/g, '');
}

/** More than one list of ours has; where people choose their columns themselves nothing is near. */
const MOST_COMPARED = 100;

function nearest(heading: string, columns: readonly ListColumn[]): string {
	const wanted = plain(heading).slice(0, 40);
	if (columns.length > MOST_COMPARED) return '';
	const [best] = columns
		.flatMap(({ name, synonyms = [] }) =>
			[name, ...synonyms].map((one) => ({ name, distance: distanceOf(wanted, plain(one)) })),
		)
		.toSorted((a, b) => a.distance - b.distance);
	return best && best.distance <= Math.max(2, wanted.length / 3) ? ` Do you mean ${best.name}?` : '';
}

/** How many letters have to be changed, added or left out (Levenshtein). */
function distanceOf(a: string, b: string): number {
	let row = Array.from({ length: b.length + 1 }, (_, at) => at);
	for (let i = 1; i <= a.length; i++) {
		const next = [i];
		for (let j = 1; j <= b.length; j++) {
			next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
		}
		row = next;
	}
	return row[b.length]!;
}

export const short = (text: string) => (text.length > 40 ? `${text.slice(0, 39)}…` : text);

function ordinal(at: number): string {
	const number = at + 1;
	const ending = number % 100 > 10 && number % 100 < 14 ? 'th' : (['th', 'st', 'nd', 'rd'][number % 10] ?? 'th');
	return `${number}${ending}`;
}
