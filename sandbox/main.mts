/**
 * Starts a local Zoom, a local Kaltura and the console page in one process: `npm run sandbox`.
 *
 * With --json it prints exactly one line of JSON when everything listens: the addresses and every credential field, for
 * scripts, tests and people who point their own n8n at it. Nothing outlives this process, and with --with-parent this
 * process does not outlive the one that started it (its standard input closes).
 */
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type Mood, newSeed } from './dice.mts';
import { startConsole } from './console/server.mts';
import { startKaltura } from './kaltura/server.mts';
import { readLikeness, UnreadableRehearsal } from './like.mts';
import { startZoom } from './zoom/server.mts';

const HELP = `npm run sandbox -- [options]

  --json                 print one line of JSON (addresses and credentials) instead of text
  --data NAME            what is there at the start: demo (default), empty, or a size that the servers know
  --zoom-accounts N      how many Zoom accounts, each a server of its own (1)
  --zoom-port N          port of the (first) Zoom; 0 or absent: a free one
  --cdn-port N           port of the origin that the (first) Zoom redirects downloads to
  --kaltura-port N       port of Kaltura
  --console-port N       port of the console page
  --no-console           without the console page
  --index-lag-ms N       how long Kaltura's lists and searches lag behind what was written
  --conversion-ms N      how long Kaltura converts an entry before it is READY
  --state FOLDER         load what an earlier run left there, and save to it
  --mood MOOD            calm (default), or hostile: both answer with everything that their documents allow
  --seed N               of what is left to chance; drawn and printed when it is not given
  --like FILE            behave like the account of this rehearsal.json (docs/rehearsal.md)
  --with-parent          end when standard input closes
  --help                 this text
`;

class UsageError extends Error {}

function readOptions(argv: string[]) {
	const { values } = parseArgs({
		args: argv,
		options: {
			json: { type: 'boolean', default: false },
			data: { type: 'string', default: 'demo' },
			'zoom-accounts': { type: 'string', default: '1' },
			'zoom-port': { type: 'string' },
			'cdn-port': { type: 'string' },
			'kaltura-port': { type: 'string' },
			'console-port': { type: 'string' },
			'no-console': { type: 'boolean', default: false },
			'index-lag-ms': { type: 'string' },
			'conversion-ms': { type: 'string' },
			state: { type: 'string' },
			mood: { type: 'string', default: 'calm' },
			seed: { type: 'string' },
			like: { type: 'string' },
			'with-parent': { type: 'boolean', default: false },
			help: { type: 'boolean', default: false },
		},
	});
	const whole = (name: keyof typeof values, highest: number): number | undefined => {
		const given = values[name];
		if (given === undefined) return undefined;
		const value = Number(given);
		if (!/^\d+$/.test(String(given)) || value > highest) {
			throw new UsageError(`--${name} must be a whole number from 0 to ${highest}, not "${String(given)}".`);
		}
		return value;
	};
	const zoomAccounts = whole('zoom-accounts', 20) ?? 1;
	if (zoomAccounts < 1) throw new UsageError('--zoom-accounts must be at least 1.');
	if (values.mood !== 'calm' && values.mood !== 'hostile') throw new UsageError('--mood must be calm or hostile.');
	return {
		...values,
		mood: values.mood as Mood,
		seed: whole('seed', 999_999_999) ?? newSeed(),
		zoomAccounts,
		zoomPort: whole('zoom-port', 65_535),
		cdnPort: whole('cdn-port', 65_535),
		kalturaPort: whole('kaltura-port', 65_535),
		consolePort: whole('console-port', 65_535),
		indexLagMs: whole('index-lag-ms', 3_600_000),
		conversionMs: whole('conversion-ms', 3_600_000),
	};
}

type Zoom = Awaited<ReturnType<typeof startZoom>>;

/** What a script needs of one Zoom account; the credential fields are listed apart. */
const addressesOf = ({ origin, apiBaseUrl, tokenUrl, cdnOrigin, control }: Zoom) => ({
	origin,
	apiBaseUrl,
	tokenUrl,
	cdnOrigin,
	control,
});

