import type { Resource } from '../../../../lib/n8n/operation';

import { ledgerChangesOperation } from './ledger-changes.operation';
import { ledgerRows } from './ledger-rows.operation';
import { ledgerWindow } from './ledger-window.operation';
import { render } from './render.operation';

export const report: Resource<object> = {
	value: 'report',
	name: 'Report',
	operations: [render, ledgerRows, ledgerWindow, ledgerChangesOperation],
};
