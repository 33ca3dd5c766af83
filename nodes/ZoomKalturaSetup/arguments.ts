import { parseArgs } from 'node:util';

import { PARTS, type Part, isPart } from '../../lib/policy/setup/installation/parts';

export const HELP = `Installs, updates or removes the workflows of n8n-nodes-zoom-kaltura in an n8n, through its public API.

  N8N_API_KEY=… npx n8n-nodes-zoom-kaltura install --url http://localhost:5678 --account ACCOUNT [options]
  N8N_API_KEY=… npx n8n-nodes-zoom-kaltura remove  --url http://localhost:5678 --account ACCOUNT [options]
  npx n8n-nodes-zoom-kaltura templates FOLDER      write the templates as files, to import them by hand

  --url URL              address of the n8n; the package must be installed there
  --account ID           Zoom's account ID, as in the Zoom credential
  --account-name TEXT    added to the workflows' names, where several Zoom accounts share the n8n
  --parts A,B            ${Object.keys(PARTS).join(', ')}; default ingest,reports
  --credential TYPE=NAME which credential to use where there are several of a type; may be repeated
  --set FIELD=VALUE      a field of the nodes named Configuration, such as defaultUser=media.team; may be repeated
  --timezone ZONE        when the schedules run, such as Europe/Berlin
  --take-new             where you and the new version changed the same setting, take the new one
  --archive              remove: move the workflows to n8n's archive as well
  --delete-tables        remove: delete the tables with all that they remember
  --wired                templates: with ids by which they call each other, for n8n import:workflow --separate
  --dry-run              only say what would be done
  --json                 print the result as JSON

The API key is read from the environment only, so that it stands in no history. It exits with 1 when something needs you.
`;

/** What is wrong with the command line, as a sentence. */
export class UsageError extends Error {}

export function readArguments(args: readonly string[]) {
	try {
		return parseArgs({
			args: [...args],
			allowPositionals: true,
			options: {
				url: { type: 'string' },
				account: { type: 'string' },
				'account-name': { type: 'string' },
				parts: { type: 'string' },
				credential: { type: 'string', multiple: true },
				set: { type: 'string', multiple: true },
				timezone: { type: 'string' },
				'take-new': { type: 'boolean' },
				archive: { type: 'boolean' },
				'delete-tables': { type: 'boolean' },
				'dry-run': { type: 'boolean' },
				wired: { type: 'boolean' },
				json: { type: 'boolean' },
				help: { type: 'boolean', short: 'h' },
			},
		});
	} catch (error) {
		return new UsageError(error instanceof Error ? error.message : String(error));
	}
}

export function required(value: string | undefined, option: string): string {
	if (value === undefined || value.trim() === '')
		throw new UsageError(`${option} is missing; --help shows what it takes.`);
	return value.trim();
}

export function pair(text: string, option: string): [string, string] {
	const at = text.indexOf('=');
	if (at < 1) throw new UsageError(`${option} ${text} has no "="; write ${option} NAME=VALUE.`);
	return [text.slice(0, at), text.slice(at + 1)];
}

export function readParts(text: string): Part[] {
	const parts = text.split(',').map((part) => part.trim());
	const unknown = parts.filter((part) => !isPart(part));
	if (unknown.length > 0)
		throw new UsageError(`There is no part ${unknown.join(', ')}; there are ${Object.keys(PARTS).join(', ')}.`);
	return parts as Part[];
}
