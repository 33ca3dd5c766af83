import { endOf } from '../import/visible-until';
import { outcome, type Outcome } from '../outcomes';

import { FoldedFacts, type RoutingFacts } from './match';
import { cellSentence, type Rule } from './rule';

/** `first`: the first rule that fits decides alone. `all`: every rule that fits does its part. */
export type RulesApply = 'all' | 'first';

/** What the rules say about one recording; travels on the item, so it holds names and ids only. */
export interface Routing {
	/** Names of the rules that acted, in their order. */
	rules: string[];
	/** Only its owner gets it: no categories, no rights of others. */
	private?: boolean;
	categories?: string[];
	owner?: string;
	coEditors?: string[];
	coPublishers?: string[];
	/** Template of the entry's name. */
	name?: string;
	tags?: string[];
	conversionProfileId?: number;
	/** Name of the rule because of which the recording stays in Zoom. */
	keepInZoom?: string;
	/** ISO 8601: when the entry stops being visible in Kaltura. */
	visibleUntil?: string;
}

/** `stop` ends the way of the recording; the rules that acted are named in any case. */
export interface Routed {
	routing: Routing;
	stop: Outcome | null;
}

/** Facts that cost a call and that rules may need for this recording, given what is known already. */
export function neededFacts(
	rules: readonly Rule[],
	facts: RoutingFacts,
	apply: RulesApply,
): { groups: boolean; trackingFields: boolean } {
	const needed = { groups: false, trackingFields: false };
	const folded = new FoldedFacts(facts);
	for (const rule of rules) {
		const answer = folded.matches(rule);
		if (answer === 'no') continue;
		if (answer === 'yes' && apply === 'first') break;
		for (const { column } of rule.when) {
			if (column === 'zoomGroup' && facts.groups === undefined) needed.groups = true;
			if (column === 'trackingField' && facts.trackingFields === undefined) needed.trackingFields = true;
		}
	}
	return needed;
}

/**
 * What the rules do with a recording. What cannot be read or known never lets a recording through that a rule may want to
 * keep from people: a mistake in *then* holds back what the rule is for, one in *when* whatever it may be for.
 */
export function routeRecording(rules: readonly Rule[], facts: RoutingFacts, apply: RulesApply): Routed {
	const folded = new FoldedFacts(facts);
	const acting: Rule[] = [];
	let obstacle: { rule: Rule; outcome: Outcome } | null = null;
	for (const rule of rules) {
		const answer = folded.matches(rule);
		if (answer === 'no') continue;
		const problem = obstacleOf(rule, answer, facts);
		// Its host or meeting is not known (any more): a rule that only adds something adds nothing then.
		if (problem === null && answer === 'unknown') continue;
		if (problem === null) acting.push(rule);
		else obstacle ??= { rule, outcome: problem };
		if (apply === 'first') break;
	}
	const skipping = acting.find(({ then }) => then.action === 'skip');
	if (skipping) {
		const { name: rule, then } = skipping;
		return { routing: { rules: [rule] }, stop: outcome('skipped-by-rule', { rule, why: then.reason }) };
	}
	if (obstacle) return { routing: { rules: [obstacle.rule.name] }, stop: obstacle.outcome };
	return { routing: combined(acting, facts), stop: null };
}

function obstacleOf(rule: Rule, answer: 'unknown' | 'yes', { host }: RoutingFacts): Outcome | null {
	const [inWhen] = rule.whenProblems;
	if (inWhen) return outcome('rule-unreadable', { detail: cellSentence(rule, inWhen) });
	const [inThen] = rule.thenProblems;
	if (inThen) return outcome('rule-unreadable', { detail: cellSentence(rule, inThen) });
	if (answer === 'yes' || rule.then.action === 'import') return null;
	return outcome('rule-not-decidable', { rule: rule.name, host: host.email ?? host.id });
}

function combined(acting: readonly Rule[], { recording }: RoutingFacts): Routing {
	const routing: Routing = { rules: acting.map(({ name }) => name) };
	const isPrivate = acting.some(({ then }) => then.action === 'private');
	if (isPrivate) routing.private = true;
	for (const key of ['categories', 'coEditors', 'coPublishers', 'tags'] as const) {
		const values = [...new Set(acting.flatMap(({ then }) => then[key]))];
		if (values.length > 0 && !(isPrivate && key !== 'tags')) routing[key] = values;
	}
	for (const key of ['owner', 'name'] as const) {
		const value = acting.find(({ then }) => then[key] !== '')?.then[key];
		if (value !== undefined) routing[key] = value;
	}
	const profile = acting.find(({ then }) => then.conversionProfileId !== null)?.then.conversionProfileId;
	if (profile !== undefined && profile !== null) routing.conversionProfileId = profile;
	const keeping = acting.find(({ then }) => then.keepInZoom);
	if (keeping) routing.keepInZoom = keeping.name;
	const until = acting.flatMap(({ then }) => endOf(then.visibleUntil, recording.startedAt) ?? []).toSorted();
	if (until[0] !== undefined) routing.visibleUntil = until[0];
	return routing;
}
