#!/usr/bin/env node
import { randomBytes } from 'node:crypto';

import { packageVersion, shippedTemplates, writeTemplates } from '../../lib/n8n/templates';
import { N8nApi } from '../../lib/n8n-api/client';
import { type InstalledWorkflow, install } from '../../lib/pipeline/installation/install';
import { type Removed, remove } from '../../lib/pipeline/installation/remove';
import {
	acceptedCredentials,
	chosenCredentials,
	missingCredentials,
} from '../../lib/policy/setup/installation/credentials';
import type { Answers } from '../../lib/policy/setup/installation/wiring';

import { HELP, pair, readArguments, readParts, required, UsageError } from './arguments';

export async function main(
	args: readonly string[],
	environment: Readonly<Record<string, string | undefined>>,
): Promise<number> {
	const read = readArguments(args);
	if (read instanceof UsageError) throw read;
	const { values, positionals } = read;
	const [command] = positionals;
	if (values.help || command === undefined) {
		process.stdout.write(HELP);
		return command === undefined && !values.help ? 1 : 0;
	}
	if (command === 'templates') {
		const files = writeTemplates(required(positionals[1], 'The folder to write into'), values.wired === true);
		process.stdout.write(files.map((file) => `${file}\n`).join(''));
		return 0;
	}
	if (command !== 'install' && command !== 'remove')
		throw new UsageError(`There is no command "${command}"; there are install, remove and templates.`);
	const key = environment.N8N_API_KEY?.trim();
	if (!key) throw new UsageError('Put an API key into the environment variable N8N_API_KEY (n8n: Settings → n8n API).');
	const api = new N8nApi(transport(required(values.url, '--url'), key));
	const stored = await api.credentials();
	const answers: Answers = {
		account: required(values.account, '--account'),
		accountName: values['account-name'] ?? '',
		timezone: values.timezone ?? '',
		configuration: Object.fromEntries((values.set ?? []).map((text) => pair(text, '--set'))),
		credentials: chosenCredentials(namedCredentials(values.credential ?? [], stored), stored),
	};
	const dryRun = values['dry-run'] === true;
	const templates = shippedTemplates();
	const results =
		command === 'install'
			? await install(
					api,
					{
						templates,
						version: packageVersion(),
						parts: readParts(values.parts ?? 'ingest,reports'),
						answers,
						storedCredentials: new Set(stored.map(({ id }) => id)),
						accepted: acceptedCredentials,
						missingCredentials,
						dryRun,
						newSecret: () => randomBytes(24).toString('base64url'),
						conflicts: values['take-new'] ? 'takeNew' : 'keepMine',
					},
					new Date().toISOString(),
				)
			: await remove(api, {
					templates,
					answers,
					dryRun,
					archive: values.archive === true,
					deleteTables: values['delete-tables'] === true,
				});
	process.stdout.write(values.json ? `${JSON.stringify(results, null, 2)}\n` : results.map(lineOf).join(''));
	return results.some(({ problem }) => problem !== '') ? 1 : 0;
}

function namedCredentials(
	texts: readonly string[],
	stored: Awaited<ReturnType<N8nApi['credentials']>>,
): Answers['credentials'] {
	return Object.fromEntries(
		texts.map((text) => {
			const [type, name] = pair(text, '--credential');
			const found = stored.find((one) => one.type === type && one.name === name);
			if (!found) {
				const names = stored.filter((one) => one.type === type).map((one) => one.name);
				throw new UsageError(
					`This n8n has no credential "${name}" of the type ${type}${names.length > 0 ? `; it has ${names.join(', ')}` : ''}.`,
				);
			}
			return [type, { id: found.id, name: found.name }];
		}),
	);
}

function transport(url: string, key: string): ConstructorParameters<typeof N8nApi>[0] {
	if (!URL.canParse(url)) throw new UsageError(`--url ${url} is no web address, such as http://localhost:5678.`);
	const root = `${url.replace(/\/+$/, '').replace(/\/api\/v1$/, '')}/api/v1`;
	return async ({ method, path, query = {}, body }) => {
		const search = new URLSearchParams(query).toString();
		const response = await fetch(`${root}${path}${search === '' ? '' : `?${search}`}`, {
			method,
			headers: { accept: 'application/json', 'content-type': 'application/json', 'X-N8N-API-KEY': key },
			...(body === undefined ? {} : { body: JSON.stringify(body) }),
			redirect: 'error', // the key goes to the named host only
			signal: AbortSignal.timeout(60_000),
		});
		const text = await response.text();
		try {
			return { status: response.status, body: text === '' ? {} : (JSON.parse(text) as unknown) };
		} catch {
			return { status: response.status, body: text };
		}
	};
}

function lineOf(result: InstalledWorkflow | Removed): string {
	const rest =
		'published' in result
			? [
					...result.kept.map((line) => `    kept: ${line}`),
					...result.conflicts.map(
						({ node, setting }) => `    conflict: ${node}${setting === null ? '' : `, ${setting}`}`,
					),
				]
			: [];
	return [
		`${result.outcome.padEnd(11)} ${result.name}`,
		...(result.problem === '' ? [] : [`    ${result.problem}`]),
		...rest,
		'',
	].join('\n');
}

if (require.main === module) {
	main(process.argv.slice(2), process.env).then(
		(code) => {
			process.exitCode = code;
		},
		(error: unknown) => {
			process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
			process.exitCode = 1;
		},
	);
}
