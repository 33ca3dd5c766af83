import type { Resource } from '../../../../lib/n8n/operation';

import { addKnown } from './add-known.operation';
import { countDaysOperation } from './count-days.operation';
import { daysToCountOperation } from './days-to-count.operation';
import { writeDigest } from './digest.operation';
import { knownWindow } from './known-window.operation';
import { ledgerChangesOperation } from './ledger-changes.operation';
import { ledgerRows } from './ledger-rows.operation';
import { ledgerWindow } from './ledger-window.operation';
import { render } from './render.operation';
import { reportWindow } from './report-window.operation';

export const report: Resource<object> = {
	value: 'report',
	name: 'Report',
	operations: [
		render,
		reportWindow,
		daysToCountOperation,
		countDaysOperation,
		knownWindow,
		addKnown,
		ledgerRows,
		ledgerWindow,
		ledgerChangesOperation,
		writeDigest,
	],
};
