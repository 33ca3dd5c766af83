import { groupTroubles, type GroupTroubles } from '../groups/troubles';
import { readCleanup, type CleanupFigures } from './cleanup-figures';
import { dayIndex, lastDays } from './days';
import { leftOutSentences } from './left-out';
import { amount, instant, text, type LedgerRow, type Standing } from './rows';
import type { Amount, ReportSettings } from './report-settings';

/** The other tables, row by row as the Data Table node gives them; empty lists where a table does not exist yet. */
export interface OtherTables {
	backfill: readonly Row[];
	cleanup: readonly Row[];
	/** `zoom_kaltura_state`: checkpoints and the time of the last event, per account. */
	state: readonly Row[];
	/** `zoom_kaltura_failures`: executions that ended with an error. */
	failures: readonly Row[];
	/** `zoom_kaltura_group_record` and `zoom_kaltura_group_changes`: what keeps group syncs from their work. */
	groupRecords: readonly Row[];
	groupChanges: readonly Row[];
}
type Row = Readonly<Record<string, unknown>>;

export type ByStanding = Record<Standing, Amount>;

export interface ReasonFigure extends Amount {
	reason: string;
	standing: Standing;
	/** What the newest of them says, and what to do. */
	message: string;
	nextStep: string;
	/** Epoch milliseconds of the oldest recording. */
	oldest: number | null;
}

export interface EventFigure {
	account: string;
	/** Epoch milliseconds of the last genuine event; null when none was ever noted. */
	at: number | null;
	/** Whether events seem to have stopped; false while nothing is known. */
	stopped: boolean;
}

export interface Figures {
	settings: ReportSettings;
	/** Zoom accounts that have rows, sorted; more than one makes the page show them apart. */
	accounts: Array<{ account: string; counts: ByStanding }>;
	totals: ByStanding;
	perDay: Array<{ day: string; counts: ByStanding }>;
	/** Recordings of the window that arrived in it on their first day, by the way they came. */
	sources: Array<Amount & { source: string }>;
	reasons: ReasonFigure[];
	owners: Array<Amount & { rule: string }>;
	hosts: Array<{ host: string; counts: ByStanding; recordings: number; bytes: number }>;
	/** How many hosts there are beyond those in `hosts`. */
	otherHosts: number;
	/** What is in Zoom and not (wholly) in Kaltura although the rules want it, by age. */
	missing: Amount & { byAge: Array<{ label: string; counts: ByStanding }>; oldest: LedgerRow[] };
	cleanup: CleanupFigures;
	events: EventFigure[];
	/** Recordings that wait for a person: what retries by itself does not. */
	needSomebody: number;
	/** Until when Zoom's listing was compared, oldest account; null while it never was for one of them. */
	reconciledAt: number | null;
	/** `counted` are windows of a dry run: nothing of them was imported. */
	backfill: { windows: number; done: number; counted: number; running: number; recordings: number } | null;
	/** Sentences about who and what was left out on purpose, with how many recordings say so. */
	leftOut: Array<{ sentence: string; recordings: number }>;
	/** What Zoom is about to delete by itself although it is not (wholly) in Kaltura, the first to go first. */
	vanishing: LedgerRow[];
	/** What keeps group syncs from doing what their sources say. */
	groups: GroupTroubles;
	/** Executions that failed as a whole since the window began, newest first. */
	failedExecutions: Array<{ at: number; workflow: string; node: string; message: string }>;
}

export const MISSING: readonly Standing[] = ['failed', 'attention', 'waiting'];
const HOSTS_SHOWN = 12;
const MISSING_SHOWN = 50;
const DAY = 86_400_000;
/** For so long the page names what a group sync told. */
const TOLD_DAYS = 7;
const AGES = [
	{ label: 'up to 1 day', days: 1 },
	{ label: '1 to 7 days', days: 7 },
	{ label: '7 to 30 days', days: 30 },
	{ label: 'over 30 days', days: Infinity },
] as const;

