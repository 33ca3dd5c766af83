import { inParallel } from '../../http/in-parallel';
import {
	cleanupProblems,
	needsHoldField,
	planCleanup,
	type CleanupCandidate,
	type CleanupMemory,
	type CleanupSettings,
	type PlannedCleanup,
} from '../../policy/cleanup/cleanup';
import { cleanupReportRow, type CleanupReportRow } from '../../policy/cleanup/report-row';
import { InputError } from '../../policy/failures';
import { foldName } from '../../policy/settings';
import type { ZoomClient } from '../../zoom/client';
import { listGroupNames } from '../../zoom/group-names';

const CALLS_IN_FLIGHT = 6;

/** The settings as a person writes them: hosts by address or id, groups by name or id. */
export interface CleanupWishes extends Omit<CleanupSettings, 'heldMembers'> {
	heldGroups: readonly string[];
}

export interface CleanupItem extends PlannedCleanup {
	/** For the data table zoom_kaltura_cleanup. */
	row: CleanupReportRow;
}

/**
 * Decides about all candidates together, because the limits are about the whole run. Writes nothing.
 * @returns one decision per candidate, in order
 * @throws {InputError} for a setting that cannot be used, or a host or group that Zoom does not know
 */
export async function planCleanupRun(
	zoom: ZoomClient,
	candidates: readonly CleanupCandidate[],
	memory: CleanupMemory,
	wishes: CleanupWishes,
	{ dryRun, signal }: { dryRun: boolean; signal: AbortSignal | undefined },
): Promise<CleanupItem[]> {
	const settings = await settingsOf(zoom, wishes);
	const decided = await decideWithHoldFields(zoom, candidates, memory, settings, signal);
	return decided.map(({ candidate: { recording, proof }, planned }) => {
		const outcome = planned.decision === 'trash' ? 'would-trash' : 'kept';
		const about = { proofVerdict: proof?.verdict, dryRun, now: Date.now() };
		return { ...planned, row: cleanupReportRow(recording, planned, { ...planned, outcome }, about) };
	});
}

/** Tracking fields cost a call each, so only recordings that would go are asked about, until nothing new would go. */
async function decideWithHoldFields(
	{ meetings }: ZoomClient,
	candidates: readonly CleanupCandidate[],
	memory: CleanupMemory,
	settings: CleanupSettings,
	signal: AbortSignal | undefined,
): Promise<Array<{ candidate: CleanupCandidate; planned: PlannedCleanup }>> {
	let known = candidates;
	for (;;) {
		const plans = planCleanup(known, memory, settings, Date.now());
		const decided = plans.map((planned, index) => ({ candidate: known[index]!, planned }));
		const isOpen = ({ candidate, planned }: (typeof decided)[number]) => needsHoldField(planned, candidate, settings);
		if (!decided.some(isOpen)) return decided;
		known = await inParallel(decided, CALLS_IN_FLIGHT, async (one) => {
			if (!isOpen(one)) return one.candidate;
			signal?.throwIfAborted();
			const { recording } = one.candidate;
			const meeting = await meetings.get(recording.meetingId, recording.kind);
			if (!meeting) return { ...one.candidate, meetingForgotten: true };
			return { ...one.candidate, recording: { ...recording, trackingFields: meeting.trackingFields } };
		});
	}
}

async function settingsOf(zoom: ZoomClient, { heldGroups, ...wishes }: CleanupWishes): Promise<CleanupSettings> {
	const [problem] = cleanupProblems({ ...wishes, heldMembers: new Map() });
	if (problem) throw new InputError(problem.parameter, problem.problem, problem.remedy);
	return {
		...wishes,
		heldHosts: await idsOf(zoom, wishes.heldHosts),
		heldMembers: await membersOf(zoom, heldGroups),
	};
}

/**
 * Recordings name their host by id only, so addresses are looked up.
 * @throws {InputError} for an address that Zoom does not know
 */
async function idsOf({ users }: ZoomClient, hosts: readonly string[]): Promise<string[]> {
	return await inParallel(hosts, CALLS_IN_FLIGHT, async (host) => {
		if (!host.includes('@')) return host;
		const user = await users.get(host);
		if (user) return user.id;
		throw new InputError(
			'Hosts',
			`holds the recordings of "${host}", whom Zoom does not know`,
			'Correct it, or give the Zoom user ID of somebody who left.',
		);
	});
}

/** @throws {InputError} for a group that Zoom does not know: a hold that holds nothing would be the worst of all */
async function membersOf(zoom: ZoomClient, wanted: readonly string[]): Promise<Map<string, string>> {
	const members = new Map<string, string>();
	if (wanted.length === 0) return members;
	const groups = await listGroupNames(zoom.api);
	for (const name of wanted) {
		const group = groups.find((one) => one.id === name) ?? groups.find((one) => foldName(one.name) === foldName(name));
		if (!group) {
			throw new InputError('Zoom Groups', `names the group "${name}", which is not in Zoom`, 'Correct or remove it.');
		}
		for await (const page of zoom.groups.members(group.id)) {
			for (const { id } of page) if (id) members.set(id, group.name);
		}
	}
	return members;
}
