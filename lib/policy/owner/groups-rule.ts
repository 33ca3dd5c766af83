import { outcome, type Outcome } from '../outcomes';
import { foldName, type SettingProblem } from '../settings';

/** "Upload recordings management" of Kaltura's Edit Zoom account screen; `both` is ours: opt-out wins over opt-in. */
export type GroupMode = 'all' | 'optIn' | 'optOut' | 'both';

export interface GroupRule {
	mode: GroupMode;
	/** Kaltura group ids, or Zoom group ids and names. Compared trimmed and without regard to case. */
	optIn: readonly string[];
	optOut: readonly string[];
}

/** What happens when no Kaltura user matches the host: `byList` = an opt-in list skips, a mere opt-out list imports. */
export type UnmatchedHostRule = 'byList' | 'skip' | 'import';

/**
 * Opt-in and opt-out by the Kaltura groups of the *matched* owner. The default user's groups never decide about other
 * people's recordings, as they do in Kaltura's own integration.
 *
 * Precedence when both lists are used: a member of an opt-out group is out, even when also in an opt-in group.
 * @param memberOf every group of the owner; null when no Kaltura user matches the host
 * @see docs/vendors/kaltura-integration.md#opt-in-and-opt-out
 */
export function skipByKalturaGroups(
	rule: GroupRule,
	subject: { owner: string | null; host: string; memberOf: readonly string[] | null },
	unmatched: UnmatchedHostRule,
): Outcome | null {
	const { optIn, optOut } = activeLists(rule);
	if (optIn === null && optOut === null) return null;
	if (subject.owner === null || subject.memberOf === null) {
		const skip = unmatched === 'skip' || (unmatched === 'byList' && optIn !== null);
		return skip ? outcome('unmatched-host-not-opted-in', { host: subject.host, groups: optIn ?? optOut ?? [] }) : null;
	}
	const hit = optOut === null ? [] : common(optOut, subject.memberOf);
	if (hit.length > 0) return outcome('in-opt-out-group', { owner: subject.owner, groups: hit });
	if (optIn !== null && common(optIn, subject.memberOf).length === 0) {
		return outcome('not-in-opt-in-group', { owner: subject.owner, groups: optIn });
	}
	return null;
}

/**
 * Opt-out of people whom the host is, but who cannot own anything (blocked users): that they opted out counts before the
 * question who owns the recording instead.
 */
export function skipByOptOut(
	rule: GroupRule,
	people: ReadonlyArray<{ userId: string; memberOf: readonly string[] }>,
): Outcome | null {
	const { optOut } = activeLists(rule);
	for (const { userId, memberOf } of people) {
		const hit = common(optOut ?? [], memberOf);
		if (hit.length > 0) return outcome('in-opt-out-group', { owner: userId, groups: hit });
	}
	return null;
}

/**
 * The same by the Zoom groups of the host.
 * @param memberOf ids and names of the host's groups; null when the host has left Zoom, so only an opt-in list skips
 */
export function skipByZoomGroups(
	rule: GroupRule,
	subject: { host: string; memberOf: readonly string[] | null },
): Outcome | null {
	const { optIn, optOut } = activeLists(rule);
	const memberOf = subject.memberOf ?? [];
	const hit = optOut === null ? [] : common(optOut, memberOf);
	if (hit.length > 0) return outcome('in-zoom-opt-out-group', { host: subject.host, groups: hit });
	if (optIn !== null && common(optIn, memberOf).length === 0) {
		return outcome('not-in-zoom-opt-in-group', { host: subject.host, groups: optIn });
	}
	return null;
}

/** Whether memberships must be looked up at all. */
export function needsGroups(rule: GroupRule): boolean {
	return rule.mode !== 'all';
}

/** The groups that a rule names, each once, as the admin wrote them. */
export function groupsOf(rule: GroupRule): string[] {
	const { optIn, optOut } = activeLists(rule);
	const named = new Map<string, string>();
	for (const group of [...(optIn ?? []), ...(optOut ?? [])]) {
		if (!named.has(foldName(group))) named.set(foldName(group), group.trim());
	}
	return [...named.values()];
}

/** @param where "Kaltura" or "Zoom", for the sentences */
export function groupRuleProblems(rule: GroupRule, where: 'Kaltura' | 'Zoom'): SettingProblem[] {
	const problems: SettingProblem[] = [];
	const prefix = where === 'Zoom' ? 'Zoom ' : '';
	const { optIn, optOut } = activeLists(rule);
	for (const [parameter, list] of [
		[`${prefix}Opt-In Groups`, optIn],
		[`${prefix}Opt-Out Groups`, optOut],
	] as const) {
		if (list?.length === 0) {
			problems.push({
				parameter,
				problem: 'is empty, so the rule would decide about nobody or everybody',
				remedy: `Choose at least one ${where} group, or choose Upload All Recordings.`,
			});
		}
	}
	const both = common(optIn ?? [], optOut ?? []);
	if (both.length > 0) {
		problems.push({
			parameter: `${prefix}Opt-Out Groups`,
			problem: `holds ${both.join(', ')}, which is an opt-in group too`,
			remedy: 'Keep each group in one of the two lists.',
		});
	}
	return problems;
}

function activeLists(rule: GroupRule) {
	const clean = (list: readonly string[]) => list.map((group) => group.trim()).filter((group) => group !== '');
	return {
		optIn: rule.mode === 'optIn' || rule.mode === 'both' ? clean(rule.optIn) : null,
		optOut: rule.mode === 'optOut' || rule.mode === 'both' ? clean(rule.optOut) : null,
	};
}

/** The entries of `list` that occur in `other`, as `list` writes them. */
function common(list: readonly string[], other: readonly string[]): string[] {
	const known = new Set(other.map(foldName));
	return list.filter((entry) => known.has(foldName(entry)));
}
