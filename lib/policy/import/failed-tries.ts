/**
 * How often the content of an entry was fetched again after Kaltura had failed with it. It is remembered in an admin tag of
 * the entry itself, so every worker and every later run knows it, whatever became of the ledger.
 */
export interface FailedTries {
	count: number;
	/** Epoch seconds of the last one; 0 when there was none. */
	lastAt: number;
}

export interface FailedTriesSettings {
	/** After so many it is left to a person. */
	most: number;
}

const TAG = /^zoomtry-(\d+)-(\d+)$/;
/** The pause before the second try; it doubles with each. */
const FIRST_PAUSE_SECONDS = 15 * 60;

export function triesOf(adminTags: readonly string[]): FailedTries {
	for (const tag of adminTags) {
		const [, count, lastAt] = TAG.exec(tag) ?? [];
		if (count !== undefined && lastAt !== undefined) return { count: Number(count), lastAt: Number(lastAt) };
	}
	return { count: 0, lastAt: 0 };
}

/** The tags with one more try in them. @param now epoch seconds */
export function withOneMoreTry(adminTags: readonly string[], now: number): string[] {
	const { count } = triesOf(adminTags);
	return [...adminTags.filter((tag) => !TAG.test(tag)), `zoomtry-${count + 1}-${Math.floor(now)}`];
}

/** Whether the content may be fetched again now, only later, or no more. */
export function nextTry(
	{ count, lastAt }: FailedTries,
	{ most }: FailedTriesSettings,
	now: number,
): 'now' | 'later' | 'never' {
	if (count >= most) return 'never';
	const pause = count === 0 ? 0 : FIRST_PAUSE_SECONDS * 2 ** (count - 1);
	return now - lastAt >= pause ? 'now' : 'later';
}
