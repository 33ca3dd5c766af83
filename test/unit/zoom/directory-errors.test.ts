/**
 * Every documented refusal of the calls for users, groups, roles and phones becomes a sentence: what could not be done, why,
 * and what to do. Codes per call: docs/vendors/zoom.md#scopes-and-labels; Zoom's words: docs/vendors/zoom.md#errors and its API documentation.
 */
import { createZoomClient } from '../../../lib/zoom/client';
import type { ZoomClient } from '../../../lib/zoom/client';
import { ZoomError } from '../../../lib/zoom/errors';
import { RateLimiter } from '../../../lib/zoom/rate-limits';

import { answer, FakeClock } from './fake-zoom';

type Refusal = [status: number, code: number, message: string, why: RegExp];

const NO_USER: Refusal = [404, 1001, 'User does not exist: u.', /does not exist in this account/];
const NO_GROUP: Refusal = [404, 4130, 'A group with this g does not exist.', /group does not exist/];
const PAID: Refusal = [400, 200, 'Only available for Paid account, 42.', /plan does not include/];
const NO_RIGHT: Refusal = [
	400,
	200,
	'Invalid access token, does not contain permissions [User:Edit].',
	/lacks a privilege/,
];
const NO_SCOPE: Refusal = [
	400,
	4711,
	'Invalid access token, does not contain scopes:[x:y, x:y:admin].',
	/lacks the scope x:y:admin/,
];
const TOKEN: Refusal = [400, 124, 'Access token is expired.', /did not accept the access token/];
const UNKNOWN_PATH: Refusal = [400, 2300, 'This API endpoint is not recognized.', /does not know this address/];
const DENIED: Refusal = [403, 403, 'Access to the Zoom REST API has been denied for this account.', /denied/];
const INVALID: Refusal = [400, 300, 'Validation Failed.', /value is not valid/];
const DEAD_PAGE: Refusal = [400, 300, 'The next page token is invalid or expired.', /page token/];
const BASIC_FULL: Refusal = [400, 2033, 'maximum basic user limit', /no licence or seat left/];
const LICENSED_FULL: Refusal = [400, 2034, 'maximum number of Licensed users', /no licence or seat left/];
const SEATS_FULL: Refusal = [400, 3412, 'maximum number of 10 "Basic" users', /no licence or seat left/];
const OPERATOR: Refusal = [
	400,
	1000,
	'The user cannot be changed because they are a Call-queue manager or Auto-receptionist operator.',
	/call-queue manager/,
];
const EXPIRED: Refusal = [
	400,
	1120,
	'A valid invitation to join the Zoom account was not found for this user.',
	/invitation has expired/,
];
const NO_PHONE: Refusal = [403, 2031, 'Zoom Phone has not been enabled for this account.', /Zoom Phone is not set up/];
const NO_ACCOUNT: Refusal = [404, 2001, 'Account does not exist.', /account does not exist/];
const NO_SITE: Refusal = [404, 404, 'Site does not exist.', /part of the request does not exist/];
const NO_ROLE: Refusal = [400, 1034, 'Provided role_id does not exist.', /role does not exist/];
const FOREIGN: Refusal = [400, 1010, 'Group does not belong to your account.', /another account/];
const NAME_TAKEN: Refusal = [409, 4132, 'The group name "x" is already in use.', /name of the group is already used/];
const SYSTEM_ROLE: Refusal = [
	400,
	300,
	"Can't delete or add members for Normal/Owner roles.",
	/Member and Owner roles/,
];
const PHONE_400: Refusal = [400, 400, 'Bad request.', /cannot use the request/];

const PASSWORD = [1123, 1124, 1125, 1126, 1127, 1128, 1129, 1130, 1131, 1136].map((code): Refusal => [
	400,
	code,
	'Have at least 1 number (1, 2, 3…)',
	/password rules/,
]);

const first = async (pages: AsyncIterable<unknown>) => {
	for await (const page of pages) return page;
	return undefined;
};

