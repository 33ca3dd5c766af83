import { readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

/**
 * Several Zoom accounts may share the tables of one n8n. So every look into a table names the account whose rows are meant, and
 * no row is written without one.
 */
interface Node {
	name: string;
	type: string;
	parameters: Record<string, any>;
}
const folder = resolve(__dirname, '../../workflows');
const tableNodes = readdirSync(folder)
	.filter((file) => file.endsWith('.json'))
	.flatMap((file) => {
		const { nodes } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as { nodes: Node[] };
		return nodes
			.filter(({ type, parameters }) => type === 'n8n-nodes-base.dataTable' && parameters.resource === 'row')
			.map((node) => [`${file.slice(0, -'.json'.length)}: ${node.name}`, node.parameters] as const);
	});

const FOR_READERS = 'people look at all accounts; the page lets them choose one';
const SHARED_RECORD = 'a membership that another account wants as well must not be taken away, so all are looked at';
const CLAIM_OF_ALL = 'the record of memberships is one for all accounts, and so is its claim; the holder is this execution';
const COUNTED = 'one row is one day of all accounts, counted for each of them';
/** What looks at the rows of all accounts, with the reason. */
const OF_ALL: Record<string, string> = {
	'check-setup: Checkpoints and Events': 'Check Everything passes over those of other accounts',
	'check-setup: Routing Rules': 'rows without an account are found there; those of other accounts are passed over',
	'count-days: Counted Days': COUNTED,
	'count-days: Forget Old Counts': COUNTED,
	'count-days: Keep the Counts': COUNTED,
	'count-days: Rows That Changed': COUNTED,
	'count-days: Rows of These Days': COUNTED,
	'plan-group-changes: Read the Records': SHARED_RECORD,
	'record-outcome: Forget Old Rows': 'one copy of it serves all accounts',
	'rehearse: Give It Back': 'it tries one Kaltura, which accounts may share; the holder is this execution, or one that was stopped',
	'report-status: Backfill Windows': FOR_READERS,
	'report-status: Checkpoints and Events': FOR_READERS,
	'report-status: Cleanup Decisions': FOR_READERS,
	'report-status: Counted Days': COUNTED,
	'report-status: Failed Executions': FOR_READERS,
	'report-status: Ledger': FOR_READERS,
	'report-status: Troubles of Group Syncs': FOR_READERS,
	'report-status: What Group Syncs Told': FOR_READERS,
	'write-group-changes: Give Back the Claim': CLAIM_OF_ALL,
	'write-group-changes: Keep the Claim': CLAIM_OF_ALL,
	'write-group-changes: Records of Users and Source': SHARED_RECORD,
};

test('no template reads, changes or forgets rows of another account', () => {
	const open = tableNodes.filter(([, { operation, matchType, filters }]) => {
		if (operation === 'insert') return false;
		const names = (filters?.conditions ?? []).map(({ keyName }: { keyName: string }) => keyName);
		// A row's id comes from a look that named the account.
		return matchType !== 'allConditions' || !(names.includes('account') || names.includes('id'));
	});
	expect(open.map(([name]) => name).filter((name) => OF_ALL[name] === undefined)).toEqual([]);
	expect(Object.keys(OF_ALL).filter((name) => !open.some(([one]) => one === name))).toEqual([]);
});

test('no account is typed: it comes from the credential, the event or the caller', () => {
	const typed = tableNodes.flatMap(([name, { filters }]) =>
		(filters?.conditions ?? [])
			.filter(({ keyName, keyValue }: { keyName: string; keyValue: string }) => keyName === 'account' && !/^=\{\{/.test(keyValue))
			.map(() => name),
	);
	expect(typed).toEqual([]);
});

test('no row is written without its account', () => {
	const without = tableNodes.filter(
		([, { operation, columns }]) =>
			['insert', 'upsert'].includes(operation) &&
			columns.mappingMode === 'defineBelow' &&
			!Object.hasOwn(columns.value, 'account'),
	);
	expect(without.map(([name]) => name)).toEqual([]);
});