/** Everything that the status page shows, counted once. Nothing here asks anybody or knows the time by itself. */
export function reportFigures(rows: readonly LedgerRow[], tables: OtherTables, settings: ReportSettings): Figures {
	const days = lastDays(settings.now, settings.days, settings.timezone);
	const perDay = days.map(({ day }) => ({ day, counts: none() }));
	const totals = none();
	const accounts = new Map<string, ByStanding>();
	const sources = new Map<string, Amount & { source: string }>();
	const reasons = new Map<string, SeenReason>();
	const owners = new Map<string, Amount & { rule: string }>();
	const hosts = new Map<string, { host: string; counts: ByStanding; recordings: number; bytes: number }>();
	const byAge = AGES.map(({ label }) => ({ label, counts: none() }));
	const missing: LedgerRow[] = [];
	let needSomebody = 0;

	for (const row of rows) {
		count(upsert(accounts, row.account, none), row);
		if (settings.account !== '' && row.account !== settings.account) continue;
		count(totals, row);
		const day = row.firstSeenAt === null ? -1 : dayIndex(days, row.firstSeenAt);
		if (day >= 0) {
			count(perDay[day]!.counts, row);
			const source = row.source || 'unknown';
			add(
				upsert(sources, source, () => ({ source, recordings: 0, bytes: 0 })),
				row,
			);
		}
		if (row.ownerRule !== '' && row.standing === 'arrived') {
			add(
				upsert(owners, row.ownerRule, () => ({ rule: row.ownerRule, recordings: 0, bytes: 0 })),
				row,
			);
		}
		const host = upsert(hosts, row.hostEmail, () => ({
			host: row.hostEmail,
			counts: none(),
			recordings: 0,
			bytes: 0,
		}));
		count(host.counts, row);
		add(host, row);
		if (row.standing !== 'arrived') countReason(reasons, row);
		if (row.standing === 'attention' || (row.standing === 'failed' && !row.retryable)) needSomebody++;
		if (MISSING.includes(row.standing)) {
			missing.push(row);
			const age = row.startedAt === null ? Infinity : (settings.now - row.startedAt) / DAY;
			count(byAge.find((_, index) => age <= AGES[index]!.days)!.counts, row);
		}
	}

	const rankedHosts = [...hosts.values()].toSorted(
		(a, b) => b.recordings - a.recordings || a.host.localeCompare(b.host),
	);
	const byRecordings = (a: Amount, b: Amount) => b.recordings - a.recordings;
	return {
		settings,
		accounts: [...accounts]
			.map(([account, counts]) => ({ account, counts }))
			.toSorted((a, b) => a.account.localeCompare(b.account)),
		totals,
		perDay,
		sources: [...sources.values()].toSorted(byRecordings),
		reasons: [...reasons.values()].map(({ figure }) => figure).toSorted(byRecordings),
		owners: [...owners.values()].toSorted(byRecordings),
		hosts: rankedHosts.slice(0, HOSTS_SHOWN),
		otherHosts: Math.max(0, rankedHosts.length - HOSTS_SHOWN),
		missing: {
			recordings: missing.length,
			bytes: missing.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
			byAge,
			oldest: missing.toSorted((a, b) => (a.startedAt ?? 0) - (b.startedAt ?? 0)).slice(0, MISSING_SHOWN),
		},
		cleanup: readCleanup(ofAccount(tables.cleanup, settings), rows, settings),
		events: lastEvents(tables.state, settings),
		needSomebody,
		reconciledAt: reconciled(tables.state, settings, [...accounts.keys()]),
		backfill: backfillProgress(ofAccount(tables.backfill, settings)),
		leftOut: countLeftOut(rows, settings),
		vanishing: rows
			.filter((row) => ofThis(row, settings) && isVanishing(row, settings.now))
			.toSorted((a, b) => a.vanishesAt! - b.vanishesAt!),
		groups: groupTroubles(tables.groupRecords, tables.groupChanges, {
			account: settings.account,
			since: settings.now - TOLD_DAYS * DAY,
		}),
		failedExecutions: failedExecutions(tables.failures, days[0]?.start ?? 0),
	};
}

const ofThis = ({ account }: LedgerRow, settings: ReportSettings) =>
	settings.account === '' || account === settings.account;

/** Zoom deletes it within this time. */
const SOON_MS = 30 * DAY;

/** Whether Zoom is going to delete it before it is in Kaltura. What a rule leaves out is meant to go. */
function isVanishing({ standing, vanishesAt }: LedgerRow, now: number): boolean {
	return vanishesAt !== null && vanishesAt > now && vanishesAt - now < SOON_MS && MISSING.includes(standing);
}

const SENTENCES_SHOWN = 12;

