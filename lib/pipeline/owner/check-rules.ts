import type { KalturaClient } from '../../kaltura/client';
import { inParallel } from '../../http/in-parallel';
import { isExplained } from '../../policy/failures';
import { namesOf, type RuleFinding, ruleFindings, unknownNameFindings } from '../../policy/routing/findings';
import type { RulesApply } from '../../policy/routing/route';
import type { Rule } from '../../policy/routing/rule';
import { foldName } from '../../policy/settings';
import type { ZoomClient } from '../../zoom/client';
import { listGroupNames } from '../../zoom/group-names';

import { KalturaFacts, questionFor } from './kaltura-facts';
import { candidateOf, usable } from './routing';

/** More hosts are not asked for one by one: the list of all users of the account is shorter then. */
const FEW_HOSTS = 30;
const CALLS_IN_FLIGHT = 6;

/**
 * What is wrong with rules: cells, rules that never act, names that Zoom or Kaltura do not know. Only reads. What a vendor
 * will not tell is left out, and said.
 * @param today YYYY-MM-DD
 */
export async function checkRules(
	zoom: ZoomClient,
	kaltura: KalturaClient,
	rules: readonly Rule[],
	{ apply, today }: { apply: RulesApply; today: string },
): Promise<{ findings: RuleFinding[]; notChecked: string[] }> {
	const names = namesOf(rules);
	const notChecked: string[] = [];
	const unknown = async (list: readonly string[], find: (list: readonly string[]) => Promise<string[]>) => {
		if (list.length === 0) return [];
		return await find(list).catch((error: unknown) => {
			if (!isExplained(error)) throw error;
			notChecked.push(error.message);
			return [];
		});
	};
	const [hosts, zoomGroups, users, categories] = await Promise.all([
		unknown(names.hosts, (list) => unknownHosts(zoom, list)),
		unknown(names.zoomGroups, (list) => unknownGroups(zoom, list)),
		unknown(names.users, (list) => unknownUsers(kaltura, list)),
		unknown(names.categories, (list) => unknownCategories(kaltura, list)),
	]);
	return {
		findings: [
			...ruleFindings(rules, apply, today),
			...unknownNameFindings(rules, { hosts, zoomGroups, users, categories }),
		].toSorted((a, b) => a.row - b.row),
		notChecked,
	};
}

async function unknownHosts({ users }: ZoomClient, hosts: readonly string[]): Promise<string[]> {
	if (hosts.length <= FEW_HOSTS) {
		const found = await inParallel(hosts, CALLS_IN_FLIGHT, (host) => users.get(host));
		return hosts.filter((_, index) => found[index] === null);
	}
	const known = new Set<string>();
	for (const status of ['active', 'inactive', 'pending'] as const) {
		for await (const page of users.list(status)) {
			for (const { id, email } of page) known.add(id ?? '').add(foldName(email ?? ''));
		}
	}
	return hosts.filter((host) => !known.has(host) && !known.has(foldName(host)));
}

async function unknownGroups({ api }: ZoomClient, groups: readonly string[]): Promise<string[]> {
	const known = new Set((await listGroupNames(api)).flatMap(({ id, name }) => [foldName(id), foldName(name)]));
	return groups.filter((group) => !known.has(foldName(group)));
}

async function unknownUsers(kaltura: KalturaClient, ids: readonly string[]): Promise<string[]> {
	const candidates = ids.map(candidateOf);
	const answers = await new KalturaFacts(kaltura).ask(questionFor(candidates));
	return ids.filter((_, index) => 'problem' in usable(candidates[index]!, answers.facts(candidates[index]!)));
}

async function unknownCategories({ categories }: KalturaClient, names: readonly string[]): Promise<string[]> {
	const found = await categories.find(names);
	return names.filter((_, index) => 'problem' in found[index]!);
}
