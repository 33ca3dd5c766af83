const STEP_MS = 30_000;

/**
 * What n8n's log says of a file on its way: a line per quarter of the file, and at least every half minute.
 * @param where the bytes are when they count: "in Kaltura", "in n8n"
 */
export function progressLog(
	name: string,
	where: string,
	say: (line: string) => void,
	now: () => number = Date.now,
): (bytes: number, totalBytes: number | null) => void {
	let quarter = 0;
	let saidAt = now();
	return (bytes, totalBytes) => {
		const reached = totalBytes ? Math.floor((bytes / totalBytes) * 4) : 0;
		const due = (reached > quarter && reached < 4) || now() - saidAt >= STEP_MS;
		quarter = Math.max(quarter, reached);
		if (!due) return;
		saidAt = now();
		const share = totalBytes ? ` of ${megabytes(totalBytes)} (${Math.floor((bytes / totalBytes) * 100)} %)` : '';
		say(`${name}: ${megabytes(bytes)}${share} ${where}`);
	};
}

/** The last line about a file. */
export function doneLine(name: string, where: string, { bytes, seconds }: { bytes: number; seconds: number }): string {
	return `${name}: all ${megabytes(bytes)} ${where} after ${seconds} s`;
}

function megabytes(bytes: number): string {
	return `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB`;
}
