import { readFields, readPeople } from '../../../../lib/policy/people/source-records';

const NONE = new Map<string, string>();
const read = (items: unknown[], fields: ReadonlyMap<string, string> = NONE) => {
	const answer = readPeople(items, fields);
	if ('problem' in answer) throw new Error(answer.problem);
	return answer.people.map((one) => Object.fromEntries(Object.entries(one).filter(([, value]) => value !== '')));
};
const problem = (items: unknown[], fields: ReadonlyMap<string, string> = NONE) => {
	const answer = readPeople(items, fields);
	return 'problem' in answer ? answer.problem : null;
};

test.each([
	[
		'rows of our table',
		[
			{
				id: 1,
				createdAt: 'x',
				account: 'A',
				email: 'ann@example.edu',
				licence: 'Basic',
				status: 'Leaver',
				groups: null,
			},
		],
		[{ email: 'ann@example.edu', licence: 'Basic', status: 'inactive' }],
	],
	[
		'an entry of LDAP: lists of one, missing attributes, flags of Active Directory, a manager by name',
		[
			{
				dn: 'uid=ann,ou=people',
				mail: ['ann@example.edu', 'a.lee@example.edu'].slice(0, 1),
				givenName: 'Ann',
				sn: 'Lee',
				department: [],
				employeeNumber: '42',
				userAccountControl: '514',
				manager: 'CN=Bo,OU=people',
			},
		],
		[{ email: 'ann@example.edu', firstName: 'Ann', lastName: 'Lee', employeeId: '42', status: 'inactive' }],
	],
	[
		'pages of SCIM: the primary address, the enterprise extension; userType is no licence',
		[
			{
				totalResults: 2,
				startIndex: 1,
				Resources: [
					{
						userName: 'ann',
						userType: 'Employee',
						active: false,
						name: { givenName: 'Ann', familyName: 'Lee' },
						emails: [
							{ value: 'home@example.com', type: 'home' },
							{ value: 'ann@example.edu', type: 'work', primary: true },
						],
						groups: [{ value: 'g', display: 'Staff' }],
						meta: { location: 'https://example.edu/1' },
						'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User': {
							department: 'Physics',
							employeeNumber: '42',
						},
					},
				],
			},
			{ totalResults: 2, startIndex: 2, Resources: [{ userName: 'bo@example.edu', active: true }] },
		],
		[
			{
				email: 'ann@example.edu',
				firstName: 'Ann',
				lastName: 'Lee',
				department: 'Physics',
				employeeId: '42',
				status: 'inactive',
			},
			{ email: 'bo@example.edu', status: 'active' },
		],
	],
	[
		'Microsoft Graph',
		[
			{
				value: [
					{ userPrincipalName: 'ann@example.edu', mail: null, surname: 'Lee', accountEnabled: true, jobTitle: 'Dean' },
				],
			},
		],
		[{ email: 'ann@example.edu', lastName: 'Lee', status: 'active', jobTitle: 'Dean' }],
	],
])('%s', (_, items, people) => expect(read(items)).toEqual(people));

test('a field that the source keeps elsewhere is named', () => {
	const fields = readFields('email=uid; department = extra.ou')!;
	expect(read([{ uid: 'ann@example.edu', mail: 'no', extra: { ou: 'Art' }, department: 'X' }], fields)).toEqual([
		{ email: 'ann@example.edu', department: 'Art' },
	]);
	expect(readFields('email mail')).toBeNull();
});

test.each([
	[
		'a page is missing',
		[{ totalResults: 3, Resources: [{ userName: 'a@example.edu' }] }],
		NONE,
		/has 3 people and gave 1/,
	],
	['another page is announced', [{ value: [{ mail: 'a@example.edu' }], '@odata.nextLink': 'x' }], NONE, /another page/],
	['an error came instead', [{ error: { message: 'no' } }], NONE, /answered with an error/],
	['no record has an address', [{ dn: 'x', cn: 'Ann' }], NONE, /No record has an address\. The first has: dn, cn\./],
	[
		'a named field is nowhere',
		[{ mail: 'a@example.edu' }],
		new Map([['department', 'ou']]),
		/No record has the field ou/,
	],
	['a column is unknown', [], new Map([['dept.', 'ou']]), /There is no column dept\./],
])('nothing is read when %s', (_, items, fields, said) => expect(problem(items, fields)).toMatch(said));

test('an empty source is a list of nobody, not an error', () => expect(read([{}])).toEqual([]));

test('one record without an address stays a row, so that it is refused by name of its place', () =>
	expect(read([{ mail: 'a@example.edu' }, { cn: 'Service' }])).toEqual([{ email: 'a@example.edu' }, {}]));
