import { existsSync, globSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

import type { Sandbox } from '../sandbox';
import { startSandbox } from '../sandbox';
import { AccountCopies, insertRow } from './account-copies';
import type { ImportedWorkflow, N8n } from './harness';
import { startN8n } from './harness';
import { listsOfTwoAccounts, PROVISIONING } from './two-accounts-people';

/**
 * Queue mode with two Zoom accounts, set up as it must not be: binary data in files, and a folder of its own for the worker.
 * Executions succeed, but main cannot show what they made. The check of the setup has to find that out.
 */
const inPath = (program: string) =>
	[...(process.env.PATH ?? '').split(delimiter), '/usr/sbin'].some((folder) => existsSync(join(folder, program)));
const possible =
	inPath('redis-server') && inPath('setpriv') && globSync('/usr/lib/postgresql/*/bin/postgres').length > 0;

(possible ? describe : describe.skip)('a worker with a folder of its own, and two accounts', () => {
	const folder = mkdtempSync(join(tmpdir(), 'zoom-kaltura-worker-files-'));
	let sandbox: Sandbox;
	let n8n: N8n;
	const imported: Array<Record<string, ImportedWorkflow>> = [];
	const accountIds: string[] = [];

	beforeAll(async () => {
		[sandbox, n8n] = await Promise.all([
			startSandbox({ data: 'people', zoomAccounts: 2, indexLagMs: 0 }),
			startN8n({
				workers: 1,
				// What a button starts goes to the worker too.
				env: { N8N_DEFAULT_BINARY_DATA_MODE: 'filesystem', OFFLOAD_MANUAL_EXECUTIONS_TO_WORKERS: 'true' },
				workerEnv: { N8N_STORAGE_PATH: folder },
			}),
		]);
		for (const [index, fields] of sandbox.credentialsByAccount.entries()) {
			const { zoomServerToServerOAuth2Api, kalturaApi } = fields;
			accountIds.push(zoomServerToServerOAuth2Api.accountId);
			const login = { user: 'decider', password: 'decider-password-1' };
			const copies = await AccountCopies.of(n8n, 'AB'[index]!, {
				zoomServerToServerOAuth2Api,
				kalturaApi,
				httpBasicAuth: login,
			});
			for (const key of ['take-claim', 'check-setup', 'compare-users', 'sync-users', ...PROVISIONING])
				await copies.add(key);
			await copies.add('provision-zoom-users', { approveFrom: 10 });
			imported.push(copies.imported);
		}
	}, 600_000);
	afterAll(async () => {
		await Promise.all([n8n?.stop(), sandbox?.stop()]);
		rmSync(folder, { recursive: true, force: true });
	});

	const run = async (account: number, template: string, trigger: string) => {
		const execution = await n8n.run(imported[account]![template]!.id, { trigger, timeoutMs: 120_000 });
		expect(execution.error).toBeNull();
		return execution;
	};

	test('that main cannot see what a worker wrote is found by the check of the setup, and never called fine', async () => {
		const { nodes } = await run(0, 'check-setup', 'Check Now');
		const findings = nodes['Check Everything']![0]!.outputs[0]!.map(({ json }) => json);
		expect(findings.find(({ check }) => check === 'Binary data')).toMatchObject({
			result: 'problem',
			message: expect.stringContaining('the main process does not find it'),
			remedy: expect.stringContaining('N8N_DEFAULT_BINARY_DATA_MODE=database'),
		});
	}, 120_000);

	listsOfTwoAccounts(() => ({
		sandbox,
		n8n,
		imported,
		accountIds,
		run,
		insert: (table, row) => insertRow(n8n, table, row),
	}));
});