async function start(argv: string[]): Promise<void> {
	const options = readOptions(argv);
	if (options.help) {
		process.stdout.write(HELP);
		return;
	}
	const like = options.like ? readLikeness(resolve(options.like)) : null;
	const stateFolder = options.state ? resolve(options.state) : null;
	if (stateFolder) await mkdir(stateFolder, { recursive: true });
	const stateFile = (name: string) => (stateFolder ? { state: join(stateFolder, `${name}.json`) } : {});

	// What is open, newest first, so that a failed start closes what it had opened.
	const open: Array<{ close(): Promise<void> }> = [];
	let closing: Promise<void> | null = null;
	const close = (): Promise<void> => {
		closing ??= Promise.allSettled(open.map((server) => server.close())).then((results) => {
			for (const result of results) {
				if (result.status === 'rejected') {
					console.error(`The sandbox did not close cleanly: ${String(result.reason)}`);
					process.exitCode = 1;
				}
			}
		});
		return closing;
	};

	try {
		const zooms: Zoom[] = [];
		for (let account = 0; account < options.zoomAccounts; account++) {
			const zoom = await startZoom({
				account,
				data: options.data,
				mood: options.mood,
				seed: options.seed + account,
				...(like && account === 0 ? { like: like.zoom } : {}),
				...(account === 0 && options.zoomPort ? { port: options.zoomPort } : {}),
				...(account === 0 && options.cdnPort ? { cdnPort: options.cdnPort } : {}),
				...stateFile(`zoom-${account + 1}`),
			});
			open.unshift(zoom);
			zooms.push(zoom);
		}
		const kaltura = await startKaltura({
			data: options.data,
			mood: options.mood,
			seed: options.seed,
			...like?.kaltura,
			...(options.kalturaPort ? { port: options.kalturaPort } : {}),
			...(options.indexLagMs === undefined ? {} : { indexLagMs: options.indexLagMs }),
			...(options.conversionMs === undefined ? {} : { conversionMs: options.conversionMs }),
			...stateFile('kaltura'),
		});
		open.unshift(kaltura);
		const page = options['no-console']
			? null
			: await startConsole({
					port: options.consolePort ?? 0,
					zooms: zooms.map(({ control }) => control),
					kaltura: kaltura.control,
				});
		if (page) open.unshift(page);

		const { kalturaApi } = kaltura.credentials;
		const ofKaltura = like?.withoutPrivileges ? { kalturaApi: { ...kalturaApi, privileges: '' } } : { kalturaApi };
		const credentialsByAccount = zooms.map((zoom) => ({ ...zoom.credentials, ...ofKaltura }));
		if (like) process.stderr.write(`The sandbox is like that account: ${like.said.join('; ')}.\n`);
		if (options.mood === 'hostile') process.stderr.write(`The sandbox is hostile, --seed ${options.seed}\n`);
		const started = {
			zoom: addressesOf(zooms[0]!),
			zoomAccounts: zooms.map(addressesOf),
			kaltura: { serviceUrl: kaltura.serviceUrl, control: kaltura.control },
			console: page?.url ?? null,
			credentials: credentialsByAccount[0],
			credentialsByAccount,
		};

		// Everything that ends it is in place before anybody is told that it runs. An answer that is held back (a slow
		// or silent server was asked for) has nobody left to go to, and must not keep the process.
		const end = () => void close().finally(() => process.exit());
		for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, end);
		if (options['with-parent']) {
			process.stdin.once('end', end);
			process.stdin.once('error', end);
			process.stdin.resume();
			// A closed pipe must not keep us, nor an open one hold us after a signal.
			process.stdin.unref?.();
		}
		// A reader that went away (`npm run sandbox | head -1`) is no reason to crash.
		process.stdout.on('error', end);
		process.stdout.write(options.json ? `${JSON.stringify(started)}\n` : describe(started));
	} catch (error) {
		await close();
		throw error;
	}
}

interface Started {
	zoom: ReturnType<typeof addressesOf>;
	zoomAccounts: Array<ReturnType<typeof addressesOf>>;
	kaltura: { serviceUrl: string; control: string };
	console: string | null;
	credentialsByAccount: Array<Record<string, object>>;
}

/** The same for people: addresses first, then what to type into which credential form. */
function describe(started: Started): string {
	const color = process.stdout.isTTY && !process.env.NO_COLOR;
	const strong = (text: string) => (color ? `\x1b[1m${text}\x1b[0m` : text);
	const dim = (text: string) => (color ? `\x1b[2m${text}\x1b[0m` : text);
	const lines = [
		'',
		...(started.console ? [`  ${strong('Console')}    ${started.console}`] : []),
		...started.zoomAccounts.map(
			(zoom, index) =>
				`  ${strong('Zoom')}       ${zoom.apiBaseUrl}   ${dim(`downloads from ${zoom.cdnOrigin}`)}${started.zoomAccounts.length > 1 ? ` (account ${index + 1})` : ''}`,
		),
		`  ${strong('Kaltura')}    ${started.kaltura.serviceUrl}`,
		'',
	];
	started.credentialsByAccount.forEach((credentials, index) => {
		for (const [type, fields] of Object.entries(credentials)) {
			if (index > 0 && type === 'kalturaApi') continue;
			const account = started.zoomAccounts.length > 1 && type !== 'kalturaApi' ? ` (account ${index + 1})` : '';
			lines.push(`  ${strong(`Credential ${type}`)}${account}`);
			for (const [field, value] of Object.entries(fields)) {
				if (value !== '') lines.push(`    ${field.padEnd(20)} ${String(value)}`);
			}
			lines.push('');
		}
	});
	lines.push('  Ctrl-C ends it.', '');
	return `${lines.join('\n')}\n`;
}

try {
	await start(process.argv.slice(2));
} catch (error) {
	const told =
		error instanceof Error && (error instanceof UsageError || error instanceof UnreadableRehearsal || 'code' in error)
			? error.message
			: error;
	console.error('The sandbox did not start:', told);
	if (error instanceof UsageError || (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS'))
		console.error(`\n${HELP}`);
	process.exitCode = 1;
}
