import type { Part } from './parts';

/** What Kaltura offers to choose from; null where it could not be asked. */
export interface Choices {
	/** User ids, groups left out. */
	users: readonly string[] | null;
	/** Full names of categories. */
	categories: readonly string[] | null;
	/** Whether there are more than were read. */
	moreUsers: boolean;
	moreCategories: boolean;
}

/** One field of an n8n form, as its *Using JSON* takes it. */
export interface Question {
	fieldName: string;
	fieldLabel: string;
	fieldType: 'text' | 'email' | 'dropdown' | 'checkbox';
	placeholder?: string;
	defaultValue?: string;
	fieldOptions?: { values: Array<{ option: string }> };
}

/** What a list offers besides its own lines. */
const NONE = '(none)';

/** No comma in it: n8n separates the ticked boxes of a form by commas. */
const TRY_IT = 'Yes: announce the newest recording of Zoom to the pipeline. It comes into Kaltura';

/**
 * What cannot be guessed, for the chosen parts. Lists where Kaltura gave whole ones; a text field where there are too many to
 * choose from, or none could be read.
 */
export function questionsOf(parts: readonly Part[], choices: Choices): Question[] {
	const ingest = parts.includes('ingest');
	return [
		...(ingest
			? [
					chosen(
						'defaultUser',
						'Who owns recordings whose host is not a user of Kaltura',
						`${NONE}: such recordings wait for you`,
						choices.moreUsers ? null : choices.users,
						'Kaltura user ID; empty: such recordings wait for you',
					),
					chosen(
						'category',
						'Kaltura category in which meetings are published',
						NONE,
						choices.moreCategories ? null : choices.categories,
						'full path, as the KMC shows it; empty: none',
					),
				]
			: []),
		{
			fieldName: 'mailTo',
			fieldLabel: 'E-mail address for alerts and the morning digest',
			fieldType: 'email',
			placeholder: 'empty: no mail',
		},
		...(ingest
			? [
					{
						fieldName: 'tryIt',
						fieldLabel: 'Try it at once?',
						fieldType: 'checkbox' as const,
						defaultValue: TRY_IT,
						fieldOptions: { values: [{ option: TRY_IT }] },
					},
				]
			: []),
	];
}

function chosen(
	fieldName: string,
	fieldLabel: string,
	none: string,
	list: readonly string[] | null,
	placeholder: string,
): Question {
	if (list === null || list.length === 0) return { fieldName, fieldLabel, fieldType: 'text', placeholder };
	return {
		fieldName,
		fieldLabel,
		fieldType: 'dropdown',
		defaultValue: none,
		fieldOptions: { values: [none, ...list].map((option) => ({ option })) },
	};
}

/** An answer of such a form: '' for the line that means none. */
export function answerOf(value: unknown): string {
	const text = typeof value === 'string' ? value.trim() : '';
	return text.startsWith(NONE) ? '' : text;
}
