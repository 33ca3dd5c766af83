import { isOfficeNumber, withOfficeNumber } from '../../../../lib/policy/people/office-number';

const MOBILE = { code: '+49', country: 'DE', label: 'Mobile', number: '1701234567', verified: true };

test.each([
	['+49 (30) 1234-567', '+49', '301234567'],
	['+1 205-555-1000', '+1', '2055551000'],
	['+353 1 7161111', '+353', '17161111'],
])('%s is sent as %s and %s, and the other numbers stay', (text, code, number) => {
	expect(withOfficeNumber(text, [MOBILE])).toEqual([MOBILE, { code, number, label: 'Office' }]);
	expect(withOfficeNumber(text, [MOBILE, { code, number, label: 'Office' }])).toBeUndefined();
	expect(withOfficeNumber(text, [{ code: '+1', number: '5550100', label: 'Office' }])).toEqual([
		{ code, number, label: 'Office' },
	]);
});

test.each(['030 1234567', '+', '+49', 'ext. 12', '+0 123456789'])('%s is refused: nobody knows the country', (text) => {
	expect(isOfficeNumber(text)).toBe(false);
});
