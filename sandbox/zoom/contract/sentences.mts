import type { Dice } from '../../dice.mts';
import type { Answer } from '../wire/answer.mts';

/**
 * Zoom's documents say the same thing in different sentences, and promise none of them. What a client may rely on is the
 * code, the HTTP status and the endpoint. Each row: a code, the sentence that the local Zoom has for a meaning, and others
 * that were documented or seen for the same meaning; $1 is what the first one names.
 */
const SENTENCES: ReadonlyArray<readonly [code: number, ours: RegExp, others: readonly string[]]> = [
	[124, /^Invalid access token\.$/, ['Requires an access token.']],
	[124, /^Access token is expired\.$/, ['Access token has expired.', 'Access token is expired. Invalid access token.']],
	[200, /^No permission\.$/, ['No permission to request data.', 'You do not have the right permissions.']],
	[
		200,
		/^Only available for Paid account, (.*)\.$/,
		['Only available for Paid account.', 'Only available for paid account: $1'],
	],
	[300, /^Validation Failed\.$/, ['Validation failed.', 'Validation Failed']],
	[
		1001,
		/^User does not exist: (.*)\.$/,
		['User not exist.', 'User does not exist.', 'User not found: $1', 'User does not exist for user id: $1.'],
	],
	[
		1001,
		/^User (.*) does not exist or does not belong to this account\.$/,
		['User $1 does not exist, or does not belong to this account.'],
	],
	[
		1010,
		/^User does not belong to this account: (.*)\.$/,
		['User not found on this account: $1.', 'User does not belong to this account $1.'],
	],
	[
		1120,
		/^A valid invitation.*$/,
		['No valid invitation to join the Zoom account was found for this user.', 'Invite does not exist.'],
	],
	[2001, /^Account does not exist\.$/, ['Account does not exist: the account.']],
	[3000, /^Cannot access webinar info\.$/, ['Cannot access webinar information.']],
	[
		3001,
		/^Meeting does not exist: (.*)\.$/,
		['Meeting $1 not found or has expired.', 'Meeting ID is invalid or not end.'],
	],
	[
		3001,
		/^Webinar does not exist: (.*)\.$/,
		['Webinar $1 not found or has expired.', 'Webinar ID is invalid or not end.'],
	],
	[3301, /^There is no recording for this meeting\.$/, ['There is no recording for this session.']],
	[4130, /^A group with this (.*) does not exist\.$/, ['Group does not exist: $1.', 'This group does not exist.']],
	[4132, /^The group name "(.*)" is already in use\.$/, ['Group name $1 is already in use.']],
	[12702, /^Can not access a meeting a year ago\.$/, ['Cannot access meetings from over one year ago.']],
	[
		429,
		/^.*changes to this user's email address.*$/,
		[
			'Too Many Requests.',
			'You have reached the maximum daily rate limit for this API.',
			'The rate limit was reached.',
		],
	],
];

/** The same answer in other words, when there are any. */
export function inOtherWords(answer: Answer, dice: Dice): Answer {
	const body = answer.body as { code?: unknown; message?: unknown } | undefined;
	if (typeof body?.message !== 'string') return answer;
	for (const [code, ours, others] of SENTENCES) {
		if (body.code !== code || !ours.test(body.message)) continue;
		const told = dice.one([undefined, ...others]);
		return told === undefined ? answer : { ...answer, body: { ...body, message: body.message.replace(ours, told) } };
	}
	return answer;
}
