/**
 * What Zoom's codes mean and what a person can do about them. A code is reused with different meanings, so a row may
 * ask for an HTTP status or for words in Zoom's message; the first row that fits counts.
 * @see docs/vendors/zoom.md#errors, docs/vendors/directory.md#errors-of-user-calls
 */
export interface ErrorCause {
	code: string;
	status?: number;
	message?: RegExp;
	/** Completes "Zoom refused to …: ". */
	cause: string;
	remedy: string;
	/** Whether the same request may succeed later without anybody changing anything. */
	retryable?: true;
}

const CHECK_ID = 'Check the id; it may belong to another account, or the object was deleted in Zoom.';

export const ERROR_CAUSES: readonly ErrorCause[] = [
	{
		code: '124',
		cause: 'it did not accept the access token, not even a new one',
		remedy:
			'Test the Zoom credential. If the test fails, check that the Server-to-Server OAuth app is activated in the Zoom App Marketplace and belongs to this account.',
	},
	{
		code: '200',
		message: /does not contain permissions|No permission|only an account administrator/i,
		cause: "the role of the app's owner lacks a privilege",
		remedy:
			'Give the role of the person who owns the Server-to-Server OAuth app this privilege (Zoom web portal → User Management → Roles), or let an account owner or admin own the app.',
	},
	{
		code: '200',
		message: /paid account|plan/i,
		cause: "the account's plan does not include this",
		remedy: 'Use an account with the plan that Zoom names, or leave this step out.',
	},
	{
		code: '200',
		message: /Zoom Room|Admin users/i,
		cause: 'admins and Zoom Rooms can be neither activated, deactivated nor removed',
		remedy: 'Take the Admin role away first (Demote Admins First); manage Zoom Rooms in the Zoom web portal.',
	},
	{
		code: '200',
		cause: 'the account, its plan or its settings do not allow this',
		remedy: "Compare Zoom's message with the account's plan and settings in the Zoom web portal.",
	},
	{
		code: '300',
		message: /Normal\/Owner roles/i,
		cause: 'nobody can be added to or removed from the Member and Owner roles by hand',
		remedy: 'To make somebody an ordinary member, remove the person from the present role.',
	},
	{
		code: '300',
		message: /type.*(plan_united_type|zoom_one_type)/i,
		cause: 'only one of the licences can be changed in one request',
		remedy: 'Change the user type, the Zoom Workplace plan and the Zoom United plan one after the other.',
	},
	{
		code: '300',
		message: /pending user/i,
		cause: 'the person has not accepted the invitation',
		remedy:
			'Wait until the person has accepted; only groups can be changed before. Remove invited people by disassociating.',
	},
	{
		code: '300',
		message: /Zoom Events/i,
		cause: 'the user has events on Zoom Events',
		remedy:
			'Hand the events over (Transfer To names a person with a Zoom Events licence), or wait until they are past.',
	},
	{
		code: '300',
		message: /maximum number of groups/i,
		cause: 'the account may have no more groups (5000 in all, 100 new ones a day)',
		remedy: 'Delete groups that nobody needs, or go on tomorrow.',
	},
	{ code: '300', cause: 'a value is not valid', remedy: "Correct the field that Zoom's message names." },
	{
		code: '1000',
		message: /other admins? email/i,
		cause: 'an admin cannot change the e-mail address of another admin',
		remedy: 'Let the person change it, or unassign the admin role first.',
	},
	{
		code: '1000',
		cause: 'the user is a call-queue manager or auto-receptionist operator',
		remedy: 'Hand these Zoom Phone duties to somebody else first.',
	},
	{
		code: '1001',
		cause: 'the user does not exist in this account',
		remedy: 'Check the user id or e-mail address; the person may have left the account.',
	},
	{
		code: '1005',
		cause: 'the e-mail address is already used',
		remedy: 'Use the existing user (operation Get with this e-mail address), or choose "ensure" instead of "create".',
	},
	{
		code: '1009',
		cause: 'the person already has an active account',
		remedy: 'Use the existing user, or invite the person to this account from the Zoom web portal.',
	},
	{
		code: '1010',
		cause: 'it belongs to another account',
		remedy: 'Check that the credential is for the right Zoom account.',
	},
	{ code: '1034', cause: 'the role does not exist', remedy: 'Choose a role from the list; it may have been deleted.' },
	{
		code: '1102',
		cause: 'no licence of this kind is available',
		remedy: 'Free a licence or buy one, then run this again.',
	},
	{
		code: '1107',
		message: /disassociate/i,
		cause: 'a user of a managed domain cannot be unlinked from the account',
		remedy: 'Delete or deactivate the user instead of unlinking.',
	},
	{
		code: '1107',
		cause: 'the domain of the e-mail address is blocked',
		remedy: 'Use another address, or unblock the domain in the account settings.',
	},
	{
		code: '1108',
		cause: 'the user does not meet the requirements for this licence type',
		remedy: "Compare Zoom's message with the user's present plan.",
	},
	{ code: '1109', cause: 'the host has no paid licence', remedy: 'Assign a licence to the user first.' },
	{
		code: '1116',
		cause: "the e-mail address is outside the account's managed domains",
		remedy: 'Use an address of a managed domain, or add the domain under Account Profile in Zoom.',
	},
	{
		code: '1117',
		cause: 'the user is an admin',
		remedy: 'Unassign the admin role first.',
	},
	{
		code: '1120',
		cause: "the person's invitation has expired",
		remedy: 'Invite the person anew with User → Invite Again.',
	},
	...['1123', '1124', '1125', '1126', '1127', '1128', '1129', '1130', '1131', '1136'].map((code) => ({
		code,
		cause: "the password breaks the account's password rules",
		remedy: "Choose a password that fits the rule in Zoom's message.",
	})),
	{ code: '1224', cause: 'the name of the role is already used', remedy: 'Choose another name.' },
	{ code: '2001', cause: 'the account does not exist', remedy: 'Check the account id of the credential.' },
	{
		code: '2002',
		cause: 'single sign-on is not enabled',
		remedy: 'Enable SSO in Zoom, or create the user in another way.',
	},
	{
		code: '2031',
		cause: 'Zoom Phone is not set up for this account',
		remedy: 'Set up Zoom Phone, or leave this step out.',
	},
	{
		code: '2032',
		cause: 'pre-provisioning of SSO users is not enabled',
		remedy: 'Enable it in the SSO settings of Zoom, or create the user in another way.',
	},
	...['2033', '2034', '2038', '2039', '3412'].map((code) => ({
		code,
		cause: 'the account has no licence or seat left',
		remedy: 'Free a licence or seat, or buy one, then run this again.',
	})),
	{
		code: '2300',
		cause: 'it does not know this address of the API',
		remedy: 'Check the API Base URL of the credential; it normally ends in "/v2".',
	},
	{ code: '3000', cause: 'the id is that of a webinar', remedy: 'Read it as a webinar.' },
	{
		code: '3001',
		cause: 'the meeting does not exist',
		remedy:
			'Zoom forgets a meeting 30 days after its last use, and instant meetings at once. Check the id if it should still be there.',
	},
	{
		code: '3301',
		cause: 'there is no recording for this meeting instance',
		remedy: 'It was trashed, deleted, or Zoom is still processing it. Look in the trash of Zoom, or try again later.',
	},
	{
		code: '3303',
		cause: 'the meeting or the processing of its recording is not finished',
		remedy: 'Try again when Zoom has finished processing.',
		retryable: true,
	},
	{
		code: '3309',
		cause: 'the cloud storage of the account is full',
		remedy: 'Free cloud storage in Zoom, then recover the recording; Zoom keeps the trash for 30 days.',
	},
	{
		code: '3310',
		cause: 'the recording is in use by a simulive webinar or by Zoom IQ',
		remedy: 'Remove it there first, or keep the recording.',
	},
	{
		code: '3322',
		cause: 'there is no transcript',
		remedy: 'It may come later, or audio transcripts are switched off in Zoom.',
	},
	{ code: '4130', cause: 'the group does not exist', remedy: CHECK_ID },
	{ code: '4131', cause: 'the person is not a member of the group', remedy: CHECK_ID },
	{
		code: '4132',
		cause: 'the name of the group is already used',
		remedy: 'Use the existing group, or choose another name.',
	},
	{ code: '4138', cause: 'the person is not an administrator of the group', remedy: CHECK_ID },
	{
		code: '12702',
		cause: 'Zoom keeps these data for one year only',
		remedy: 'Nothing can be done for older meetings; leave this step out for them.',
	},
	{
		code: '13800',
		cause: 'the consent settings of Zoom Phone do not allow the change',
		remedy: "Compare Zoom's message with the Zoom Phone policy of the account.",
	},
	{
		code: '1053',
		cause: 'the user is deactivated, and Zoom changes active users only',
		remedy: 'Activate the user first; Ensure can do so for a moment (Wishes for Inactive Users).',
	},
	{
		code: '1151',
		cause: 'the phone setting is not available for this user',
		remedy: "Compare Zoom's message with the phone policy of the account and the site.",
	},
	{
		code: '2016',
		cause: 'Zoom does not let this account add users',
		remedy: "Ask Zoom's customer support; the account is restricted.",
	},
	{
		code: '2035',
		cause: 'accounts of this kind (GPA) cannot add users',
		remedy: 'Add the user in the account that owns the domain.',
	},
	{
		code: '2036',
		cause: 'the person owns another account (GPA)',
		remedy: 'The person has to give up that account first.',
	},
	{
		code: '2037',
		cause: 'Zoom forbids to invite this person',
		remedy: "Ask Zoom's customer support why the person is blocked.",
	},
	{
		code: '11321',
		cause: "Zoom's Trust & Safety team blocked the domain of the e-mail address",
		remedy: "Use another address, or ask Zoom's support to unblock the domain.",
	},
	{ code: '4100', cause: 'the personal link name is used by somebody else', remedy: 'Choose another vanity name.' },
	{ code: '12007', cause: 'the user is in the trash of Zoom Phone', remedy: 'Restore the user there first.' },
	{
		code: '12008',
		cause: 'the Zoom Phone of this plan does not work at Indian sites',
		remedy: 'Choose another site or plan.',
	},
	{
		code: '400',
		message: /phone number|phone_number/i,
		cause: 'the phone number does not exist or belongs to somebody else',
		remedy: 'Check the number; List Numbers shows the free ones.',
	},
	{ code: '400', cause: 'Zoom cannot use the request', remedy: "Correct what Zoom's message names." },
	{ code: '404', cause: 'a part of the request does not exist', remedy: CHECK_ID },
];
