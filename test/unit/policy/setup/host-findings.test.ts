import {
	type BinaryFacts,
	binaryDataFinding,
	tablesFinding,
	tablesNotMeasured,
	timeZoneFinding,
} from '../../../../lib/policy/setup/host-findings';
import { versionFinding } from '../../../../lib/policy/setup/n8n-version';
import type { SetupFinding } from '../../../../lib/policy/setup/setup-findings';

const one: BinaryFacts = { mode: 'filesystem-v2', queueMode: false, onWorker: false, readByMain: null };
const worker: BinaryFacts = { ...one, queueMode: true, onWorker: true };
const MIB = 1024 * 1024;
const table = (name: string, mebibytes: number) => ({ name, sizeBytes: mebibytes * MIB });

test.each<[string, SetupFinding, SetupFinding['result']]>([
	['binary data in memory', binaryDataFinding({ ...one, mode: 'default' }), 'warning'],
	['files of the only process', binaryDataFinding(one), 'ok'],
	['files of a worker that main has read', binaryDataFinding({ ...worker, readByMain: 'yes' }), 'ok'],
	['files of a worker that main does not find', binaryDataFinding({ ...worker, readByMain: 'no' }), 'problem'],
	['files of a worker, and main is silent', binaryDataFinding({ ...worker, readByMain: { unknown: 'x.' } }), 'warning'],
	['files in queue mode, looked at from main', binaryDataFinding({ ...worker, onWorker: false }), 'warning'],
	[
		'the database in queue mode, looked at from main',
		binaryDataFinding({ ...worker, onWorker: false, mode: 'database' }),
		'ok',
	],
	['a database that main cannot read', binaryDataFinding({ ...worker, mode: 'database', readByMain: 'no' }), 'problem'],
	['a time zone that nobody chose', timeZoneFinding('America/New_York', ''), 'warning'],
	['New York, chosen', timeZoneFinding('America/New_York', 'America/New_York'), 'ok'],
	['a time zone of the workflow', timeZoneFinding('Europe/Berlin', ''), 'ok'],
	['an n8n older than the templates', versionFinding('2.35.7', true), 'problem'],
	['an n8n with holes in forms and waits', versionFinding('2.40.7', true), 'warning'],
	['the last n8n 2.41 with them', versionFinding('2.41.3', true), 'warning'],
	['n8n 2.41 mended', versionFinding('2.41.4', true), 'ok'],
	['the first n8n 2.42', versionFinding('2.42.0', true), 'warning'],
	['n8n 2.42 mended', versionFinding('2.42.1', true), 'ok'],
	['a later n8n', versionFinding('2.46.0-rc.1', true), 'ok'],
	['n8n 3', versionFinding('3.0.0', true), 'ok'],
	['an n8n that does not say its version', versionFinding(null, true), 'warning'],
	['no table', tablesFinding([], 200 * MIB), 'ok'],
	['tables at 69 %', tablesFinding([table('a', 69)], 100 * MIB), 'ok'],
	['tables at 70 %', tablesFinding([table('a', 60), table('b', 10)], 100 * MIB), 'warning'],
	['tables beyond the limit', tablesFinding([table('a', 101)], 100 * MIB), 'problem'],
	['tables that could not be measured', tablesNotMeasured('the key is refused.', 'Make another.'), 'warning'],
])('%s', (_, finding, result) => {
	expect(finding.result).toBe(result);
	expect(finding.message).toMatch(/^\S.*\.$/);
	expect(finding.remedy === '').toBe(result === 'ok');
});

test('full tables name the setting, the largest tables, and what stops', () => {
	const { message, remedy } = tablesFinding(
		[table('ledger', 150), table('x', 0.01), table('y', 30), table('z', 40)],
		200 * MIB,
	);
	expect(message).toContain('220 of 200 MiB (110 %); the largest: ledger 150, z 40, y 30.');
	expect(remedy).toContain('N8N_DATA_TABLES_MAX_SIZE_BYTES');
});

test('who has not yet allowed unverified packages hears of it before n8n 3', () => {
	expect(versionFinding('2.46.0', false).message).toContain('N8N_UNVERIFIED_PACKAGES_ENABLED=true');
	expect(versionFinding('2.46.0', true).message).not.toContain('N8N_UNVERIFIED_PACKAGES_ENABLED');
});
