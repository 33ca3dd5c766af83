import type { RoutingFacts } from '../../../../lib/policy/routing/match';
import { readRules } from '../../../../lib/policy/routing/read-rules';
import type { Rule } from '../../../../lib/policy/routing/rule';

/** Rules as rows of the table say them; names are given where a test needs none. */
export function rules(...rows: Array<Record<string, unknown>>): Rule[] {
	return readRules(rows.map((row, index) => ({ id: index + 1, rule: `Rule ${index + 1}`, ...row })));
}

/** A lecture of Ann, physics, on Monday 2 November 2026 at 10:02 in Berlin (09:02 UTC). */
export function factsOf({
	recording,
	...changes
}: Partial<Omit<RoutingFacts, 'recording'>> & { recording?: Partial<RoutingFacts['recording']> } = {}): RoutingFacts {
	return {
		recording: {
			kind: 'meeting',
			type: 8,
			meetingId: '98765432101',
			topic: 'Physics I: Waves',
			startedAt: '2026-11-02T09:02:00Z',
			...recording,
		},
		host: { id: 'zoom-ann', email: 'Ann@physics.example.edu' },
		department: 'Physics',
		groups: ['g-1', 'Lecturers'],
		trackingFields: { Course: 'PHYS101' },
		...changes,
	};
}

/** Work of this thread alone: what else the machine does is no fault of the rules. */
export function ownMilliseconds(): number {
	const { user, system } = process.threadCpuUsage();
	return (user + system) / 1000;
}