/** Besides its own, every call can meet NO_SCOPE, TOKEN and UNKNOWN_PATH. */
const CALLS: Array<[name: string, (zoom: ZoomClient) => Promise<unknown>, Refusal[]]> = [
	['GET /users', (zoom) => first(zoom.users.list()), [INVALID, DEAD_PAGE, DENIED]],
	['GET /users/{userId}', (zoom) => zoom.users.get('u'), [EXPIRED]],
	[
		'POST /users',
		(zoom) => zoom.users.create({ action: 'create', email: 'u@example.edu', type: 1 }),
		[
			INVALID,
			NO_RIGHT,
			OPERATOR,
			BASIC_FULL,
			LICENSED_FULL,
			SEATS_FULL,
			[400, 1009, 'The user u already holds an active account.', /already has an active account/],
			[400, 1107, 'Email domain is blocked.', /domain of the e-mail address is blocked/],
			[
				400,
				1108,
				'Permission requirements to change the user type of this user were not met.',
				/requirements for this licence/,
			],
			[400, 1116, "Email address u doesn't match limited domains: x", /managed domains/],
			[400, 2002, 'SSO has not been enabled for your account.', /single sign-on is not enabled/],
			[400, 2016, 'No permission. Please contact Zoom Customer Support.', /does not let this account add users/],
			[400, 2032, 'Pre-provisioning of SSO users has not been enabled for your account.', /pre-provisioning/],
			[400, 2035, 'GPA accounts cannot add users.', /GPA/],
			[400, 2036, 'Other accounts cannot invite GPA account owners.', /GPA/],
			[400, 2037, 'Force forbidden user can not be invited.', /forbids to invite/],
			[400, 2038, 'Limit reached.', /no licence or seat left/],
			[400, 11321, 'Email domain is blocked by Zoom Trust & Safety.', /Trust & Safety/],
			[404, 4130, 'Group does not exist: g.', /group does not exist/],
			[
				404,
				1102,
				'You cannot enable the Zoom Phone feature because you do not have any available licenses.',
				/no licence of this kind/,
			],
			[409, 1005, 'Email "u" has already been used.', /already used/],
		],
	],
	[
		'PATCH /users/{userId}',
		(zoom) => zoom.users.update('u', { dept: 'x' }),
		[
			NO_RIGHT,
			INVALID,
			[
				400,
				300,
				'You cannot change the type, plan_united_type and zoom_one_type in one request.',
				/one of the licences/,
			],
			[400, 1053, 'User is disabled.', /deactivated/],
			[400, 1108, 'Permission requirements were not met.', /requirements for this licence/],
			[400, 1109, 'Host is not a paid user.', /no paid licence/],
			EXPIRED,
			LICENSED_FULL,
			BASIC_FULL,
			SEATS_FULL,
			[400, 4100, 'User is already taken by another user from your account.', /personal link name/],
			[400, 2038, 'Limit.', /no licence or seat left/],
			[400, 2039, 'Limit.', /no licence or seat left/],
			NO_USER,
		],
	],
	[
		'DELETE /users/{userId}',
		(zoom) => zoom.users.remove('u', { action: 'delete' }),
		[
			[
				400,
				300,
				'This user has published events on Zoom Events and you do not specify a target user to transfer data.',
				/Zoom Events/,
			],
			[400, 200, 'Cannot delete a Zoom Rooms user.', /Zoom Rooms/],
			OPERATOR,
			[400, 1107, 'You can not disassociate a user with managed domain.', /managed domain cannot be unlinked/],
			[400, 1117, 'You can not disassociate an Admin user.', /is an admin/],
		],
	],
	[
		'PUT /users/{userId}/status',
		(zoom) => zoom.users.setStatus('u', 'inactive'),
		[
			[400, 200, "Zoom Room and Admin users' status cannot be activated or deactivated.", /admins and Zoom Rooms/],
			[
				400,
				300,
				'You cannot deactivate this user because the user has an upcoming Zoom Events scheduled.',
				/Zoom Events/,
			],
			SEATS_FULL,
			BASIC_FULL,
			NO_USER,
		],
	],
	[
		'PUT /users/{userId}/email',
		(zoom) => zoom.users.changeEmail('u', 'v@example.edu'),
		[
			[400, 200, 'Only an account administrator can change email.', /lacks a privilege/],
			[400, 1000, 'Admin can not change other admins email.', /address of another admin/],
			[400, 1116, "Email address v doesn't match limited domains: x", /managed domains/],
			NO_USER,
		],
	],
	[
		'PUT /users/{userId}/password',
		(zoom) => zoom.users.setPassword('u', 'x'),
		[
			[400, 300, 'Your new password can not match the old password.', /value is not valid/],
			[400, 1117, "Can not update Admin's password", /is an admin/],
			...PASSWORD,
			NO_USER,
		],
	],
	['DELETE /users/{userId}/token', (zoom) => zoom.users.logOut('u'), [NO_USER]],
	['GET /users/{userId}/permissions', (zoom) => zoom.users.permissions('u'), [NO_USER]],
	['GET /groups', (zoom) => first(zoom.groups.list()), [PAID, NO_GROUP]],
	[
		'POST /groups',
		(zoom) => zoom.groups.create('x'),
		[
			PAID,
			NAME_TAKEN,
			[
				400,
				300,
				'It has reached the maximum number of groups. You can clean up some groups then add.',
				/no more groups/,
			],
			[400, 300, 'Invalid parameter: name.', /value is not valid/],
		],
	],
	['GET /groups/{groupId}', (zoom) => zoom.groups.get('g'), [FOREIGN, PAID]],
	['PATCH /groups/{groupId}', (zoom) => zoom.groups.rename('g', 'x'), [PAID, NO_GROUP, NAME_TAKEN]],
	['DELETE /groups/{groupId}', (zoom) => zoom.groups.remove('g'), [PAID]],
	['GET /groups/{groupId}/members', (zoom) => first(zoom.groups.members('g')), [PAID, DEAD_PAGE, NO_GROUP]],
	['POST /groups/{groupId}/members', (zoom) => zoom.groups.addMembers('g', ['u']), [PAID, NO_GROUP]],
	[
		'DELETE /groups/{groupId}/members/{memberId}',
		(zoom) => zoom.groups.removeMembers('g', ['u']),
		[FOREIGN, PAID, NO_GROUP],
	],
	[
		'PATCH /groups/{groupId}/members/{memberId}',
		(zoom) => zoom.groups.setPrimary('g', 'u'),
		[NO_GROUP, [404, 4131, 'Group member does not exist.', /not a member of the group/]],
	],
	['GET /groups/{groupId}/admins', (zoom) => first(zoom.groups.admins('g')), [PAID, DEAD_PAGE, NO_GROUP]],
	['POST /groups/{groupId}/admins', (zoom) => zoom.groups.addAdmins('g', ['u']), [PAID, INVALID, NO_GROUP]],
	['DELETE /groups/{groupId}/admins/{userId}', (zoom) => zoom.groups.removeAdmin('g', 'u'), [PAID, NO_GROUP]],
	[
		'GET /roles',
		(zoom) => zoom.roles.list(),
		[
			[
				400,
				4700,
				'Invalid access token, does not contain scopes:[role:read:admin].',
				/lacks the scope role:read:admin/,
			],
		],
	],
	['GET /roles/{roleId}/members', (zoom) => first(zoom.roles.members('r')), [NO_ROLE]],
	['POST /roles/{roleId}/members', (zoom) => zoom.roles.assign('r', ['u']), [NO_ROLE, SYSTEM_ROLE]],
	['DELETE /roles/{roleId}/members/{memberId}', (zoom) => zoom.roles.unassign('r', 'u'), [NO_ROLE, SYSTEM_ROLE]],
	['GET /phone/users', (zoom) => first(zoom.phone.list()), [PHONE_400, NO_ACCOUNT, NO_PHONE]],
	[
		'GET /phone/users/{userId}',
		(zoom) => zoom.phone.get('u'),
		[[400, 300, 'Invalid user id.', /value is not valid/], NO_ACCOUNT, NO_SITE, NO_PHONE],
	],
	[
		'PATCH /phone/users/{userId}',
		(zoom) => zoom.phone.update('u', { siteId: 's' }),
		[[400, 13800, 'Consent is needed.', /consent settings/], INVALID, NO_ACCOUNT, NO_USER],
	],
	['GET /phone/users/{userId}/settings', (zoom) => zoom.phone.settings('u'), [INVALID, NO_USER, NO_ACCOUNT]],
	[
		'PATCH /phone/users/{userId}/settings',
		(zoom) => zoom.phone.changeSettings('u', { area_code: '1' }),
		[INVALID, PHONE_400, [400, 1151, 'Not supported.', /not available for this user/], NO_USER],
	],
	['GET /phone/calling_plans', (zoom) => zoom.phone.callingPlans(), [PHONE_400]],
	[
		'POST /phone/users/{userId}/calling_plans',
		(zoom) => zoom.phone.assignPlans('u', [1]),
		[INVALID, NO_USER, NO_ACCOUNT],
	],
	[
		'PUT /phone/users/{userId}/calling_plans',
		(zoom) => zoom.phone.switchPlan('u', 1, 2),
		[[400, 404, 'User did not subscribe to the source plan.', /does not exist/], NO_USER],
	],
	[
		'DELETE /phone/users/{userId}/calling_plans/{planType}',
		(zoom) => zoom.phone.unassignPlan('u', 1),
		[NO_USER, NO_ACCOUNT],
	],
	['GET /phone/numbers', (zoom) => first(zoom.phone.numbers()), [PHONE_400]],
	[
		'POST /phone/users/{userId}/phone_numbers',
		(zoom) => zoom.phone.assignNumbers('u', ['n']),
		[INVALID, NO_USER, NO_ACCOUNT],
	],
	[
		'DELETE /phone/users/{userId}/phone_numbers/{phoneNumberId}',
		(zoom) => zoom.phone.unassignNumber('u', 'n'),
		[INVALID, NO_USER, NO_ACCOUNT],
	],
	['GET /phone/sites', (zoom) => zoom.phone.sites(), [NO_PHONE]],
];