/** The same sentence about many recordings counts once; ids of files would make each its own. */
function countLeftOut(rows: readonly LedgerRow[], settings: ReportSettings): Figures['leftOut'] {
	const counts = new Map<string, number>();
	for (const row of rows) {
		if (!ofThis(row, settings)) continue;
		for (const sentence of leftOutSentences(row.leftOut))
			counts.set(sentence, (counts.get(sentence) ?? 0) + row.recordings);
	}
	return [...counts]
		.map(([sentence, recordings]) => ({ sentence, recordings }))
		.toSorted((a, b) => b.recordings - a.recordings)
		.slice(0, SENTENCES_SHOWN);
}

export function none(): ByStanding {
	const zero = () => ({ recordings: 0, bytes: 0 });
	return { arrived: zero(), waiting: zero(), skipped: zero(), attention: zero(), failed: zero() };
}

export function sumOf(counts: ByStanding): Amount {
	return Object.values(counts).reduce(
		(sum, { recordings, bytes }) => ({ recordings: sum.recordings + recordings, bytes: sum.bytes + bytes }),
		{ recordings: 0, bytes: 0 },
	);
}

function count(counts: ByStanding, row: LedgerRow): void {
	add(counts[row.standing], row);
}

function add(to: Amount, row: LedgerRow): void {
	to.recordings += row.recordings;
	to.bytes += row.sizeBytes;
}

function upsert<Value>(map: Map<string, Value>, key: string, create: () => Value): Value {
	const found = map.get(key);
	if (found !== undefined) return found;
	const created = create();
	map.set(key, created);
	return created;
}

/** A reason and the time of the sentence that it shows, which is the newest. */
interface SeenReason {
	figure: ReasonFigure;
	newest: number;
}

function countReason(reasons: Map<string, SeenReason>, row: LedgerRow): void {
	const { reason, standing, message, nextStep, startedAt, lastAttemptAt } = row;
	const seen = upsert(reasons, `${standing} ${reason}`, () => ({
		figure: { reason, standing, message, nextStep, oldest: null, recordings: 0, bytes: 0 },
		newest: -Infinity,
	}));
	const { figure } = seen;
	add(figure, row);
	if ((lastAttemptAt ?? 0) > seen.newest) {
		seen.newest = lastAttemptAt ?? 0;
		Object.assign(figure, { message, nextStep });
	}
	if (startedAt !== null && (figure.oldest === null || startedAt < figure.oldest)) figure.oldest = startedAt;
}

function ofAccount(rows: readonly Row[], { account }: ReportSettings): Row[] {
	return rows.filter((row) => account === '' || text(row.account) === account);
}

function lastEvents(state: readonly Row[], settings: ReportSettings): EventFigure[] {
	return ofAccount(state, settings)
		.filter(({ name }) => name === 'last-event')
		.map((row) => {
			const at = instant(row.value);
			return {
				account: text(row.account),
				at,
				stopped: at !== null && settings.now - at > settings.quietHours * 3_600_000,
			};
		})
		.toSorted((a, b) => (a.at ?? 0) - (b.at ?? 0));
}

function reconciled(state: readonly Row[], settings: ReportSettings, accounts: readonly string[]): number | null {
	const rows = ofAccount(state, settings).filter(({ name }) => name === 'reconcile-complete-until');
	const listed = new Set(rows.map(({ account }) => text(account)));
	const wanted = settings.account === '' ? accounts : [settings.account];
	if (wanted.some((account) => !listed.has(account))) return null;
	const times = rows.flatMap(({ value }) => instant(value) ?? []);
	return times.length > 0 ? Math.min(...times) : null;
}

function backfillProgress(rows: readonly Row[]): Figures['backfill'] {
	const windows = rows.filter(({ state }) => text(state) !== '');
	if (windows.length === 0) return null;
	const having = (...states: string[]) => windows.filter(({ state }) => states.includes(text(state))).length;
	return {
		windows: windows.length,
		done: having('done'),
		counted: having('counted'),
		running: having('running', 'counting'),
		recordings: windows.reduce((sum, { recordings }) => sum + amount(recordings), 0),
	};
}

function failedExecutions(rows: readonly Row[], since: number): Figures['failedExecutions'] {
	return rows
		.flatMap((row) => {
			const at = instant(row.at);
			if (at === null || at < since) return [];
			return [{ at, workflow: text(row.workflow), node: text(row.node), message: text(row.message) }];
		})
		.toSorted((a, b) => b.at - a.at)
		.slice(0, 20);
}
