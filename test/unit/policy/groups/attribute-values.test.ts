import { attributeOf, attributeValues } from '../../../../lib/policy/groups/attribute-values';
import { firstCommonName, parseDistinguishedName } from '../../../../lib/policy/groups/distinguished-name';
import { groupIdOf } from '../../../../lib/policy/groups/group-id';

const SEPARATED = { separators: [';', ',', '|', '\n'], trim: true };
const WHOLE = { separators: [], trim: true };

describe('the values of an attribute', () => {
	test.each<[string, unknown, typeof SEPARATED, string[] | null]>([
		['an array', ['staff', 'faculty'], WHOLE, ['staff', 'faculty']],
		['JSON text of an array', '["staff","R&D, Media"]', SEPARATED, ['staff', 'R&D, Media']],
		['separated text', 'staff; faculty|media\nlibrary', SEPARATED, ['staff', 'faculty', 'media', 'library']],
		['one text with commas is one value when no separator is set', 'CN=Media,OU=G,DC=x', WHOLE, ['CN=Media,OU=G,DC=x']],
		['SCIM objects', [{ value: 'staff' }, { value: 'faculty', display: 'Faculty' }], WHOLE, ['staff', 'faculty']],
		['an xml2js object', { _: 'staff', $: { type: 'x' } }, WHOLE, ['staff']],
		['JSON text keeps separators inside its values', '["a;b"]', SEPARATED, ['a;b']],
		[
			'a separator behind a backslash belongs to the value',
			'CN=a\\;b,OU=x;CN=c',
			{ separators: [';'], trim: false },
			['CN=a\\;b,OU=x', 'CN=c'],
		],
		['Graph objects', [{ id: '1', displayName: 'Staff' }], WHOLE, ['Staff']],
		['blanks stay where nobody asked to trim', ['x', 'x '], { separators: [';'], trim: false }, ['x', 'x ']],
		['… but parts of a separated text lose them', 'x; x ', { separators: [';'], trim: false }, ['x']],
		['elements of a list are whole', ['Staff | Guests', 'a;b'], SEPARATED, ['Staff | Guests', 'a;b']],
		[
			'a distinguished name with a sign that separates elsewhere',
			'CN=Staff|Guests,OU=x',
			{ separators: [';', '|', '\n'], trim: true },
			['CN=Staff|Guests,OU=x'],
		],
		[
			'two distinguished names',
			'CN=a,OU=x|CN=b,OU=x',
			{ separators: [';', '|', '\n'], trim: true },
			['CN=a,OU=x', 'CN=b,OU=x'],
		],
		['duplicates and blanks', ['x', 'x', ' x ', ''], WHOLE, ['x']],
		['a group that only looks like JSON', '[all]', WHOLE, ['[all]']],
		['an empty array is present and empty', [], WHOLE, []],
		['an empty text is present and empty', '', SEPARATED, []],
		['nothing is missing, not empty', undefined, SEPARATED, null],
		['null is missing, not empty', null, SEPARATED, null],
	])('%s', (_, raw, shape, expected) => {
		expect(attributeValues(raw, shape)).toEqual(
			expected === null ? { present: false } : { present: true, values: expected },
		);
	});

	test('an object without a value is unreadable, not empty', () => {
		expect(attributeValues([{ dn: 'x' }], WHOLE)).toEqual({ present: false, problem: expect.stringContaining('dn') });
	});

	test.each([
		['a number', 42],
		['a number in a list', ['Staff', 7]],
		['a boolean', true],
		['the text null', 'null'],
		['the text undefined', 'undefined'],
		['the text N/A', ' N/A '],
		['what JavaScript makes of an object', '[object Object]'],
		['one such text in a list', ['Staff', 'null']],
		['broken JSON', '["Staff", "Facul'],
		['broken JSON of objects', '[{"value": "Staff"},'],
	])('%s cannot be read, so it says nothing about any group', (_, raw) => {
		expect(attributeValues(raw, SEPARATED)).toEqual({ present: false, problem: expect.stringMatching(/\S/) });
	});

	test('a path leads into nested objects', () => {
		expect(attributeOf({ attributes: { memberOf: ['a'] } }, 'attributes.memberof')).toEqual(['a']);
		expect(attributeOf({ 'a.b': 1, a: { b: 2 } }, 'a.b')).toBe(1);
	});

	test('an attribute is found by its exact name first, then in another case', () => {
		expect(attributeOf({ memberOf: 'a', memberof: 'b' }, 'memberof')).toBe('b');
		expect(attributeOf({ memberOf: 'a' }, 'memberof')).toBe('a');
		expect(attributeOf({}, 'memberOf')).toBeUndefined();
	});
});

