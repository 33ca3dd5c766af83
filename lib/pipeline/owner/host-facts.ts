import { isExplained } from '../../policy/failures';
import type { HostFacts } from '../../policy/owner/host-facts';

import type { Case } from './case';
import type { ZoomFacts } from './zoom-facts';

/** Puts the facts on every recording that goes on to the import; null for a host who is not in Zoom any more. */
export async function addHostFacts(cases: readonly Case[], zoom: ZoomFacts): Promise<void> {
	await Promise.all(
		cases.map(async (one) => {
			const { answer } = one;
			if (answer && 'owner' in answer) answer.hostFacts = await factsOf(one, zoom);
		}),
	);
}

async function factsOf({ host, settings }: Case, zoom: ZoomFacts): Promise<HostFacts | null> {
	if (host?.state !== 'known') return null;
	const { firstName, lastName, displayName = '', department = '', jobTitle = '', groupIds } = host;
	const facts = { firstName, lastName, displayName, department, jobTitle };
	const unnamed = groupIds.map((id) => ({ id, name: null }));
	if (!settings.hostGroupNames || groupIds.length === 0) return { ...facts, groups: unnamed };
	return await zoom.groupsNamed(groupIds).then(
		(groups) => ({ ...facts, groups }),
		(error: unknown) => {
			if (!isExplained(error)) throw error;
			return { ...facts, groups: unnamed, groupNamesMissing: error.message };
		},
	);
}
