import { answerOf, questionsOf } from '../../../../lib/policy/setup/installation/questions';

const found = { users: ['ann', 'media.team'], categories: ['Site>Zoom'], moreUsers: false, moreCategories: false };
const types = (...args: Parameters<typeof questionsOf>) =>
	Object.fromEntries(questionsOf(...args).map(({ fieldName, fieldType }) => [fieldName, fieldType]));

test('users and categories are lists while they can be looked through, and text beyond', () => {
	expect(types(['ingest'], found)).toMatchObject({ defaultUser: 'dropdown', category: 'dropdown', mailTo: 'email' });
	expect(types(['ingest'], { ...found, moreUsers: true })).toMatchObject({ defaultUser: 'text', category: 'dropdown' });
	expect(types(['ingest'], { ...found, users: null, categories: [] })).toMatchObject({
		defaultUser: 'text',
		category: 'text',
	});
});

test('a part is asked nothing that it does not use', () => {
	expect(Object.keys(types(['people'], found))).toEqual(['mailTo']);
});

test('the line that means none is no answer', () => {
	const [owner] = questionsOf(['ingest'], found);
	expect(owner!.fieldOptions!.values.map(({ option }) => answerOf(option))).toEqual(['', 'ann', 'media.team']);
	expect(answerOf(null)).toBe('');
});

test('a ticked box holds no comma, which n8n takes for the end of a value', () => {
	const boxes = questionsOf(['ingest'], found).filter(({ fieldType }) => fieldType === 'checkbox');
	expect(
		boxes.flatMap(({ fieldOptions }) => fieldOptions!.values).filter(({ option }) => option.includes(',')),
	).toEqual([]);
});
