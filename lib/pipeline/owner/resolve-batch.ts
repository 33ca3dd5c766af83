import { InputError } from '../../policy/failures';
import { Failure } from '../../policy/failures';
import {
	groupsOf,
	needsGroups,
	skipByKalturaGroups,
	skipByOptOut,
	skipByZoomGroups,
} from '../../policy/owner/groups-rule';
import { samePerson, usableById } from '../../policy/owner/identity';
import { outcome, type Outcome } from '../../policy/outcomes';
import { decideOwner, defaultUserStop, matchedOwner, ownerCandidate } from '../../policy/owner/owner';
import {
	needsTrackingFields,
	skipByItself,
	skipByTrackingField,
	skipExcludedHost,
} from '../../policy/import/selection';

import { type Case, each, type Resolution, type ResolveRequest } from './case';
import { addHostFacts } from './host-facts';
import { type KalturaFacts, questionFor } from './kaltura-facts';
import { resolvePeople } from './resolve-people';
import { assignByRules, hearHosts, routeCases, type RoutingRules } from './routing';
import type { ZoomFacts } from './zoom-facts';

/**
 * Decides about all recordings of a run together. Rules that need nothing come first, then Zoom is asked about each
 * distinct host once, then the routing rules are heard, then Kaltura about all of them in one request; people are asked for only where a setting wants them
 * and only for recordings that are imported. A failure to ask fails the items that needed the answer, no others (docs/fault-cases.md, W23).
 */
export async function resolveBatch(
	requests: ReadonlyArray<ResolveRequest | Failure>,
	zoom: ZoomFacts,
	kaltura: KalturaFacts,
	rules: RoutingRules | null = null,
): Promise<Array<Resolution | Failure>> {
	const cases = requests.map((request): Case | Failure => (request instanceof Failure ? request : { ...request }));
	const open = cases.filter((one): one is Case => !(one instanceof Failure));
	await each(open, async ({ recording, settings }) => skipByItself(recording, settings.selection));
	await each(open, (one) => askZoom(one, zoom));
	if (rules) await routeCases(open, rules, zoom);
	await hearHosts(open, zoom);
	await askKaltura(open, kaltura);
	await assignByRules(open, kaltura);
	await each(open, (one) => settleOwner(one, kaltura));
	await resolvePeople(open, zoom, kaltura);
	await addHostFacts(open, zoom);

	return cases.map((one) => {
		if (one instanceof Failure || one.answer instanceof Failure || !one.routing)
			return one instanceof Failure ? one : one.answer!;
		return { ...one.answer!, routing: one.routing };
	});
}

/** The host, and what else Zoom must tell before anybody asks Kaltura. */
async function askZoom(one: Case, zoom: ZoomFacts): Promise<Outcome | null> {
	const { recording, settings } = one;
	if (recording.host.id === '' && !recording.host.email) {
		throw new InputError(
			'Input Item',
			`is a recording (${recording.meetingUuid}) without a host`,
			'Read the recording again with Zoom Recordings, operation Get.',
		);
	}
	const host = await zoom.host(recording.host, settings.rememberMinutes);
	one.host = host;

	const excluded = skipExcludedHost(host, settings.selection.excludedHosts);
	if (excluded) return excluded;

	if (needsGroups(settings.zoomGroups)) {
		const unknown = await zoom.unknownGroups(groupsOf(settings.zoomGroups));
		refuseUnknownGroups('Zoom', unknown);
		const memberOf = host.state === 'left' ? null : await zoom.groupNames(host.groupIds);
		const skip = skipByZoomGroups(settings.zoomGroups, { host: host.email ?? host.id, memberOf });
		if (skip) return skip;
	}

	if (needsTrackingFields(settings.selection)) {
		const fields =
			recording.trackingFields ?? (await zoom.meeting(recording.meetingId, recording.kind))?.trackingFields ?? {};
		const skip = skipByTrackingField(fields, settings.selection.trackingField);
		if (skip) return skip;
	}

	one.candidate = ownerCandidate(host, settings.owner);
	return null;
}

