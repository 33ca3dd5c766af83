import type { ZoomClient } from '../../zoom/client';
import { listGroupNames } from '../../zoom/group-names';
import type { MeetingDetails } from '../../zoom/meetings';
import type { InstancePeople } from '../../zoom/people';
import type { ZoomUser } from '../../zoom/schemas';
import { alternativeHostRows, type PeopleRole, type PersonRow } from '../../policy/owner/people';
import type { HostFact } from '../../policy/owner/owner';
import type { Recording } from '../../policy/recording';

/** A host as the rules need it; `groupIds` are Zoom's, and the rest is for nodes that come later. */
export type Host = HostFact & { groupIds: string[]; displayName?: string; department?: string; jobTitle?: string };

/** Users that were read or are being read, by account and id, for runs that allow it. Bounded, oldest out first. */
export class RememberedUsers {
	private readonly users = new Map<string, { user: Promise<ZoomUser | null>; at: number }>();

	constructor(
		private readonly limit = 20_000,
		private readonly now: () => number = Date.now,
	) {}

	get(key: string, minutes: number): Promise<ZoomUser | null> | undefined {
		const known = this.users.get(key);
		return known !== undefined && this.now() - known.at < minutes * 60_000 ? known.user : undefined;
	}

	set(key: string, user: Promise<ZoomUser | null>): void {
		this.users.delete(key);
		this.users.set(key, { user, at: this.now() });
		if (this.users.size > this.limit) this.users.delete(this.users.keys().next().value!);
		// What could not be asked is nothing to remember.
		user.catch(() => {
			if (this.users.get(key)?.user === user) this.users.delete(key);
		});
	}
}

/**
 * What one run needs to know from Zoom, each thing asked once: items of the same host or meeting share one call, and its
 * failure. What no rule needs is never asked.
 */
export class ZoomFacts {
	private readonly users = new Map<string, Promise<ZoomUser | null>>();
	private readonly meetings = new Map<string, Promise<MeetingDetails | null>>();
	private readonly instances = new Map<string, Promise<InstancePeople>>();
	private groups: Promise<Map<string, string>> | undefined;

	/** @param account tells the accounts apart in `remembered` */
	constructor(
		private readonly zoom: ZoomClient,
		private readonly account: string,
		private readonly remembered: RememberedUsers,
	) {}

	/**
	 * The host as Zoom knows it now; "left" when Zoom answers that there is no such user.
	 * @throws {ZoomError} when Zoom could not be asked: never taken for "no such user" (docs/fault-cases.md, W13)
	 */
	async host({ id, email }: { id: string; email: string | null }, rememberMinutes: number): Promise<Host> {
		const user = await this.user(id || email || '', rememberMinutes);
		if (user === null) return { state: 'left', id, email, groupIds: [] };
		return {
			state: 'known',
			id: user.id || id,
			email: user.email || email,
			cmsUserId: user.cms_user_id || null,
			firstName: user.first_name,
			lastName: user.last_name,
			displayName: user.display_name,
			department: user.dept,
			jobTitle: user.job_title,
			groupIds: user.group_ids,
		};
	}

	/** @param idOrEmail of any person; null when Zoom has no such user */
	user(idOrEmail: string, rememberMinutes: number): Promise<ZoomUser | null> {
		const key = idOrEmail.includes('@') ? idOrEmail.toLowerCase() : idOrEmail;
		return once(this.users, key, async () => {
			if (rememberMinutes <= 0) return await this.zoom.users.get(idOrEmail);
			const memoryKey = `${this.account} ${key}`;
			const known = this.remembered.get(memoryKey, rememberMinutes);
			// Another run's question may have failed for reasons of its own, such as being stopped: then this run asks itself.
			if (known !== undefined) return await known.catch(() => this.zoom.users.get(idOrEmail));
			const asked = this.zoom.users.get(idOrEmail);
			this.remembered.set(memoryKey, asked);
			return await asked;
		});
	}

	/** Settings of the meeting or webinar; null when Zoom has forgotten it. */
	meeting(meetingId: string, kind: 'meeting' | 'webinar'): Promise<MeetingDetails | null> {
		return once(this.meetings, `${kind} ${meetingId}`, () => this.zoom.meetings.get(meetingId, kind));
	}

	/**
	 * The people of one kind of this instance (by UUID, all pages), or why Zoom cannot name them.
	 * @throws {ZoomError} when Zoom could not be asked
	 */
	async people(
		{ meetingUuid, meetingId, kind }: Pick<Recording, 'meetingUuid' | 'meetingId' | 'kind'>,
		role: PeopleRole,
	): Promise<{ rows: readonly PersonRow[]; unknown: string | null }> {
		if (role === 'alternativeHost') {
			// The tracking fields may have been read for a rule: the same call tells the alternative hosts.
			const details = await this.meeting(meetingId, kind);
			if (details === null) return { rows: [], unknown: `Zoom does not know the ${kind} ${meetingId} any more.` };
			return { rows: alternativeHostRows(details.alternativeHosts), unknown: null };
		}
		const { people, gaps } = await once(this.instances, `${role} ${meetingUuid}`, () =>
			this.zoom.people.ofInstance({ meetingUuid, meetingId, kind }, [role]),
		);
		return { rows: people, unknown: gaps[0]?.reason ?? null };
	}

	/** With whom the host shares a recording in Zoom; never remembered, because it may change at any time. */
	sharing(meetingUuid: string): Promise<string> {
		return this.zoom.recordings.sharing(meetingUuid);
	}

	/** Ids and names of the groups, so that a rule may use either. */
	async groupNames(groupIds: readonly string[]): Promise<string[]> {
		this.groups ??= listGroupNames(this.zoom.api).then((all) => new Map(all.map(({ id, name }) => [id, name])));
		const names = await this.groups;
		return groupIds.flatMap((id) => [id, ...(names.get(id) ? [names.get(id)!] : [])]);
	}

	/** The same with name and id apart; a group that the list does not show has no name. */
	async groupsNamed(groupIds: readonly string[]): Promise<Array<{ id: string; name: string | null }>> {
		await this.groupNames([]);
		const names = await this.groups!;
		return groupIds.map((id) => ({ id, name: names.get(id) ?? null }));
	}

	/** The groups of a rule that Zoom does not have, neither by id nor by name. */
	async unknownGroups(groups: readonly string[]): Promise<string[]> {
		await this.groupNames([]);
		const known = new Set([...(await this.groups!)].flat().map((name) => name.trim().toLowerCase()));
		return groups.filter((group) => !known.has(group.trim().toLowerCase()));
	}
}

function once<T>(answers: Map<string, Promise<T>>, key: string, ask: () => Promise<T>): Promise<T> {
	const known = answers.get(key);
	if (known) return known;
	const answer = ask();
	answers.set(key, answer);
	return answer;
}
