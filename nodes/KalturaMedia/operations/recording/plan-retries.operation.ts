import { InputError } from '../../../../lib/policy/failures';
import type { Operation } from '../../../../lib/n8n/operation';
import { instant, latestOfEach, readLedgerRow, text } from '../../../../lib/policy/ledger/rows';
import { planRetries, type RetryRecord } from '../../../../lib/policy/retry/retry';
import type { MediaClients } from '../../clients';
import { readRows, rowsField } from '../report/rows-field';

const STATES = ['retrying', 'parked', 'dismissed', 'retryNow'] as const;

/** Which recordings of the ledger are due for another try. Asks neither Zoom nor Kaltura. */
export const planRetriesOfRecordings: Operation<MediaClients> = {
	value: 'planRetries',
	reads: true,
	name: 'Plan Retries',
	action: 'Plan retries of recordings',
	description: 'Decide for each ledger row that comes in whether to retry it now, later, or no more',
	fields: [
		rowsField('Retry Rows', 'retryRows', 'zoom_kaltura_retries'),
		{
			displayName: 'Maximum Attempts',
			name: 'maximumAttempts',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 8,
			description: 'Tries after which a recording is parked until somebody looks at it',
		},
		{
			displayName: 'First Pause (Minutes)',
			name: 'firstDelayMinutes',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 15,
			description: 'Time before the first retry; it doubles each time',
		},
		{
			displayName: 'Longest Pause (Hours)',
			name: 'longestDelayHours',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 12,
			description: 'The pause grows no longer than this',
		},
		{
			displayName: 'Most per Run',
			name: 'perRun',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 50,
			description: 'How many recordings one run hands over at most, those that wait longest first',
		},
	],

	async runAll(calls) {
		const [first] = calls;
		if (!first) return [];
		const { parameter } = first;
		const positive = (name: string, label: string) => {
			const value = parameter.number(name);
			return value > 0 ? value : new InputError(label, `is ${value}`, 'A number greater than 0.').raise();
		};
		const settings = {
			now: Date.now(),
			maximumAttempts: positive('maximumAttempts', 'Maximum Attempts'),
			firstDelayMinutes: positive('firstDelayMinutes', 'First Pause (Minutes)'),
			longestDelayHours: positive('longestDelayHours', 'Longest Pause (Hours)'),
			perRun: positive('perRun', 'Most per Run'),
		};
		const read = calls.map(({ item }) => readLedgerRow(item.json));
		const counting = new Set(latestOfEach(read.flatMap((row) => row ?? [])));
		const rows = read.map((row) => (row && counting.has(row) ? row : null));
		const open = rows.flatMap((row) => row ?? []);
		const decisions = planRetries(open, readRows(parameter, 'retryRows').map(toRetryRecord), settings);
		let position = 0;
		return rows.map((row) => {
			if (row === null) return [];
			const { do: decision, ...detail } = decisions[position++]!;
			const until = 'until' in detail ? { until: new Date(detail.until).toISOString() } : {};
			const { account, meetingUuid, topic, hostEmail, startedAt, message, nextStep } = row;
			const attempts = 'attempts' in detail ? detail.attempts : 0;
			const outcome = 'outcome' in detail ? { outcome: detail.outcome } : {};
			return {
				accountId: account,
				meetingUuid,
				topic,
				hostEmail,
				// Handed on with the recording, so that a try that cannot even read it does not empty the ledger's line.
				startedAt: startedAt === null ? null : new Date(startedAt).toISOString(),
				message,
				nextStep,
				decision,
				attempts,
				...until,
				...outcome,
			};
		});
	},
};

export function toRetryRecord(row: Record<string, unknown>): RetryRecord {
	const attempts = Number(row.attempts);
	return {
		account: text(row.account),
		meetingUuid: text(row.meetingUuid),
		// A state that somebody mistyped must not bring a recording back that nobody wants to try again.
		state: STATES.find((state) => state === row.state) ?? 'parked',
		attempts: Number.isFinite(attempts) ? attempts : 0,
		lastRetryAt: instant(row.lastRetryAt),
	};
}
