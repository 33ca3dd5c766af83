import { languageName } from '../../../lib/kaltura/languages';
import { problemOfId, sameId } from '../../../lib/kaltura/ids';

test.each([
	['ann.lee', null],
	['ann@example.edu', null],
	["o'neil+x_y~z|{}^`", null],
	['doe,jane', null],
	['a'.repeat(100), null],
	['a'.repeat(101), 'has 101 characters, and Kaltura compares only the first 100'],
	['', 'is empty'],
	['ann lee', 'holds a blank'],
	['ann\tlee', 'holds a blank'],
	['uni/ann', 'holds the character "/"'],
	['uni\\ann', 'holds the character "\\\\"'],
	['uni:ann', 'holds the character ":"'],
	['"ann"', 'holds the character "\\""'],
	['müller', 'holds the character "ü"'],
	['анна', 'holds the character "а"'],
	['ann🎬', 'holds the character "🎬"'],
	['cn=ann', 'holds the character "="'],
])('the ID "%s": %s', (id, problem) => expect(problemOfId(id)).toBe(problem));

test('IDs are compared as the database does', () => {
	expect(sameId('Ann.Lee', 'ann.lee')).toBe(true);
	expect(sameId('ann.lee', 'ann.le')).toBe(false);
});

test.each([
	['en', 'English'],
	['de-AT', 'German'],
	['pt_BR', 'Portuguese'],
	['german', 'German'],
	[' French ', 'French'],
	['French (Canada)', 'French (Canada)'],
	['Klingon', 'Klingon'],
])('the language "%s" is "%s" to Kaltura', (given, name) => expect(languageName(given)).toBe(name));
