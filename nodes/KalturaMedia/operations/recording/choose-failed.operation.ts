import type { Operation } from '../../../../lib/n8n/operation';
import { latestOfEach, readLedgerRow } from '../../../../lib/policy/ledger/rows';
import { meantRecordings, type Wish } from '../../../../lib/policy/retry/choose';
import type { MediaClients } from '../../clients';
import { readRows, rowsField } from '../report/rows-field';

import { toRetryRecord } from './plan-retries.operation';

const STATE_OF: Record<Wish, string> = { Dismiss: 'dismissed', Retry: 'retryNow', Show: '' };

/** Which recordings somebody means who wants to see, retry or dismiss them. Asks neither Zoom nor Kaltura. */
export const chooseFailed: Operation<MediaClients> = {
	value: 'chooseFailed',
	reads: true,
	name: 'Choose Failed',
	action: 'Choose failed recordings',
	description: 'Find the ledger rows that come in which somebody wants to see, retry or dismiss',
	fields: [
		{
			displayName: 'What to Do',
			name: 'wish',
			type: 'options',
			options: [
				{ name: 'Dismiss', value: 'Dismiss' },
				{ name: 'Retry', value: 'Retry' },
				{ name: 'Show', value: 'Show' },
			],
			default: 'Show',
			description: 'What becomes of the recordings that are meant',
		},
		{
			displayName: 'Which',
			name: 'which',
			type: 'string',
			default: '',
			placeholder: 'e.g. all',
			description: 'A meeting UUID, a part of the topic or of the host, or "all"; empty shows all and changes nothing',
		},
		rowsField('Retry Rows', 'retryRows', 'zoom_kaltura_retries'),
	],

	async runAll(calls) {
		const [first] = calls;
		if (!first) return [];
		const { parameter } = first;
		const wish = parameter.oneOf('wish', ['Dismiss', 'Retry', 'Show'], 'Show');
		const read = calls.map(({ item }) => readLedgerRow(item.json));
		const rows = latestOfEach(read.flatMap((row) => row ?? []));
		const records = readRows(parameter, 'retryRows').map(toRetryRecord);
		const meant = new Set(meantRecordings(rows, records, wish, parameter.text('which')));
		return read.map((row) => {
			if (row === null || !meant.has(row)) return [];
			const { account, meetingUuid, topic, hostEmail, message, nextStep } = row;
			const line = `${topic || 'without a topic'} (${hostEmail}, ${meetingUuid}): ${message} ${nextStep}`;
			return { account, meetingUuid, topic, message, state: STATE_OF[wish], attempts: 0, line };
		});
	},
};
