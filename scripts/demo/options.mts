import { parseArgs } from 'node:util';

export const HELP = `npm run demo -- [options]

Starts a local Zoom, a local Kaltura and n8n with this package, and plays a small day of recordings. Stays until Ctrl-C.

  --once             play the day on empty servers, check what arrived, end; exit code 1 when something is missing
  --rehearse         instead of the day: the workflow "rehearse" with these accounts; ends with what it saw
  --reset            forget what earlier runs left (.demo)
  --mood MOOD        calm (default), or hostile: both answer with everything that their documents allow
  --seed N           of a hostile day, to play it again
  --pace MS          pause between two things that happen in the day (2500; 400 with --once)
  --n8n-port N       port of n8n: editor and webhooks
  --zoom-port N      port of Zoom's API
  --cdn-port N       port of the origin that Zoom redirects downloads to
  --kaltura-port N   port of Kaltura
  --console-port N   port of the console page
  --help             this text

Ports that are not given are the ones of the last run, or free ones.
`;

export interface Options {
	once: boolean;
	rehearse: boolean;
	reset: boolean;
	help: boolean;
	mood: 'calm' | 'hostile';
	seed?: number;
	paceMs: number;
	ports: Ports;
}

export interface Ports {
	n8n?: number;
	zoom?: number;
	cdn?: number;
	kaltura?: number;
	console?: number;
}

export class UsageError extends Error {}

/** @throws {UsageError} for an option that does not exist or cannot be */
export function readOptions(argv: string[]): Options {
	let values;
	try {
		({ values } = parseArgs({
			args: argv,
			options: {
				once: { type: 'boolean', default: false },
				rehearse: { type: 'boolean', default: false },
				reset: { type: 'boolean', default: false },
				help: { type: 'boolean', default: false },
				mood: { type: 'string', default: 'calm' },
				seed: { type: 'string' },
				pace: { type: 'string' },
				'n8n-port': { type: 'string' },
				'zoom-port': { type: 'string' },
				'cdn-port': { type: 'string' },
				'kaltura-port': { type: 'string' },
				'console-port': { type: 'string' },
			},
		}));
	} catch (error) {
		throw new UsageError(error instanceof Error ? error.message : String(error));
	}
	const number = (name: keyof typeof values, highest: number): number | undefined => {
		const text = values[name];
		if (text === undefined) return undefined;
		if (!/^\d+$/.test(String(text)) || Number(text) > highest) {
			throw new UsageError(`--${name} must be a whole number up to ${highest}, not "${text}".`);
		}
		return Number(text);
	};
	const ports: Ports = {};
	for (const name of ['n8n', 'zoom', 'cdn', 'kaltura', 'console'] as const) {
		const port = number(`${name}-port`, 65_535);
		if (port) ports[name] = port;
	}
	const { mood } = values;
	if (mood !== 'calm' && mood !== 'hostile') throw new UsageError(`--mood must be calm or hostile, not "${mood}".`);
	const seed = number('seed', 999_999_999);
	return {
		mood,
		...(seed === undefined ? {} : { seed }),
		// It needs nothing of an earlier run, and leaves nothing for a later one.
		once: values.once || values.rehearse,
		rehearse: values.rehearse,
		reset: values.reset,
		help: values.help,
		paceMs: number('pace', 600_000) ?? (values.once ? 400 : 2500),
		ports,
	};
}
