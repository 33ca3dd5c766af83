/**
 * Zoom's password rules with their codes (docs/vendors/zoom.md#errors).
 */
const RULES: Array<[code: number, message: string, broken: (password: string) => boolean]> = [
	[1124, 'Minimum of 6 characters. Have at least 8 characters', (password) => password.length < 8],
	[1125, 'Have at least 1 letter (a, b, c…)', (password) => !/[a-z]/i.test(password)],
	[1126, 'Have at least 1 number (1, 2, 3…)', (password) => !/\d/.test(password)],
	[1127, 'Have at least 1 special character (!, @, #…)', (password) => !/[^a-z\d]/i.test(password)],
	[
		1128,
		'Include both Upper case and Lower case characters',
		(password) => !/[a-z]/.test(password) || !/[A-Z]/.test(password),
	],
	[1130, "Password can't use the same character.", (password) => /(.)\1{2}/.test(password)],
	[
		1131,
		"Password can't use continuation character.Such as 'abcdef','123456'.",
		(password) => hasRun(password.toLowerCase()),
	],
	[
		1136,
		'Your password is too easy to guess. Try another one.',
		(password) => /passw0rd|p@ssword|welcome1/i.test(password),
	],
];

/** Four neighbours in a row, up or down. */
function hasRun(password: string): boolean {
	for (const step of [1, -1]) {
		let length = 1;
		for (let at = 1; at < password.length; at++) {
			length = password.charCodeAt(at) - password.charCodeAt(at - 1) === step ? length + 1 : 1;
			if (length >= 4) return true;
		}
	}
	return false;
}

/** The first rule that the password breaks. */
export function passwordFault(password: string): { code: number; message: string } | undefined {
	const broken = RULES.find(([, , isBroken]) => isBroken(password));
	return broken && { code: broken[0], message: broken[1] };
}
