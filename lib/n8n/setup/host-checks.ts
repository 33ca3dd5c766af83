import { readFileSync, realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import { Readable } from 'node:stream';

import type { IBinaryData, IExecuteFunctions, IN8nHttpFullResponse } from 'n8n-workflow';

import { type BinaryFacts, binaryDataFinding, timeZoneFinding } from '../../policy/setup/host-findings';
import { versionFinding } from '../../policy/setup/n8n-version';
import { webhookFinding, type SetupFinding } from '../../policy/setup/setup-findings';

import { readAnswer, UNREAD } from '../vendor-answer';

const TIMEOUT_MS = 15_000;

/** Of the n8n that runs this: its version, where binary data goes, its time zone, and whether its webhook address leads back here. */
export async function checkHost(context: IExecuteFunctions, webhookUrl: string): Promise<SetupFinding[]> {
	const findings = [
		checkVersion(),
		binaryDataFinding(await binaryFacts(context)),
		timeZoneFinding(context.getTimezone(), (process.env.GENERIC_TIMEZONE ?? '').trim()),
	];
	if (webhookUrl === '') return findings;
	const asked = context.helpers.httpRequest({
		method: 'POST',
		url: webhookUrl,
		headers: { 'content-type': 'application/json' },
		body: '{}',
		...UNREAD,
		ignoreHttpStatusErrors: true,
		disableFollowRedirect: true,
		timeout: TIMEOUT_MS,
	}) as Promise<IN8nHttpFullResponse>;
	findings.push(
		await asked.then(
			// Only the status counts.
			({ statusCode, body }) => {
				if (body instanceof Readable) body.on('error', () => undefined).destroy();
				return webhookFinding(webhookUrl, statusCode, '');
			},
			(error: Error) => webhookFinding(webhookUrl, null, error.message),
		),
	);
	return findings;
}

/** Whether the n8n that runs this has known holes, and what has to be set before its next great version. */
export function checkVersion(): SetupFinding {
	return versionFinding(ownVersion(), process.env.N8N_UNVERIFIED_PACKAGES_ENABLED === 'true');
}

/** n8n tells nodes nothing about itself; but it is the program that runs, and its package.json lies above that. */
function ownVersion(): string | null {
	try {
		const manifest = resolve(realpathSync(process.argv[1] ?? ''), '../../package.json');
		const { name, version } = JSON.parse(readFileSync(manifest, 'utf8')) as Record<string, unknown>;
		return name === 'n8n' && typeof version === 'string' ? version : null;
	} catch {
		return null;
	}
}

const PROBE = 'written by the check of the setup';

async function binaryFacts(context: IExecuteFunctions): Promise<BinaryFacts> {
	const queueMode = process.env.EXECUTIONS_MODE === 'queue';
	const onWorker = queueMode && process.argv.includes('worker');
	const probe = await context.helpers.prepareBinaryData(Buffer.from(PROBE), 'probe.txt', 'text/plain');
	if (probe.id === undefined) return { mode: 'default', queueMode, onWorker, readByMain: null };
	// Data outside of memory is named by "<mode>:<place>".
	const mode = probe.id.split(':')[0] ?? 'default';
	return { mode, queueMode, onWorker, readByMain: onWorker ? await readByMain(context, probe) : null };
}

/** Asks the process that answers browsers for what this one wrote, at an address that n8n signs for the purpose. */
async function readByMain(context: IExecuteFunctions, probe: IBinaryData): Promise<BinaryFacts['readByMain']> {
	const address = context.helpers.createBinarySignedUrl(probe, '5 minutes');
	const elsewhere = {
		unknown: `at ${new URL(address).origin} another program answers; set WEBHOOK_URL and N8N_EDITOR_BASE_URL for workers too.`,
	};
	try {
		// Whoever answers must be n8n's main process: that refuses what it did not sign with 400.
		const unsigned = await askFor(context, address.replace(/token=.*$/, 'token=none'));
		if (unsigned.status !== 400) return elsewhere;
		const { status, text } = await askFor(context, address);
		if (status === 200 && text === PROBE) return 'yes';
		// n8n's answers for data that it does not have.
		return status === 404 || status === 500 ? 'no' : elsewhere;
	} catch (error) {
		// The address is signed and must not be repeated, so only the kind of the failure is.
		const code = (error as { code?: unknown }).code;
		return {
			unknown: `${new URL(address).origin} does not answer from here (${typeof code === 'string' ? code : 'no answer'}).`,
		};
	}
}

async function askFor(context: IExecuteFunctions, url: string): Promise<{ status: number; text: string }> {
	const answer = (await context.helpers.httpRequest({
		method: 'GET',
		url,
		...UNREAD,
		ignoreHttpStatusErrors: true,
		disableFollowRedirect: true,
		timeout: TIMEOUT_MS,
	})) as IN8nHttpFullResponse;
	return await readAnswer(answer, TIMEOUT_MS);
}
