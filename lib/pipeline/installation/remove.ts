import type { N8nApi } from '../../n8n-api/client';
import { planOf } from '../../policy/setup/installation/plan';
import { PAGES_LOGIN } from '../../policy/setup/installation/credentials';
import type { Answers } from '../../policy/setup/installation/wiring';
import type { Template } from '../../policy/setup/installation/workflow';

export interface RemovalRequest {
	templates: readonly Template[];
	answers: Answers;
	dryRun: boolean;
	/** Archives the workflows as well; n8n keeps archived ones until somebody deletes them. */
	archive: boolean;
	/** Deletes the tables too, with everything that they remember, and the login of the pages; never while another account still uses them. */
	deleteTables: boolean;
}

export interface Removed {
	name: string;
	kind: 'workflow' | 'table' | 'credential';
	id: string;
	outcome: 'unpublished' | 'archived' | 'listed' | 'deleted' | 'failed';
	problem: string;
}

const OUR_TABLES = /^zoom_kaltura_\w+$/;

/** Ends what `install` began: unpublishes, and lists the tables; deletes only what was asked for. */
export async function remove(api: N8nApi, request: RemovalRequest): Promise<Removed[]> {
	const { templates, answers, dryRun, archive, deleteTables } = request;
	const tables = (await api.tables()).filter(({ name }) => OUR_TABLES.test(name));
	const memory = tables.find(({ name }) => name === 'zoom_kaltura_installation');
	const rows = memory ? await api.rows(memory) : [];
	const known = rows.map((row) => ({
		account: String(row.account ?? ''),
		template: String(row.template ?? ''),
		workflowId: String(row.workflowId ?? ''),
		version: String(row.version ?? ''),
		fingerprints: {},
	}));
	const steps = planOf(templates, await api.workflows(), known, answers);
	const removed: Removed[] = [];
	// Callers first: n8n would otherwise have published workflows that call unpublished ones.
	for (const { existing } of steps.toReversed()) {
		if (!existing) continue;
		const entry: Removed = { name: existing.name, kind: 'workflow', id: existing.id, outcome: 'listed', problem: '' };
		removed.push(entry);
		if (dryRun) continue;
		try {
			if (existing.active) await api.unpublish(existing.id, existing.name);
			entry.outcome = 'unpublished';
			if (archive) {
				await api.archive(existing.id, existing.name);
				entry.outcome = 'archived';
			}
		} catch (error) {
			entry.outcome = 'failed';
			entry.problem = error instanceof Error ? error.message : String(error);
		}
	}
	const sharedWith = [...new Set(known.map(({ account }) => account))].filter((account) => account !== answers.account);
	const logins = (await api.credentials()).filter(({ type, name }) => type === 'httpBasicAuth' && name === PAGES_LOGIN);
	const shared = [
		...tables.map((table) => ({ ...table, kind: 'table' as const, end: () => api.deleteTable(table) })),
		...logins.map((login) => ({ ...login, kind: 'credential' as const, end: () => api.deleteCredential(login) })),
	];
	for (const { id, name, kind, end } of shared) {
		const entry: Removed = { name, kind, id, outcome: 'listed', problem: '' };
		removed.push(entry);
		if (!deleteTables || dryRun) continue;
		if (sharedWith.length > 0) {
			entry.problem = 'It stays, because another Zoom account is still installed in this n8n and uses it.';
			continue;
		}
		try {
			await end();
			entry.outcome = 'deleted';
		} catch (error) {
			entry.outcome = 'failed';
			entry.problem = error instanceof Error ? error.message : String(error);
		}
	}
	return removed;
}