/** A Zoom that refuses one kind of call, and knows nobody. */
function refusing([endpoint]: (typeof CALLS)[number], [status, code, message]: Refusal) {
	const [method, template] = endpoint.split(' ') as [string, string];
	const pattern = new RegExp(`^${template.replace(/\{\w+\}/g, '[^/]+')}$`);
	const sent: string[] = [];
	const zoom = createZoomClient(
		async (request) => {
			sent.push(`${request.method} ${request.path}`);
			if (request.method === method && pattern.test(request.path)) return answer(status, { code, message });
			return answer(404, { code: 1001, message: 'User does not exist.' });
		},
		{ limiter: new RateLimiter('unlimited'), clock: new FakeClock() },
	);
	return { zoom, sent };
}

const cases = CALLS.flatMap((call) =>
	[...call[2], NO_SCOPE, TOKEN, UNKNOWN_PATH].map(
		(refusal) => [`${call[0]}: ${refusal[0]}/${refusal[1]} ${refusal[2].slice(0, 40)}`, call, refusal] as const,
	),
);

test.each(cases)('%s', async (_, call, refusal) => {
	const { zoom, sent } = refusing(call, refusal);
	const error: unknown = await call[1](zoom).catch((thrown: unknown) => thrown);
	expect(error).toBeInstanceOf(ZoomError);
	const [, code, , why] = refusal;
	expect(error).toMatchObject({
		code: String(code),
		message: expect.stringMatching(why),
		trackingId: 'v=2.0;clid=test',
	});
	expect((error as ZoomError).message).toMatch(/^Zoom refused to [a-z]/);
	expect((error as ZoomError).remedy).toMatch(/\.$/);
	// A refusal is final: only a token is renewed, once.
	const [method] = call[0].split(' ');
	expect(sent.filter((one) => one.startsWith(`${method} `)).length).toBeLessThanOrEqual(code === 124 ? 3 : 2);
});

