import { spawn } from 'node:child_process';
import { basename } from 'node:path';

import { SetupError } from './progress.mjs';

const NETWORK =
	/\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT|FETCH_ERROR)\b/;

/**
 * Runs npm quietly; its output is shown only when it fails.
 * @param {string[]} args
 * @param {{ cwd: string, env?: Record<string, string>, doing: string }} options `doing` completes "npm could not …"
 */
export async function npm(args, { cwd, env = {}, doing }) {
	const given = process.env.npm_execpath;
	const own = given !== undefined && basename(given) === 'npm-cli.js';
	const command = own ? process.execPath : 'npm';
	// A missing network should be reported in seconds, not after npm's default of several minutes.
	const quick = ['--fetch-retries=2', '--fetch-retry-mintimeout=1000', '--fetch-retry-maxtimeout=5000'];
	// `npm run --silent` hands its silence down, and with it the reason of a failure.
	const plain = ['--loglevel=warn', '--no-audit', '--no-fund', '--no-update-notifier'];
	const all = [...(own ? [given] : []), ...args, ...plain, ...quick];
	const child = spawn(command, all, {
		cwd,
		env: { ...process.env, ...env },
		stdio: ['ignore', 'pipe', 'pipe'],
		shell: !own && process.platform === 'win32',
	});
	let output = '';
	for (const stream of [child.stdout, child.stderr])
		stream.on('data', (chunk) => (output = (output + chunk).slice(-200_000)));
	const code = await new Promise((resolve, reject) => {
		child.once('error', (error) =>
			reject(
				new SetupError(
					`npm could not be started to ${doing} (${error.message}). Install npm, which comes with Node, and try again.`,
				),
			),
		);
		child.once('close', resolve);
	});
	if (code === 0) return;
	const lines = output
		.split('\n')
		.filter((line) => /npm (error|ERR!)/.test(line) && !/complete log|error\s+at /.test(line));
	// npm says the reason first and goes on with a dump of its error.
	const excerpt = (lines.length > 0 ? lines.slice(0, 6) : output.trim().split('\n').slice(-12)).join('\n');
	if (NETWORK.test(output)) {
		throw new SetupError(
			`npm could not reach its registry to ${doing}. Check the network connection and npm's settings for proxy and registry ` +
				`("npm config list"), then run the same command again: finished steps are kept.\n${excerpt}`,
		);
	}
	throw new SetupError(`npm could not ${doing} (exit code ${code}).\n${excerpt}`);
}
