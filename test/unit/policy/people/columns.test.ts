import { plain } from '../../../../lib/policy/lists/columns';
import { PEOPLE_COLUMNS, statusOf } from '../../../../lib/policy/people/columns';

test('no heading stands for two columns', () => {
	const all = PEOPLE_COLUMNS.flatMap(({ name, synonyms = [] }) => [...new Set([name, ...synonyms].map(plain))]);
	expect(all.filter((one, at) => all.indexOf(one) !== at)).toEqual([]);
});

test.each([
	['Leaver', 'inactive'],
	[' terminated ', 'inactive'],
	['Joiner', 'active'],
	['', ''],
	['on leave', 'on leave'],
])('the status word "%s" is "%s"', (word, status) => expect(statusOf(word)).toBe(status));
