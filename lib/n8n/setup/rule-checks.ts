import type { KalturaClient } from '../../kaltura/client';
import { checkRules } from '../../pipeline/owner/check-rules';
import { readRuleTable } from '../../policy/routing/read-rules';
import type { RulesApply } from '../../policy/routing/route';
import { fine, problem, warning, type SetupFinding } from '../../policy/setup/setup-findings';
import type { OpenedZoom } from '../zoom';

const CHECK = 'Routing rules';
const REMEDY = 'Correct the row in the data table zoom_kaltura_rules, or upload the list again.';

/**
 * What is wrong with the routing rules of this account. Only reads.
 * @param items rows of the table, of all accounts, as a Data Table node gave them
 */
export async function checkRuleTable(
	{ zoom, zoomCredential: { accountId } }: OpenedZoom,
	kaltura: KalturaClient,
	items: unknown,
	apply: RulesApply,
): Promise<SetupFinding[]> {
	const rows = Array.isArray(items) ? (items as unknown[]) : [];
	const nobodys = rows.filter((row) => isRow(row) && accountOf(row) === '');
	const table = readRuleTable(rows.filter((row) => !isRow(row) || accountOf(row) === accountId));
	if ('unreadable' in table) {
		const message = `The data table zoom_kaltura_rules cannot be read (${table.unreadable}), so recordings wait.`;
		return [problem('n8n', CHECK, message, 'Open the table in n8n under Data tables.')];
	}
	const findings: SetupFinding[] = [];
	if (nobodys.length > 0) {
		const many = nobodys.length === 1 ? '1 row has' : `${nobodys.length} rows have`;
		const remedy = `Write ${accountId} into the column account.`;
		findings.push(problem('n8n', CHECK, `${many} no account, so nobody ever reads them.`, remedy));
	}
	if (table.rules.length === 0) return findings;
	const today = new Date().toISOString().slice(0, 10);
	const { findings: wrong, notChecked } = await checkRules(zoom, kaltura, table.rules, { apply, today });
	findings.push(
		...wrong.map(({ result, message }) => (result === 'problem' ? problem : warning)('n8n', CHECK, message, REMEDY)),
		...notChecked.map((message) => warning('n8n', CHECK, `Not everything could be checked: ${message}`, '')),
	);
	const many = table.rules.length === 1 ? 'The rule' : `All ${table.rules.length} rules`;
	return findings.length > 0 ? findings : [fine('n8n', CHECK, `${many} can act, and name nothing unknown.`)];
}

const rowOf = (item: unknown) => ((item as { json?: unknown }).json ?? item) as Record<string, unknown>;
const isRow = (item: unknown) => item !== null && typeof item === 'object' && 'rule' in rowOf(item);
const accountOf = (item: unknown) => String(rowOf(item).account ?? '').trim();
