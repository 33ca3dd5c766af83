import type { OperationCall } from '../../lib/n8n/operation';
import { openKaltura } from '../../lib/n8n/kaltura';
import { explainedProblem } from '../../lib/n8n/setup/explained-problem';
import { checkVersion } from '../../lib/n8n/setup/host-checks';
import { checkKaltura } from '../../lib/n8n/setup/kaltura-checks';
import { announceNewest, validateAddress } from '../../lib/n8n/setup/test-event';
import { checkZoom } from '../../lib/n8n/setup/zoom-checks';
import { openZoom } from '../../lib/n8n/zoom';
import type { Part } from '../../lib/policy/setup/installation/parts';
import { type SetupFinding, webhookFinding } from '../../lib/policy/setup/setup-findings';
import { PURPOSES } from '../../lib/zoom/scopes';

import type { SetupClients } from './fields';

/** Which of the app's scopes each part needs. */
const PURPOSES_OF: Record<Part, Array<keyof typeof PURPOSES>> = {
	ingest: ['ingest'],
	cleanup: ['cleanup'],
	reports: [],
	people: ['directory', 'userWrites'],
	groups: [],
	logins: [],
	zoomGroups: ['directory'],
	access: ['directory'],
	campaigns: ['directory'],
};

const RANK = { problem: 0, warning: 1, ok: 2 } as const;

/** What is right and what is not yet, after everything was installed; the worst first. Only reads. */
export async function checkInstallation(
	{ context }: OperationCall<SetupClients>,
	wanted: {
		parts: readonly Part[];
		defaultUser: string;
		category: string;
		/** Where Zoom Trigger answers; null when it is not published. */
		eventsAddress: string | null;
		testEvent: boolean;
	},
): Promise<SetupFinding[]> {
	const purposes = [...new Set(wanted.parts.flatMap((part) => PURPOSES_OF[part]))].map((name) => PURPOSES[name]);
	const findings = [checkVersion(), ...(await checkZoom(context, () => openZoom(context), purposes))];
	if (context.getNode().credentials?.kalturaApi) findings.push(...(await kalturaFindings(context, wanted)));
	if (wanted.eventsAddress !== null && context.getNode().credentials?.zoomWebhookApi) {
		findings.push(await validateAddress(context, wanted.eventsAddress));
		// It may work inside and still be of no use to Zoom.
		if (!wanted.eventsAddress.startsWith('https://')) findings.push(webhookFinding(wanted.eventsAddress, null, ''));
		if (wanted.testEvent) findings.push(await announceNewest(context, wanted.eventsAddress, () => openZoom(context)));
	}
	return findings.toSorted((a, b) => RANK[a.result] - RANK[b.result]);
}

async function kalturaFindings(
	context: OperationCall<SetupClients>['context'],
	{ defaultUser, category }: { defaultUser: string; category: string },
): Promise<SetupFinding[]> {
	try {
		const { kaltura } = await openKaltura(context);
		return await checkKaltura(kaltura, { defaultUser, categories: category === '' ? [] : [category] });
	} catch (error) {
		return [explainedProblem('Kaltura', 'Credential', error)];
	}
}
