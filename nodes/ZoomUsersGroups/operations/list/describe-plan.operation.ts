import { approvalOf } from '../../../../lib/policy/people/approval';
import { planCsv, planFigures, planText, readAsText } from '../../../../lib/policy/people/plan-figures';
import { licenceBalance, licenceText } from '../../../../lib/policy/people/licences';
import { RoutedItem } from '../../../../lib/n8n/operation';
import { planPage } from '../../../../lib/report/plan-page';
import type { DirectoryOperation } from '../../fields';
import { peopleOf, rowsIn } from '../../rows';

export const describePlan: DirectoryOperation = {
	value: 'describePlan',
	reads: true,
	name: 'Describe Plan',
	action: 'Describe a plan of ensure',
	description:
		'Turn the items of a dry run of User → Ensure into what somebody can judge: numbers, a page for a form, a text for a message, and a file with everything',
	fields: [
		{
			displayName: 'File Name',
			name: 'fileName',
			type: 'string',
			default: 'plan.csv',
			description: 'Name of the file, which is in the binary field "plan"',
		},
		{
			displayName: 'Licences Owned',
			name: 'licencesOwned',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 0,
			description:
				'Meeting licences of your contract, which Zoom tells no app: then the plan says how many it lacks. 0: not known.',
		},
		{
			displayName: 'Rows of the File',
			name: 'rows',
			type: 'json',
			default: '[]',
			description: 'What List → Read gave, to show with the plan how the file was read. Empty: nothing is shown.',
		},
	],

	/** One item for the whole run. */
	async runAll(calls) {
		const first = calls[0];
		if (!first) return [];
		const people = peopleOf(calls);
		const account = (await first.zoom.users.count('active').catch(() => undefined)) ?? null;
		const figures = planFigures(people, account);
		const owned = first.parameter.number('licencesOwned', 0);
		const used = owned > 0 ? await first.zoom.users.licensed().catch(() => null) : null;
		const licences = licenceBalance(people, owned, used);
		const about = licenceText(licences);
		const file = await first.context.helpers.prepareBinaryData(
			Buffer.from(`\uFEFF${planCsv(people)}`),
			first.parameter.string('fileName'),
			'text/csv',
		);
		const described = new RoutedItem(
			0,
			{
				...figures,
				licences,
				// What somebody approves who approves this plan.
				approval: approvalOf(people),
				text: [planText(figures, people), about].filter(Boolean).join('\n'),
				html: planPage(people, figures, about, readAsText(rowsIn(first, 'rows', 'Rows of the File'))).text,
			},
			{ plan: file },
		);
		return calls.map((_, index) => (index === 0 ? described : []));
	},
};
