/** Something about a source that concerns many users alike, such as a value that is in no line of the map. */
export interface Finding {
	/** The same for the same finding in every run. */
	key: string;
	sentence: string;
}

interface Seen {
	attribute: string;
	value: string;
	reason: string;
	detail: string;
	users: number;
	example: string;
}

/** More kinds of trouble than this in one run are one trouble: the source. */
const MOST_FINDINGS = 200;

/** Gathers what users of a run have in common, so that a value that 30,000 people have is reported once. */
export class Findings {
	readonly #seen = new Map<string, Seen>();
	readonly #told = new Map<string, string>();
	#more = 0;

	add(userId: string, attribute: string, value: string, reason: string, detail: string): void {
		const key = `${reason}\n${attribute}\n${value}`;
		const seen = this.#seen.get(key);
		if (seen) seen.users++;
		else if (this.#seen.size < MOST_FINDINGS)
			this.#seen.set(key, { attribute, value, reason, detail, users: 1, example: userId });
		else this.#more++;
	}

	/** Something that concerns one item only. */
	tell(key: string, sentence: string): void {
		if (this.#told.size < MOST_FINDINGS) this.#told.set(key.slice(0, 200), sentence);
		else this.#more++;
	}

	all(): Finding[] {
		const findings = [...this.#seen].map(([key, { attribute, value, detail, users, example }]) => ({
			key: key.replaceAll('\n', ' ').slice(0, 200),
			sentence: `${value === '' ? `The attribute ${attribute}` : `The value "${shortened(value)}"`} of ${whom(users, example)} ${detail}.`,
		}));
		for (const [key, sentence] of this.#told) findings.push({ key, sentence });
		if (this.#more > 0)
			findings.push({
				key: 'more',
				sentence: `The source has further values that cannot be used: more than ${MOST_FINDINGS} different ones.`,
			});
		return findings;
	}
}

function whom(users: number, example: string): string {
	// The number is rounded, so that a finding about 30,000 people is not a new one when somebody joins.
	if (users < 3) return example;
	const digits = 10 ** Math.floor(Math.log10(users));
	return `${Math.floor(users / digits) * digits} or more users`;
}

export function shortened(value: string): string {
	const characters = [...value];
	return characters.length > 80 ? `${characters.slice(0, 60).join('')}…` : value;
}
