type Row = Readonly<Record<string, unknown>>;

/** Rows of the tables that the digest tells about; those that say nothing of it are passed over. */
export interface DigestRows {
	/** Of the ledger: recordings that are not in Kaltura, or not whole. */
	open: readonly Row[];
	/** Executions and entries that failed since the last digest. */
	failed: readonly Row[];
	/** What group syncs told since then. */
	groups: readonly Row[];
	/** What provisioning told since then. */
	people: readonly Row[];
}

/** Outcomes of Ensure after which somebody is not as the list wants. */
const NOT_AS_WANTED: ReadonlySet<unknown> = new Set(['refused', 'incomplete', 'switched-off', 'failed', 'partly']);
const MOST_OPEN = 100;
const MOST_PEOPLE = 100;
const MOST = 50;

/** One mail about what is open, failed or new; null when there is nothing to tell. */
export function digest(rows: DigestRows): { subject: string; text: string } | null {
	const open = rows.open.filter((row) => row.meetingUuid);
	const failed = rows.failed.filter((row) => row.message);
	const groups = rows.groups.filter((row) => row.skipped || row.error);
	const people = rows.people.filter((row) => NOT_AS_WANTED.has(row.outcome));
	if (open.length + failed.length + groups.length + people.length === 0) return null;
	const parked = open.filter(({ reason }) => reason === 'parked').length;
	const subject = [
		`Zoom to Kaltura: ${open.length} recordings open`,
		`${failed.length} failures since yesterday`,
		...(groups.length > 0 ? ['group syncs have news'] : []),
		...(people.length > 0 ? [`${people.length} people are not as their list wants`] : []),
	];
	const parts = [
		[
			`${open.length} recordings are not in Kaltura, or not whole; ${parked} of them are parked and wait for a decision in the form.`,
			...open
				.slice(0, MOST_OPEN)
				.map(
					(row) =>
						`- ${text(row.topic) || text(row.meetingUuid)} (${text(row.hostEmail)}), ${text(row.status)}: ${said(row.message, row.nextStep)}`,
				),
		],
		[
			`${failed.length} executions or entries failed since yesterday.`,
			...failed.slice(0, MOST).map((row) => `- ${text(row.workflow)}, ${text(row.node)}: ${text(row.message)}`),
		],
		groups.length > 0 && [
			'New troubles of group syncs since yesterday:',
			...groups
				.slice(0, MOST)
				.map(
					(row) =>
						`- ${[text(row.ruleSet), text(row.userId)].filter(Boolean).join(', ')}: ${said(row.error, row.skipped, row.nextStep)}`,
				),
		],
		people.length > 0 && [
			`${people.length} people are not as their list wants, since yesterday:`,
			...people.slice(0, MOST_PEOPLE).map((row) => `- ${text(row.email)}, ${text(row.outcome)}: ${text(row.message)}`),
		],
	];
	return {
		subject: subject.join(', '),
		text: parts.flatMap((lines) => (lines ? [lines.join('\n')] : [])).join('\n\n'),
	};
}

const text = (value: unknown): string => (value === null || value === undefined ? '' : String(value as string));
const said = (...sentences: unknown[]): string => sentences.map(text).filter(Boolean).join(' ');
