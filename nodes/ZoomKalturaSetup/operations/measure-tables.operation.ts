import { tableLimitBytes } from '../../../lib/n8n/instance';
import type { Operation } from '../../../lib/n8n/operation';
import { N8nApiError } from '../../../lib/n8n-api/client';
import { type MeasuredTable, tablesFinding, tablesNotMeasured } from '../../../lib/policy/setup/host-findings';

import type { SetupClients } from '../fields';

const MEBIBYTE = 1024 * 1024;

/** How full the data tables of this n8n are. Reads sizes only; the answer is a finding, whatever happens. */
export const measureTables: Operation<SetupClients> = {
	value: 'measureTables',
	reads: true,
	name: 'Measure the Tables',
	action: 'Measure the data tables',
	description:
		'Compare the size of all data tables of this n8n with their common limit, as a finding of the set-up check',
	fields: [
		{
			displayName: 'Limit (MiB)',
			name: 'limitMib',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 0,
			description:
				'What N8N_DATA_TABLES_MAX_SIZE_BYTES allows; 0 asks the process that runs this, and takes 200 where it is not set',
		},
	],

	async run({ instance, parameter }) {
		if (instance === null) {
			return tablesNotMeasured(
				'this node has no credential for the n8n API.',
				'Create an API key (Settings → n8n API, scope for data tables), put it into a credential "Zoom to Kaltura Setup API", and choose that in this node.',
			);
		}
		try {
			const tables = (await instance.tables()).flatMap(({ name, sizeBytes }): MeasuredTable[] =>
				sizeBytes === undefined ? [] : [{ name, sizeBytes }],
			);
			const limit = parameter.number('limitMib');
			return tablesFinding(tables, limit > 0 ? limit * MEBIBYTE : tableLimitBytes());
		} catch (error) {
			const why = error instanceof Error ? error.message : String(error);
			const remedy =
				error instanceof N8nApiError
					? 'The API key needs the scope to list data tables.'
					: 'Check the Base URL of the credential: it is where this n8n reaches its own API, and ends with /api/v1.';
			return tablesNotMeasured(why, remedy);
		}
	},
};