/** Refusals that are the wanted state, or say that there is nothing. */
test.each<[string, (zoom: ZoomClient) => Promise<unknown>, Refusal, unknown]>([
	['GET /users/{userId}', (zoom) => zoom.users.get('u'), NO_USER, null],
	['DELETE /users/{userId}', (zoom) => zoom.users.remove('u', { action: 'delete' }), NO_USER, 'already-gone'],
	['GET /groups/{groupId}', (zoom) => zoom.groups.get('g'), NO_GROUP, null],
	['DELETE /groups/{groupId}', (zoom) => zoom.groups.remove('g'), NO_GROUP, 'already-gone'],
	[
		'DELETE /groups/{groupId}/members/{memberId}',
		(zoom) => zoom.groups.removeMembers('g', ['u']),
		[404, 4131, 'Group member does not exist.', /./],
		[{ user: 'u', outcome: 'not-a-member' }],
	],
	[
		'DELETE /groups/{groupId}/admins/{userId}',
		(zoom) => zoom.groups.removeAdmin('g', 'u'),
		[400, 4138, 'That user is not an administrator for the group: "g".', /./],
		{ user: 'u', outcome: 'not-a-member' },
	],
	['GET /roles/{roleId}', (zoom) => zoom.roles.get('r'), NO_ROLE, null],
	['GET /phone/users/{userId}', (zoom) => zoom.phone.get('u'), NO_USER, null],
	[
		'DELETE /phone/users/{userId}/calling_plans/{planType}',
		(zoom) => zoom.phone.unassignPlan('u', 1),
		[400, 400, 'Invalid field.', /./],
		'had-not',
	],
	[
		'DELETE /phone/users/{userId}/phone_numbers/{phoneNumberId}',
		(zoom) => zoom.phone.unassignNumber('u', 'n'),
		[404, 400, 'Invalid query parameter "phone_number".', /./],
		'had-not',
	],
])('%s: %s is an answer, not an error', async (endpoint, send, refusal, expected) => {
	const { zoom } = refusing([endpoint, send, []], refusal);
	expect(await send(zoom)).toEqual(expected);
});
