import { outcome, type Outcome } from '../../policy/outcomes';
import { type Candidate, type KalturaUserFact, usableById, usableBySecond } from '../../policy/owner/identity';
import { NOBODY, type People } from '../../policy/owner/people';
import { keywordIn } from '../../policy/import/selection';
import { madePrivate } from '../../policy/routing/private';
import type { RoutingFacts } from '../../policy/routing/match';
import type { RuleTable } from '../../policy/routing/read-rules';
import { neededFacts, routeRecording, type Routing, type RulesApply } from '../../policy/routing/route';
import type { Rule } from '../../policy/routing/rule';
import type { Recording } from '../../policy/recording';

import { type Case, each } from './case';
import { type KalturaFacts, questionFor } from './kaltura-facts';
import type { Host, ZoomFacts } from './zoom-facts';

/** The routing rules of a run. */
export interface RoutingRules {
	table: RuleTable;
	apply: RulesApply;
}

/** What the rules say about each recording. Groups and tracking fields are asked for only where a rule may need them. */
export async function routeCases(cases: readonly Case[], rules: RoutingRules, zoom: ZoomFacts): Promise<void> {
	await each(cases, (one) => route(one, rules, zoom));
}

async function route(one: Case, { table, apply }: RoutingRules, zoom: ZoomFacts): Promise<Outcome | null> {
	// A rule that nobody can read may say that the recording is private.
	if ('unreadable' in table) return outcome('rules-unreadable', { detail: table.unreadable });
	const facts = await factsOf(one.recording, one.host!, table.rules, apply, zoom);
	const { routing, stop } = routeRecording(table.rules, facts, apply);
	one.routing = routing;
	return stop;
}

/** A host who wants the recording to be private, by a word in the topic or in Zoom's settings, is heard whatever the rules say. */
export async function hearHosts(cases: readonly Case[], zoom: ZoomFacts): Promise<void> {
	await each(cases, async (one) => {
		const { recording, settings } = one;
		const keyword = keywordIn(recording.topic, settings.privateKeywords);
		if (keyword !== null) one.routing = madePrivate(one.routing, `keyword ${keyword}`);
		if (settings.notShared === 'ignore' || (keyword !== null && settings.notShared === 'private')) return null;
		if ((await zoom.sharing(recording.meetingUuid)) !== 'none') return null;
		if (settings.notShared === 'skip') return outcome('not-shared-in-zoom', { topic: recording.topic });
		one.routing = madePrivate(one.routing, 'not shared in Zoom');
		return null;
	});
}

/** What is known of a recording, with what the rules need beside it. */
export async function factsOf(
	recording: Recording,
	host: Host,
	rules: readonly Rule[],
	apply: RulesApply,
	zoom: ZoomFacts,
): Promise<RoutingFacts> {
	const facts: RoutingFacts = {
		recording,
		host: { id: host.id, email: host.email },
		department: host.state === 'known' ? (host.department ?? '') : null,
		...(recording.trackingFields ? { trackingFields: recording.trackingFields } : {}),
	};
	const needed = neededFacts(rules, facts, apply);
	if (needed.groups) {
		facts.groups = host.state === 'left' ? null : host.groupIds.length > 0 ? await zoom.groupNames(host.groupIds) : [];
	}
	if (needed.trackingFields) {
		// Zoom forgets a meeting 30 days after its last use; then it has none.
		facts.trackingFields = (await zoom.meeting(recording.meetingId, recording.kind))?.trackingFields ?? {};
	}
	return facts;
}

/** Owners and people whom rules name, found in Kaltura with one request for all. Runs when the owners are decided otherwise. */
export async function assignByRules(cases: readonly Case[], kaltura: KalturaFacts): Promise<void> {
	const open = cases.filter(({ answer, routing }) => answer === undefined && namedIn(routing).length > 0);
	if (open.length === 0) return;
	const candidates = new Map(open.flatMap(({ routing }) => namedIn(routing)).map((id) => [id, candidateOf(id)]));
	const asked = kaltura.ask(questionFor([...candidates.values()]));
	await each(open, async (one) => {
		const answers = await asked;
		const find = (id: string) => {
			const candidate = candidates.get(id)!;
			return usable(candidate, answers.facts(candidate));
		};
		const { owner, coEditors = [], coPublishers = [], rules } = one.routing!;
		if (owner !== undefined) {
			const user = find(owner);
			if ('problem' in user) {
				return outcome('rule-owner-unusable', { rule: rules.join(', '), userId: owner, problem: user.problem });
			}
			const assigned = { userId: user.id, rule: 'routing-rule', matched: false, created: false } as const;
			one.decision = { do: 'assign', owner: assigned };
		}
		const found = (ids: readonly string[]) => ids.map(find);
		const [editors, publishers] = [found(coEditors), found(coPublishers)];
		const missing = [...editors, ...publishers].filter((user) => 'problem' in user).length;
		one.ruledPeople = { coEditors: idsOf(editors), coPublishers: idsOf(publishers), missing };
		return null;
	});
}

/** A private recording is for its owner alone; others get the people of their rules beside those of the meeting. */
export function withRuledPeople(one: Case, people: People): People {
	if (one.routing?.private) return NOBODY;
	if (!one.ruledPeople) return people;
	const { coEditors, coPublishers, missing } = one.ruledPeople;
	const notInKaltura = (people.leftOut?.notInKaltura ?? 0) + missing;
	const owner = one.owner?.userId.toLowerCase();
	const joined = (all: readonly string[]) => {
		const unique = new Map(all.map((id) => [id.toLowerCase(), id]));
		return [...unique].filter(([key]) => key !== owner).map(([, id]) => id);
	};
	return {
		...people,
		coEditors: joined([...people.coEditors, ...coEditors]),
		coPublishers: joined([...people.coPublishers, ...coPublishers]),
		...(notInKaltura > 0 ? { leftOut: { ...people.leftOut, notInKaltura } } : {}),
	};
}

function namedIn(routing: Routing | undefined): string[] {
	if (!routing) return [];
	return [routing.owner, ...(routing.coEditors ?? []), ...(routing.coPublishers ?? [])].filter(
		(id) => id !== undefined,
	);
}

/** Whoever writes rules names people by their Kaltura user id, or by their address. */
export function candidateOf(id: string): Candidate {
	return { userId: id, rule: 'user-id', second: id.includes('@') ? { by: 'email', value: id } : null };
}

export function usable(
	candidate: Candidate,
	{ byId, bySecond }: { byId: KalturaUserFact | null; bySecond: readonly KalturaUserFact[] },
): KalturaUserFact | { problem: string } {
	const found = usableById(candidate, byId);
	if (found) return found;
	const [one, ...others] = usableBySecond(candidate, bySecond);
	if (others.length > 0) return { problem: 'stands for several Kaltura users' };
	if (one) return one;
	if (byId?.isGroup) return { problem: 'is a group' };
	return { problem: byId?.blocked ? 'is blocked in Kaltura' : 'is not in Kaltura' };
}

function idsOf(users: ReadonlyArray<KalturaUserFact | { problem: string }>): string[] {
	return users.flatMap((user) => ('problem' in user ? [] : user.id));
}
