import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { z } from 'zod';

import { ItemError } from '../policy/failures';
import { type LedgerEntry, ledgerRow } from '../policy/ledger/write';
import type { Outcome } from '../policy/outcomes';
import type { LeftOutReason } from '../policy/owner/people';

/**
 * The row that Owner Resolver, Import and Zoom Recordings put on the items whose way ends with them.
 * @throws {ItemError} when the item carries none: a row about nothing would stay for ever
 */
export function finishedRow({ json }: INodeExecutionData): LedgerEntry {
	if (isEntry(json.ledger)) return json.ledger as unknown as LedgerEntry;
	throw new ItemError(
		'Input Item',
		'carries no outcome of a recording: its field ledger is missing or names no recording',
		'Pass items of Import, Owner Resolver or Zoom Recordings on unchanged.',
	);
}

/** An item that is such a row itself. @throws {ItemError} */
export function rowItem({ json }: INodeExecutionData): LedgerEntry {
	if (isEntry(json)) return json as unknown as LedgerEntry;
	throw new ItemError(
		'Input Item',
		'is no row of the ledger: account, meetingUuid, status or reason is missing',
		'Hand the items of Ledger Rows over unchanged.',
	);
}

function isEntry(value: unknown): boolean {
	const entry = value as Partial<LedgerEntry> | null | undefined;
	return Boolean(entry?.account && entry.meetingUuid && entry.status && entry.reason);
}

/**
 * An item whose way through the pipeline ends here: with its outcome, and the finished row that a template only has to store.
 * @param account of the credential, where the item names none
 * @throws {ItemError} when nobody knows which recording it is
 */
export function endedItem<Json extends IDataObject>(
	json: Json,
	outcome: Outcome,
	account: string,
): Json & { outcome: Outcome; ledger: LedgerEntry } {
	const known = whatIsKnown.parse(json);
	const accountId = known.accountId || account;
	if (accountId === '' || known.meetingUuid === '') {
		throw new ItemError(
			'Input Item',
			`names no ${accountId === '' ? 'Zoom account (accountId)' : 'recording (meetingUuid)'}`,
			'Pass items of Zoom Trigger or Zoom Recordings on with all their fields.',
		);
	}
	const leftOut = [...(known.leftOut ?? []), ...leftOutPeople(known.people?.leftOut), ...keptPrivate(known.routing)];
	const ledger = ledgerRow(
		{ ...(known as object), leftOut, outcome, accountId, meetingUuid: known.meetingUuid },
		new Date().toISOString(),
	);
	return { ...json, outcome, ledger };
}

/**
 * Which recording of which account an item of the pipeline is about, whether it was read or has failed.
 * @throws {ItemError} when it says so nowhere
 */
export function identityOf({ json }: INodeExecutionData): { account: string; meetingUuid: string } {
	const ledger = json.ledger as Partial<LedgerEntry> | undefined;
	const [account, meetingUuid] = [ledger?.account ?? json.accountId, ledger?.meetingUuid ?? json.meetingUuid];
	if (typeof account === 'string' && account !== '' && typeof meetingUuid === 'string' && meetingUuid !== '') {
		return { account, meetingUuid };
	}
	throw new ItemError(
		'Input Item',
		'names no recording: accountId or meetingUuid is missing',
		'Hand items of Zoom Trigger or of Zoom Recordings over with all their fields.',
	);
}

/** Leniently: a row about a recording that could not be read has whatever is known of it. */
const text = z.string().optional().catch(undefined);
const number = z.number().optional().catch(undefined);
const whatIsKnown = z.object({
	accountId: z.string().catch(''),
	meetingUuid: z.string().catch(''),
	meetingId: text,
	kind: z.enum(['meeting', 'webinar']).optional().catch(undefined),
	topic: text,
	startedAt: text,
	sizeBytes: number,
	host: z.object({ email: text }).optional().catch(undefined),
	segments: z
		.array(z.object({ files: z.array(z.unknown()) }))
		.optional()
		.catch(undefined),
	owner: z.object({ userId: text, rule: text, hostEmail: text }).optional().catch(undefined),
	entries: z
		.array(z.object({ entryId: z.string().nullable() }))
		.optional()
		.catch(undefined),
	routing: z
		.object({ rules: z.array(z.string()), private: z.boolean().optional(), keepInZoom: z.string().optional() })
		.optional()
		.catch(undefined),
	leftOut: z.array(z.string()).optional().catch(undefined),
	vanishesAt: text,
	people: z
		.object({ leftOut: z.record(z.number()).optional().catch(undefined) })
		.optional()
		.catch(undefined),
	source: text,
	attempts: z.coerce.number().int().nonnegative().optional().catch(undefined),
});

/** Whether an earlier node of the pipeline has told the outcome of this item: it failed, or nothing is to be done. */
export function hasEnded({ json }: INodeExecutionData): boolean {
	return (json.error !== undefined || json.ended === true) && json.ledger !== undefined;
}

function keptPrivate(routing: { rules: readonly string[]; private?: boolean | undefined } | undefined): string[] {
	return routing?.private ? [`Its owner alone gets it, and it is published nowhere: ${routing.rules.join(', ')}.`] : [];
}

const WHY_LEFT_OUT: Readonly<Record<LeftOutReason, string>> = {
	withoutEmail: 'without an e-mail address',
	notInKaltura: 'without a Kaltura user',
	blocked: 'blocked in Kaltura',
	ambiguous: 'with several Kaltura users',
	idRefused: 'with a user ID that Kaltura does not allow',
	overLimit: 'beyond Maximum People',
};

function leftOutPeople(counts: Readonly<Partial<Record<LeftOutReason, number>>> = {}): string[] {
	return (Object.keys(WHY_LEFT_OUT) as LeftOutReason[]).flatMap((reason) => {
		const count = counts[reason] ?? 0;
		return count > 0
			? `${count} ${count === 1 ? 'person gets' : 'people get'} no rights: ${WHY_LEFT_OUT[reason]}.`
			: [];
	});
}
