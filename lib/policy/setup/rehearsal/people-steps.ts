import { codeOf, counted, ok, problem, type StepRule, warning } from './step';

const SCOPES = 'Managing people needs other scopes than ingesting: see docs/zoom-users-groups.md.';

/** Steps about Zoom's users and groups; nothing is written unless the box is ticked. */
export const PEOPLE_STEPS = {
	'zoom-person': {
		title: 'A Zoom user',
		assumes: 'The app may read a user by address.',
		facts: { found: 'flag', status: 'word' },
		judge(facts) {
			if (facts.found === true) return ok(`The user is there (${String(facts.status)}).`);
			if (facts.code !== undefined)
				return warning(`Zoom did not show the user${codeOf(facts)}.`, `Owners cannot be found by id. ${SCOPES}`);
			return warning('Zoom has no such user.', 'Name a test user of this Zoom account.');
		},
	},
	'zoom-groups': {
		title: 'Zoom groups',
		assumes: 'The app may list the groups of the account.',
		facts: { listed: 'flag', groups: 'number' },
		judge(facts) {
			if (facts.listed === true) return ok(`${counted(facts.groups, 'group')}.`);
			return warning(
				`Zoom did not list the groups${codeOf(facts)}.`,
				`Rules by Zoom groups, and changes of groups, do not work. ${SCOPES}`,
			);
		},
	},
	'zoom-person-plan': {
		title: 'A plan for the user',
		assumes: 'A user who is as wanted needs no change, so that a second run writes nothing.',
		facts: { planned: 'number', unchanged: 'flag' },
		judge(facts) {
			if (facts.unchanged === true) return ok('The user as Zoom shows it needs no change; nothing was written.');
			if (facts.code !== undefined)
				return warning(`No plan could be made${codeOf(facts)}.`, `Ensure would refuse this user. ${SCOPES}`);
			return problem(
				`Planned for a user who is as wanted: ${counted(facts.planned, 'change')}.`,
				'Zoom shows values otherwise than it takes them: Ensure would write them again in every run. Please report this.',
			);
		},
	},
	'zoom-person-write': {
		title: 'A change of the user',
		assumes: 'The app may change a user.',
		facts: { written: 'flag' },
		judge(facts) {
			if (facts.written === true) return ok('The department that the user has was written once more, and taken.');
			return warning(`Zoom refused the change${codeOf(facts)}.`, `Users cannot be changed. ${SCOPES}`);
		},
	},
} as const satisfies Record<string, StepRule>;
