/**
 * Kaltura's own test suite of its official client passes against the local Kaltura: unpacked from the npm package into a
 * folder of its own, with a config.json for this server, run by mocha. Nothing of it is copied into the repository.
 */
import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';

import { type KalturaAlone, PARTNER_ID, startKalturaAlone, USER_SECRET } from './kaltura-alone';

const MODULES = resolve(__dirname, '../../node_modules');
const PACKAGE = dirname(require.resolve('kaltura-client/package.json'));

let kaltura: KalturaAlone;
let folder: string;
beforeAll(async () => {
	kaltura = await startKalturaAlone('--index-lag-ms', '0', '--conversion-ms', '20');
	folder = mkdtempSync(join(tmpdir(), 'kaltura-client-'));
	// Not its config.json, which somebody left there.
	cpSync(PACKAGE, folder, { recursive: true, filter: (path) => !path.endsWith('config.json') });
	symlinkSync(MODULES, join(folder, 'node_modules'));
	const config = { secret: USER_SECRET, partnerId: PARTNER_ID, serviceUrl: kaltura.serviceUrl };
	writeFileSync(join(folder, 'config.json'), JSON.stringify(config));
});
afterAll(async () => {
	await kaltura.stop();
	rmSync(folder, { recursive: true, force: true });
});

test('all four tests of Kaltura’s own suite pass', async () => {
	const mocha = join(MODULES, 'mocha/bin/mocha.js');
	const { stdout } = await promisify(execFile)(
		process.execPath,
		[mocha, '--timeout', '60000', '--reporter', 'json', '--reporter-option', 'output=report.json', 'test'],
		{ cwd: folder, env: { ...process.env, NODE_OPTIONS: '' }, maxBuffer: 64 * 1024 * 1024 },
	).catch((failure: { stdout?: string; stderr?: string }) => ({ stdout: `${failure.stdout}\n${failure.stderr}` }));
	// When mocha could not even begin, what it said is shown instead of a missing file.
	const path = join(folder, 'report.json');
	expect(existsSync(path) ? '' : stdout.slice(-2000)).toBe('');
	const report = JSON.parse(readFileSync(path, 'utf8')) as {
		stats: object;
		failures: Array<{ err: { message: string } }>;
	};
	expect(report.failures.map(({ err }) => err.message)).toEqual([]);
	expect(report.stats).toMatchObject({ tests: 4, passes: 4, failures: 0, pending: 0 });
}, 120_000);