describe('distinguished names', () => {
	test.each<[string, string, string | null]>([
		['a plain name', 'CN=Media Team,OU=Groups,DC=example,DC=edu', 'Media Team'],
		['an escaped comma stays inside', 'CN=R\\, D,OU=G', 'R, D'],
		['a hex pair', 'CN=R\\2C D,OU=G', 'R, D'],
		['UTF-8 in hex pairs', 'CN=M\\C3\\A9dias,OU=G', 'Médias'],
		['an escaped equals sign', 'CN=a\\=b,OU=G', 'a=b'],
		['a quoted value', 'CN="R, D",OU=G', 'R, D'],
		['several attributes in one part', 'OU=x+CN=Media,DC=y', 'Media'],
		['blanks around the parts', ' cn = Media Team , ou = G', 'Media Team'],
		['an escaped blank at the end is kept', 'CN=Media\\ ,OU=G', 'Media '],
		['no CN', 'OU=Groups,DC=x', null],
		['no distinguished name at all', 'staff', null],
	])('%s', (_, dn, cn) => expect(firstCommonName(dn)).toBe(cn));

	test('all parts are read in order', () => {
		expect(firstCommonName('2.5.4.3=Media,OU=x')).toBe('Media');
		expect(parseDistinguishedName('CN=a,2.5.4.11=b,DC=c')).toEqual([
			{ type: 'CN', value: 'a' },
			{ type: '2.5.4.11', value: 'b' },
			{ type: 'DC', value: 'c' },
		]);
	});
});

describe('group ids', () => {
	test.each([
		['Médias & Co', 'MediasCo'],
		['R&D', 'RD'],
		['straße 7', 'strasse7'],
		['CS-101', 'CS101'],
		['Œuvre', 'Oeuvre'],
		['Đorđe þing ħal', 'Dordethinghal'],
		['İstanbul ığdır', 'Istanbuligdir'],
		['ﬁnance ²', 'finance2'],
	])('%s becomes %s and keeps its name', (value, id) => {
		expect(groupIdOf(value, 'letters-and-digits')).toEqual({ ok: true, id, name: value });
	});

	test.each([
		['&&&', /no English letter/],
		['Физика', /holds "Ф", which has no English letters/],
		['日本語', /holds "日", which has no English letters/],
		['Staff 日', /holds "日"/],
		['M\uFFFDdias', /could not be read; correct the encoding/],
		['x'.repeat(400), /400 characters/],
	])('%.20s is refused with the reason', (value, problem) => {
		const answer = groupIdOf(value, 'letters-and-digits');
		expect(answer).toEqual({ ok: false, problem: expect.stringMatching(problem) });
	});

	test.each([
		['Физика 1', 'Fizika1'],
		['Щука', 'Shchuka'],
		['Йод', 'Iod'],
		['Φυσική', 'Fysiki'],
		['Ψυχολογία', 'Psychologia'],
		['Médias', 'Medias'],
	])('with Cyrillic and Greek written out, %s becomes %s', (value, id) => {
		expect(groupIdOf(value, 'letters-and-digits', 'latin-cyrillic-greek')).toEqual({ ok: true, id, name: value });
	});

	test('the server alphabet refuses blanks, slashes and equals signs', () => {
		for (const value of ['a b', 'a/b', 'CN=a']) expect(groupIdOf(value, 'kaltura').ok).toBe(false);
		expect(groupIdOf('a.b-c@d', 'kaltura')).toEqual({ ok: true, id: 'a.b-c@d', name: 'a.b-c@d' });
	});

	test('Zoom groups go by name', () => expect(groupIdOf('Media Team', 'as-is')).toMatchObject({ id: 'Media Team' }));
});
