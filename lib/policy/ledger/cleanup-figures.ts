import type { Amount, ReportSettings } from './report-settings';
import { amount, instant, text, type LedgerRow } from './rows';

/** What the cleanup freed, would free and keeps in Zoom. */
export interface CleanupFigures {
	/** `report`: from the cleanup's own table. `estimate`: no cleanup has run; counted from the ledger by age alone. */
	from: 'report' | 'estimate';
	/** Went to Zoom's trash already. */
	freed: Amount;
	/** Proven and due: would go, or goes with the next run that is no dry run. */
	due: Amount;
	/** Stays, by reason. */
	kept: Array<Amount & { reason: string; message: string }>;
	/** When the cleanup last looked; epoch milliseconds. */
	lookedAt: number | null;
}

const FREED = new Set(['trashed', 'deleted', 'already-gone']);

/** What came of a row of the cleanup; what was refused or could not be asked about stays. */
function placeOf(outcome: string): 'freed' | 'due' | 'kept' {
	if (FREED.has(outcome)) return 'freed';
	return outcome === 'would-trash' ? 'due' : 'kept';
}

/** Reads the table of the cleanup; without one, says what age alone would allow, and calls that an estimate. */
export function readCleanup(
	rows: ReadonlyArray<Readonly<Record<string, unknown>>>,
	ledger: readonly LedgerRow[],
	settings: ReportSettings,
): CleanupFigures {
	const own = rows.filter(({ meetingUuid }) => text(meetingUuid) !== '');
	if (own.length === 0) return estimate(ledger, settings);
	const freed = zero();
	const due = zero();
	const kept = new Map<string, Amount & { reason: string; message: string }>();
	// For what stays the cleanup counts no bytes: nothing would be freed.
	const sizes = new Map(ledger.map((row) => [`${row.account}\n${row.meetingUuid}`, row.sizeBytes]));
	let lookedAt: number | null = null;
	for (const row of own) {
		const place = placeOf(text(row.outcome));
		const reason = text(row.reason) || 'unknown';
		let target = place === 'freed' ? freed : place === 'due' ? due : kept.get(reason);
		if (target === undefined) {
			const entry = { reason, message: text(row.message), recordings: 0, bytes: 0 };
			kept.set(reason, entry);
			target = entry;
		}
		target.recordings++;
		target.bytes += amount(row.bytes) || (sizes.get(`${text(row.account)}\n${text(row.meetingUuid)}`) ?? 0);
		const at = instant(row.checkedAt) ?? instant(row.updatedAt);
		if (at !== null && (lookedAt === null || at > lookedAt)) lookedAt = at;
	}
	return {
		from: 'report',
		freed,
		due,
		kept: [...kept.values()].toSorted((a, b) => b.bytes - a.bytes),
		lookedAt,
	};
}

function estimate(ledger: readonly LedgerRow[], { now, retentionDays, account }: ReportSettings): CleanupFigures {
	const due = zero();
	const young = { ...zero(), reason: 'retention', message: `Imported, but not yet ${retentionDays} days old.` };
	const open = { ...zero(), reason: 'not-imported', message: 'Not (wholly) in Kaltura.' };
	for (const row of ledger) {
		if (account !== '' && row.account !== account) continue;
		const old = row.startedAt !== null && now - row.startedAt >= retentionDays * 86_400_000;
		const target = row.standing !== 'arrived' ? open : old ? due : young;
		target.recordings += row.recordings;
		target.bytes += row.sizeBytes;
	}
	const kept = [young, open].filter(({ recordings }) => recordings > 0);
	return { from: 'estimate', freed: zero(), due, kept, lookedAt: null };
}

function zero(): Amount {
	return { recordings: 0, bytes: 0 };
}
