import { Readable } from 'node:stream';

import type { IExecuteFunctions, IN8nHttpFullResponse } from 'n8n-workflow';

import { binaryDataFinding, webhookFinding, type SetupFinding } from '../../policy/setup/setup-findings';

import { UNREAD } from '../vendor-answer';

const TIMEOUT_MS = 15_000;

/** Of the n8n that runs this: where binary data goes, and whether its webhook address leads back here. */
export async function checkHost(context: IExecuteFunctions, webhookUrl: string): Promise<SetupFinding[]> {
	const probe = await context.helpers.prepareBinaryData(Buffer.from('probe'), 'probe.txt', 'text/plain');
	// Data outside of memory is named by "<mode>:<place>".
	const mode = probe.id === undefined ? 'default' : (probe.id.split(':')[0] ?? 'default');
	const findings = [binaryDataFinding(mode)];
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
