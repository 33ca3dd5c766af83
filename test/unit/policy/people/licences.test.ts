import { licenceBalance, licenceText } from '../../../../lib/policy/people/licences';
import type { PlannedPerson } from '../../../../lib/policy/people/plan-figures';

const person = (step: string, from: string, to: string, outcome = 'planned'): PlannedPerson => ({
	email: 'x@example.edu',
	outcome,
	steps: [{ step, what: step, changes: [{ field: 'type', from, to }] }],
});
const UP = person('change-licence', 'Basic', 'Licensed');
const JOINER = person('create', '', 'Licensed');
const LEAVER = person('deactivate', 'Licensed', '');
const REFUSED = person('change-licence', 'Basic', 'Licensed', 'refused');

test.each([
	['nobody gets or loses one', [person('change-licence', 'Unassigned', 'Basic')], 10, 10, null],
	['nobody said how many there are', [UP, LEAVER], 0, 10, 'Licences: 1 given, 1 freed.'],
	['Zoom does not say how many are used', [UP], 10, null, 'Licences: 1 given, 0 freed.'],
	['what leavers free is enough', [UP, JOINER, LEAVER, LEAVER], 10, 10, /has 10 and uses 10; that is enough\.$/],
	[
		'there are too few',
		[UP, JOINER, REFUSED],
		11,
		10,
		/2 given, 0 freed.*uses 10: 1 too few, so Zoom will refuse the last 1\./,
	],
])('%s', (_, people, owned, used, text) => {
	const said = licenceText(licenceBalance(people, owned, used));
	if (text instanceof RegExp) expect(said).toMatch(text);
	else expect(said).toBe(text);
});