/** One request for all hosts of the run: by id, by e-mail or external id, their groups, and the default user. */
async function askKaltura(cases: readonly Case[], kaltura: KalturaFacts): Promise<void> {
	const open = cases.filter(({ answer }) => answer === undefined);
	if (open.length === 0) return;
	const withGroups = open.filter(({ settings }) => needsGroups(settings.kalturaGroups));
	const question = questionFor(open.map(({ candidate }) => candidate ?? null));
	question.userIds.push(...open.filter(mayNeedDefaultUser).map(({ settings }) => settings.owner.defaultUserId));
	const asked = await tried(
		kaltura.ask({
			...question,
			membershipsOf: withGroups.flatMap(({ candidate }) => candidate?.userId ?? []),
			groupIds: withGroups.flatMap(({ settings }) => groupsOf(settings.kalturaGroups)),
		}),
	);

	await each(open, async (one) => {
		const answers = asked();
		refuseUnknownGroups('Kaltura', answers.unknownGroups(groupsOf(one.settings.kalturaGroups)));
		const candidate = one.candidate ?? null;
		one.decision = decideOwner(one.host!, candidate, answers.facts(candidate), one.settings.owner);
		if (one.decision.do === 'assignDefault') one.defaultUser = answers.user(one.decision.owner.userId);
	});

	const asksForGroups = withGroups.filter(({ answer }) => answer === undefined);
	const samePeople = new Map(
		asksForGroups.map((one) => {
			const { byId, bySecond } = asked().facts(one.candidate ?? null);
			return [one, one.candidate ? samePerson(one.candidate, byId, bySecond) : []];
		}),
	);
	// Somebody found by e-mail or external id has an id that nobody knew before; only then a second request is needed.
	const knownBefore = (one: Case) => one.candidate?.userId?.toLowerCase();
	const foundLater = asksForGroups.flatMap((one) =>
		samePeople.get(one)!.filter((userId) => userId.toLowerCase() !== knownBefore(one)),
	);
	const later = foundLater.length === 0 ? asked : await tried(kaltura.ask({ membershipsOf: [...new Set(foundLater)] }));
	await each(asksForGroups, async (one) => {
		const decision = one.decision!;
		const groupsOfUser = (userId: string) =>
			(userId.toLowerCase() === knownBefore(one)
				? asked().groupsOf(one.candidate!.userId!)
				: later().groupsOf(userId)) ?? [];
		const people = samePeople.get(one)!.map((userId) => ({ userId, memberOf: groupsOfUser(userId) }));
		const optedOut = skipByOptOut(one.settings.kalturaGroups, people);
		if (optedOut) return optedOut;
		// Whose groups count is exactly what is not known here.
		if (decision.do === 'stop' && decision.outcome.reason === 'several-owners') return decision.outcome;
		const owner = matchedOwner(decision);
		const host = one.host!.email ?? one.host!.id;
		const subject = { owner, host, memberOf: owner === null ? null : groupsOfUser(owner) };
		return skipByKalturaGroups(one.settings.kalturaGroups, subject, one.settings.unmatchedHosts);
	});
}

function mayNeedDefaultUser({ settings: { owner }, host }: Case): boolean {
	if (owner.defaultUserId === '') return false;
	if (host?.state === 'left') return owner.hostLeft === 'defaultUser';
	// A blocked user in the way of a new one: the default user takes over.
	return owner.noMatch === 'defaultUser' || owner.noMatch === 'createUser';
}

/** Waits for an answer that several items share; each of them then gets it, or the same error. */
async function tried<T>(answer: Promise<T>): Promise<() => T> {
	return await answer.then(
		(value) => () => value,
		(error: unknown) => () => {
			throw error;
		},
	);
}

function refuseUnknownGroups(where: 'Kaltura' | 'Zoom', unknown: readonly string[]): void {
	if (unknown.length === 0) return;
	throw new InputError(
		where === 'Zoom' ? 'Zoom Opt-In Groups / Zoom Opt-Out Groups' : 'Opt-In Groups / Opt-Out Groups',
		`${unknown.length === 1 ? 'names a group' : 'name groups'} that ${where} does not have: ${unknown.join(', ')}`,
		where === 'Zoom'
			? 'Choose the groups from the list, or write their names as in Zoom under User Management, Groups.'
			: 'Choose the groups from the list, or write their group IDs (not their names) as in the KMC.',
	);
}

/** Creates whom the decision wants created; afterwards the case has an owner or an answer. */
async function settleOwner(one: Case, kaltura: KalturaFacts): Promise<Outcome | null> {
	const decision = one.decision!;
	switch (decision.do) {
		case 'stop':
			return decision.outcome;
		case 'assign':
			one.owner = decision.owner;
			return null;
		case 'assignDefault': {
			const { userId } = decision.owner;
			const existing = one.defaultUser ?? null;
			const user = existing ?? (await kaltura.create({ id: userId, email: null, firstName: '', lastName: '' }));
			one.owner = { ...decision.owner, userId: user.id, created: existing === null };
			return defaultUserStop(userId, user);
		}
		case 'create': {
			const user = await kaltura.create(decision.user);
			if (usableById(one.candidate!, user) === null) {
				const problem = user.isGroup ? 'is a group' : 'is blocked';
				return outcome('owner-id-refused', { host: one.host!.email ?? one.host!.id, userId: user.id, problem });
			}
			one.owner = { ...decision.owner, userId: user.id };
			return null;
		}
	}
}
