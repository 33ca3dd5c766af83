import type { IExecuteFunctions } from 'n8n-workflow';

import { openKaltura } from '../../../lib/n8n/kaltura';
import type { Operation } from '../../../lib/n8n/operation';
import { listPage } from '../../../lib/kaltura/lists';
import { categorySchema, userSchema } from '../../../lib/kaltura/schemas';
import { isExplained } from '../../../lib/policy/failures';
import { PARTS, isPart, partLabelled } from '../../../lib/policy/setup/installation/parts';
import { type Choices, questionsOf } from '../../../lib/policy/setup/installation/questions';

import type { SetupClients } from '../fields';

/** More than that nobody finds anything in, in a list that cannot be searched. */
const LONGEST = 300;

export const choices: Operation<SetupClients> = {
	value: 'choices',
	reads: true,
	name: 'Prepare the Questions',
	action: 'Prepare the questions of the form',
	description:
		'Read the users and categories of Kaltura, and give the fields of a form that asks what cannot be guessed',
	fields: [
		{
			displayName: 'Parts',
			name: 'parts',
			type: 'multiOptions',
			options: Object.entries(PARTS).map(([value, { label }]) => ({ name: label, value })),
			default: ['ingest', 'reports'],
			description: 'What will be installed; other parts ask other questions',
		},
	],

	async run({ context, parameter }) {
		const parts = parameter
			.list('parts')
			.map((part) => partLabelled(part) ?? part)
			.filter(isPart);
		const none: Choices = { users: null, categories: null, moreUsers: false, moreCategories: false };
		if (!context.getNode().credentials?.kalturaApi) return { questions: questionsOf(parts, none) };
		const found = await readChoices(context).catch((error: unknown) =>
			// The check at the end says what is wrong with the credential; until then people can type.
			isExplained(error) ? { ...none, problem: error.message } : Promise.reject(error as Error),
		);
		return { questions: questionsOf(parts, found), ...('problem' in found ? { problem: found.problem } : {}) };
	},
};

async function readChoices(context: IExecuteFunctions): Promise<Choices> {
	const { kaltura } = await openKaltura(context);
	const users = await listPage(
		kaltura.api,
		{ service: 'user', action: 'list', schema: userSchema, indexed: true },
		{ typeEqual: 0, statusEqual: 1 },
		1,
		LONGEST + 1,
	);
	const categories = await listPage(
		kaltura.api,
		{ service: 'category', action: 'list', schema: categorySchema, indexed: true },
		{ orderBy: '+fullName' },
		1,
		LONGEST + 1,
	);
	return {
		users: users.objects.map(({ id }) => id).toSorted((a, b) => a.localeCompare(b)),
		categories: categories.objects.map(({ fullName, name }) => fullName || name).filter((name) => name !== ''),
		moreUsers: users.objects.length > LONGEST,
		moreCategories: categories.objects.length > LONGEST,
	};
}
