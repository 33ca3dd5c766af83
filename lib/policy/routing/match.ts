import { kindOf } from '../import/selection';
import type { Recording } from '../recording';
import { foldName } from '../settings';

import type { Condition, Rule } from './rule';
import { coversSchedule, isWithin, LocalMoments } from './schedule';

/** What rules look at. What nobody has asked for yet is undefined; what nobody can know is null. */
export interface RoutingFacts {
	recording: Pick<Recording, 'kind' | 'meetingId' | 'startedAt' | 'topic' | 'type'>;
	host: { id: string; email: string | null };
	/** null: the host is not in Zoom any more. */
	department: string | null;
	/** Ids and names of the host's Zoom groups. */
	groups?: readonly string[] | null;
	/** Meetings that Zoom has forgotten have none. */
	trackingFields?: Readonly<Record<string, string>>;
}

export type Answer = 'no' | 'unknown' | 'yes';

/** The facts of one recording, folded once for all rules. */
export class FoldedFacts {
	private readonly topic: string;
	private readonly email: string;
	private readonly kind: Recording['kind'];
	private readonly department: string | null;
	private readonly groups: ReadonlySet<string> | null | undefined;
	private readonly fields: ReadonlyMap<string, string> | undefined;
	private readonly moments: LocalMoments;

	constructor(private readonly facts: RoutingFacts) {
		const { recording, host, department, groups, trackingFields } = facts;
		this.topic = foldName(recording.topic);
		this.email = foldName(host.email ?? '');
		this.kind = kindOf(recording);
		this.department = department === null ? null : foldName(department);
		this.groups = groups ? new Set(groups.map(foldName)) : groups;
		this.fields =
			trackingFields &&
			new Map(Object.entries(trackingFields).map(([name, value]) => [foldName(name), foldName(value)]));
		this.moments = new LocalMoments(recording.startedAt);
	}

	/** Whether the rule is for this recording; `unknown` where a fact is missing that would decide. */
	matches({ when, whenProblems }: Rule): Answer {
		const broken = whenProblems.length > 0;
		let answer: Answer = broken ? 'unknown' : 'yes';
		for (const condition of when) {
			const met = this.meets(condition);
			if (met === true) continue;
			// A cell of which a part cannot be read may mean more than what could be read of it, so its "no" is none.
			if (met === false && !(broken && isBroken(condition, whenProblems))) return 'no';
			answer = 'unknown';
		}
		return answer;
	}

	/** null: not known. */
	private meets(condition: Condition): boolean | null {
		switch (condition.column) {
			case 'host':
				return (
					condition.ids.has(this.facts.host.id) ||
					condition.emails.has(this.email) ||
					condition.domains.some((domain) => this.email.endsWith(domain))
				);
			case 'meetingId':
				return condition.values.has(this.facts.recording.meetingId);
			case 'topic':
				return condition.parts.some((part) => this.topic.includes(part));
			case 'kind':
				return condition.kind === this.kind;
			case 'schedule':
				return isWithin(condition.schedule, this.moments);
			case 'department':
				return this.department === null ? null : condition.values.has(this.department);
			case 'zoomGroup':
				return this.groups ? [...this.groups].some((group) => condition.values.has(group)) : null;
			case 'trackingField':
				return this.fields === undefined ? null : condition.fields.some((one) => this.says(one));
		}
	}

	private says({ field, value }: { field: string; value: string | null }): boolean {
		const said = this.fields!.get(field) ?? '';
		return value === null ? said !== '' : said === value;
	}
}

const OF_SCHEDULE: readonly string[] = ['day', 'time', 'fromDate', 'untilDate', 'timeZone'];

function isBroken({ column }: Condition, problems: Rule['whenProblems']): boolean {
	return problems.some((one) => one.column === column || (column === 'schedule' && OF_SCHEDULE.includes(one.column)));
}

/** Whether every recording that the second rule is for is one of the first as well; in doubt not. */
export function coversRule(first: Rule, second: Rule): boolean {
	if (first.whenProblems.length > 0) return false;
	return first.when.every((condition) => second.when.some((other) => coversCondition(condition, other)));
}

function coversCondition(outer: Condition, inner: Condition): boolean {
	if (outer.column === 'host' && inner.column === 'host') {
		const inDomains = (email: string) => outer.domains.some((domain) => email.endsWith(domain));
		return (
			[...inner.ids].every((id) => outer.ids.has(id)) &&
			[...inner.emails].every((email) => outer.emails.has(email) || inDomains(email)) &&
			inner.domains.every(inDomains)
		);
	}
	if (outer.column === 'topic' && inner.column === 'topic') {
		return inner.parts.every((part) => outer.parts.some((one) => part.includes(one)));
	}
	if (outer.column === 'trackingField' && inner.column === 'trackingField') {
		return inner.fields.every(({ field, value }) =>
			outer.fields.some((one) => one.field === field && (one.value === null || one.value === value)),
		);
	}
	if (outer.column === 'kind' && inner.column === 'kind') return outer.kind === inner.kind;
	if (outer.column === 'schedule' && inner.column === 'schedule') {
		return coversSchedule(outer.schedule, inner.schedule);
	}
	if ('values' in outer && 'values' in inner && outer.column === inner.column) {
		return [...inner.values].every((value) => outer.values.has(value));
	}
	return false;
}
