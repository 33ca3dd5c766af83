import { ZoomRefusal } from '../wire/answer.mts';

/** The errors of docs/vendors/zoom.md#errors, each with Zoom's own sentence. One place, so that no route invents another. */
export const refuse = {
	invalidToken: () => new ZoomRefusal(401, 124, 'Invalid access token.'),
	expiredToken: () => new ZoomRefusal(401, 124, 'Access token is expired.'),
	/** docs/vendors/zoom.md#errors: the bracket lists the scopes any of which would do. */
	missingScopes: (scopes: string[]) =>
		new ZoomRefusal(400, 4711, `Invalid access token, does not contain scopes:[${scopes.join(', ')}].`),
	/** The role of the app's owner lacks the privilege (docs/vendors/zoom.md#the-app-and-its-token). */
	missingPrivilege: (privilege: string) =>
		new ZoomRefusal(400, 200, `Invalid access token, does not contain permissions [${privilege}].`),
	noPermission: () => new ZoomRefusal(400, 200, 'No permission.'),
	paidOnly: (accountId: string) => new ZoomRefusal(400, 200, `Only available for Paid account, ${accountId}.`),
	accessDenied: () => new ZoomRefusal(403, 403, 'Access to the Zoom REST API has been denied for this account.'),
	unknownEndpoint: () => new ZoomRefusal(404, 2300, 'This API endpoint is not recognized.'),
	notJson: () => new ZoomRefusal(400, 300, 'Request Body should be a valid JSON object.'),
	invalidFields: (...fields: string[]) =>
		new ZoomRefusal(400, 300, 'Validation Failed.', {
			errors: fields.map((field) => ({ field, message: 'Invalid field.' })),
		}),
	invalidParameter: (name: string) => new ZoomRefusal(400, 300, `Invalid parameter: ${name}.`),
	validation: (message: string) => new ZoomRefusal(400, 300, message),
	pageToken: (code: 300 | 400) => new ZoomRefusal(400, code, 'The next page token is invalid or expired.'),
	noUser: (user: string) => new ZoomRefusal(404, 1001, `User does not exist: ${user}.`),
	noRecordingUser: (user: string) =>
		new ZoomRefusal(404, 1001, `User ${user} does not exist or does not belong to this account.`),
	expiredInvitation: () =>
		new ZoomRefusal(400, 1120, 'A valid invitation to join the Zoom account was not found for this user.'),
	noRecording: () => new ZoomRefusal(404, 3301, 'There is no recording for this meeting.'),
	uncompletedMeeting: () => new ZoomRefusal(400, 3303, 'You can not delete an uncompleted meeting.'),
	noStorage: () =>
		new ZoomRefusal(
			400,
			3309,
			'Not enough cloud storage available. Either purchase additional storage or delete recordings.',
		),
	simulive: () =>
		new ZoomRefusal(
			400,
			3310,
			'This recording was selected for a simulive webinar. You cannot delete or trash this recording.',
		),
	noTranscript: () => new ZoomRefusal(404, 3322, 'This meeting transcript does not exist.'),
	noMeeting: (id: string) => new ZoomRefusal(404, 3001, `Meeting does not exist: ${id}.`),
	noWebinar: (id: string) => new ZoomRefusal(404, 3001, `Webinar does not exist: ${id}.`),
	webinarOnMeetings: () => new ZoomRefusal(400, 3000, 'Cannot access webinar info.'),
	webinarPlan: () =>
		new ZoomRefusal(
			400,
			200,
			'Webinar plan is missing. You must subscribe to the webinar plan and enable webinars for this user.',
		),
	tooOld: () => new ZoomRefusal(400, 12702, 'Can not access a meeting a year ago.'),
	noGroup: (id: string) => new ZoomRefusal(404, 4130, `A group with this ${id} does not exist.`),
	noRole: () => new ZoomRefusal(400, 1034, 'Provided role_id does not exist.'),
	noAccount: () => new ZoomRefusal(404, 2001, 'Account does not exist.'),
};
