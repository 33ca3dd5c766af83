/** Arguments of a Kaltura error, e.g. `{ PROP_NAME: 'userId', MAX_LEN: '100' }`; Kaltura sends `[]` when there are none. */
export type KalturaErrorArgs = Readonly<Record<string, string>>;

/**
 * Whether a failed request had an effect: `none` when it surely was not carried out, `unknown` when it may have been
 * (connection lost, gateway error, internal error), `refused` when Kaltura understood and declined it.
 */
export type Effect = 'none' | 'unknown' | 'refused';

export interface ErrorSentence {
	/** What happened, without a final period. */
	says: string;
	/** The next step, as a sentence. */
	remedy: string;
	effect: Effect;
}

interface Context {
	vendorMessage: string;
	httpStatus: number | undefined;
}

type Row = [says: string | ((args: KalturaErrorArgs, context: Context) => string), remedy: string, effect?: Effect];

const LATER = 'Kaltura is busy or was interrupted: run it again in a few minutes.';
const ADMIN =
	'The session lacks the right: use an admin secret, or an app token of type ADMIN, whose role allows it; add the privilege disableentitlement.';
const USER_ID_ALPHABET = "letters A-Z and a-z, digits and , ! # $ % & ' * + ? ^ _ ` { | } ~ . @ -";

/**
 * One row per code that these nodes can meet: what happened, what to do, and whether the request had an effect.
 * The wording of the codes is Kaltura's (docs/vendors/kaltura.md#errors, #sessions, #users-and-groups); rows without an effect are refusals.
 */
const ROWS = {
	// Session and permission
	INVALID_KS: [
		invalidSession,
		'Check partner ID and secret (or app token) of the Kaltura credential, then run it again.',
	],
	MISSING_KS: ['no session reached Kaltura', 'Choose a Kaltura credential in this node.'],
	START_SESSION_ERROR: [
		({ PID }) => `Kaltura refused to start a session for partner ${PID ?? ''}`.trimEnd(),
		'The partner ID or the admin secret is wrong, or the account is blocked: compare both with KMC, Settings, Integration Settings.',
	],
	INVALID_WIDGET_ID: [
		'there is no partner with this ID',
		'Compare the partner ID of the credential with KMC, Settings, Integration Settings.',
	],
	APP_TOKEN_ID_NOT_FOUND: [
		({ ID }) => `there is no app token ${ID ?? 'with this ID'}`,
		'Check the App Token ID of the credential; it belongs to one partner only.',
	],
	APP_TOKEN_NOT_ACTIVE: ['the app token is disabled', 'Enable it in Kaltura or create a new one.'],
	APP_TOKEN_EXPIRED: ['the app token has expired', 'Create a new app token in Kaltura and put it into the credential.'],
	INVALID_APP_TOKEN_HASH: [
		'the app token does not fit its ID',
		'Copy the token again from where it was created: the ID names it, the token is the secret of 32 characters.',
	],
	SERVICE_FORBIDDEN: [({ SERVICE }) => `access to ${SERVICE ?? 'this service'} is forbidden`, ADMIN],
	ACTION_FORBIDDEN: ['this action is forbidden', ADMIN],
	FEATURE_FORBIDDEN: ['the account does not have this feature', 'Ask Kaltura to enable it for your account.'],
	ENTRY_ID_NOT_REPLACED: ['nothing is waiting to replace the content of the entry', 'Nothing needs to be done.'],
	SERVICE_FORBIDDEN_CONTENT_BLOCKED: [
		'the Kaltura account is blocked',
		'Ask Kaltura to unblock the account; a trial may have ended.',
	],
	PARTNER_NOT_FOUND: ['there is no such partner', 'Check the partner ID of the credential.'],
	PROPERTY_VALIDATION_ADMIN_PROPERTY: [
		({ PROP_NAME }) => `${PROP_NAME ?? 'a property'} may be set by admin sessions only`,
		ADMIN,
	],
	CANNOT_RETRIEVE_ANOTHER_USER_USING_NON_ADMIN_SESSION: ['a user session may read only its own user', ADMIN],
	MUST_FILTER_ON_ENTRY_OR_CATEGORY: ['a user session must name an entry or a category', ADMIN],

	// Limits and passing trouble. "none": Kaltura refused before doing anything; "unknown": it may have been done.
	ACTION_BLOCKED: [
		'the rate limit of the account is reached',
		'Run it again in a minute; if it happens often, ask Kaltura to raise the limit.',
		'none',
	],
	LOCK_TIMED_OUT: ['another change of the same object was under way', LATER, 'none'],
	CATEGORIES_LOCKED: ['the categories are locked while Kaltura moves some of them', LATER, 'none'],
	UPLOAD_TOKEN_CANNOT_MATCH_EXPECTED_SIZE: ['earlier parts of the upload have not arrived yet', LATER, 'none'],
	INTERNAL_SERVERL_ERROR: ['Kaltura met an internal error', LATER, 'unknown'],
	INTERNAL_SERVER_ERROR: ['Kaltura met an internal error', LATER, 'unknown'],
	INTERNAL_DATABASE_ERROR: ['Kaltura met an error of its database', LATER, 'unknown'],
	SEARCH_ENGINE_QUERY_FAILED: ["Kaltura's search index did not answer", LATER, 'unknown'],
	QUERY_EXCEEDED_MAX_MATCHES_ALLOWED: [
		'the list is longer than the 10,000 matches that Kaltura hands out',
		'Narrow the filter, for example by creation date.',
	],

	// Shape of the request
	SERVICE_DOES_NOT_EXISTS: [
		({ SRV_NAME }) => `this Kaltura has no service ${SRV_NAME ?? ''}`.trimEnd(),
		'The plug-in is not enabled for the account: ask Kaltura to enable it.',
	],
	ACTION_DOES_NOT_EXISTS: [
		({ SERVICE_NAME, ACTION_NAME }) =>
			`this Kaltura does not know the action${ACTION_NAME ? ` ${SERVICE_NAME ?? ''}.${ACTION_NAME}` : ''}`,
		'This Kaltura is too old for this operation.',
	],
	MISSING_MANDATORY_PARAMETER: [({ PARAM_NAME }) => `the parameter ${PARAM_NAME ?? ''} is missing`, 'Fill it in.'],
	PROPERTY_VALIDATION_CANNOT_BE_NULL: [
		({ PROP_NAME }) => `${PROP_NAME ?? 'a property'} may not be empty`,
		'Fill it in.',
	],
	PROPERTY_VALIDATION_MIN_LENGTH: [
		({ PROP_NAME, MIN_LEN }) => `${PROP_NAME ?? 'a property'} needs at least ${MIN_LEN ?? 'more'} characters`,
		'Make it longer.',
	],
	PROPERTY_VALIDATION_MAX_LENGTH: [
		({ PROP_NAME, MAX_LEN }) =>
			`${PROP_NAME ?? 'a property'} may not have more than ${MAX_LEN ?? 'so many'} characters`,
		'Make it shorter.',
	],
	PROPERTY_VALIDATION_NOT_UPDATABLE: [
		({ PROP_NAME }) => `${PROP_NAME ?? 'a property'} cannot be changed`,
		'Leave it out; some properties can only be set when the object is created.',
	],
	PROPERTY_VALIDATION_WRONG_FORMAT: [
		({ PROP_NAME, FORMAT }) => `${PROP_NAME ?? 'a property'} must have the form ${FORMAT ?? 'that Kaltura expects'}`,
		'Check its value.',
	],
	PROPERTY_VALIDATION_ENTRY_STATUS: [
		({ PROP_NAME }) => `${PROP_NAME ?? 'a property'} can no longer be changed at the present status of the entry`,
		'It can be changed only while the entry has no content.',
	],
	INVALID_ENUM_VALUE: [
		({ ENUM_VAL, PARAM_NAME }) => `"${ENUM_VAL ?? ''}" is no valid value for ${PARAM_NAME ?? 'this parameter'}`,
		'Choose one of the values of the list; languages are English names such as "English" or "German".',
	],
	INVALID_FIELD_VALUE: [
		({ FIELD_NAME }) => `the value of ${FIELD_NAME ?? 'a field'} is not valid`,
		`IDs of users and groups may hold ${USER_ID_ALPHABET}, no blanks.`,
	],
	INVALID_PARAMETER_CHAR: [
		({ XML_FIELD }) => `${XML_FIELD ?? 'a field'} holds a character that is not allowed`,
		'Remove it.',
	],
	OBJECT_TYPE_ABSTRACT: [
		({ OBJ_TYPE }) => `the object type ${OBJ_TYPE ?? ''} needs a concrete type`,
		'Name the objectType.',
	],
	INVALID_OBJECT_ID: [({ ID }) => `there is no object ${ID ?? ''}`.trimEnd(), 'Check the ID.'],

	// Entries and content
	ENTRY_ID_NOT_FOUND: [
		({ ENTRY_ID, ID }) => `there is no entry ${ENTRY_ID ?? ID ?? 'with this ID'}`.trimEnd(),
		'It was deleted, belongs to another account, or is of another type: check the entry ID.',
	],
	INVALID_ENTRY_ID: [
		({ ENTRY_ID, ID }) => `there is no entry ${ENTRY_ID ?? ID ?? 'with this ID'}`.trimEnd(),
		'It was deleted, belongs to another account, or is not visible to this user: check the entry ID.',
	],
	ENTRY_ALREADY_WITH_CONTENT: ['the entry already has content', 'Use "replace" to exchange it, or create a new entry.'],
	ENTRY_REPLACEMENT_ALREADY_EXISTS: [
		'a replacement of the content is already under way',
		'Wait until it has finished.',
	],
	PARENT_ENTRY_ID_NOT_FOUND: ['the parent entry does not exist', 'Check the ID of the parent entry.'],
	ASSIGNING_INFO_TO_ENTRY_WITH_PARENT_IS_FORBIDDEN: [
		'a child entry takes categories, access control and dates from its parent',
		'Set them at the parent entry.',
	],
	CYCLE_IN_PARENTAGE: ['an entry cannot be its own ancestor', 'Choose another parent entry.'],
	CONVERSION_PROFILE_ID_NOT_FOUND: [
		({ ID }) => `there is no conversion profile ${ID ?? 'with this ID'}`,
		'Choose one from the list (KMC, Settings, Transcoding Settings).',
	],
	ACCESS_CONTROL_ID_NOT_FOUND: ['there is no access control profile with this ID', 'Choose one from KMC, Settings.'],
	ENTRY_CATEGORY_FIELD_IS_DEPRECATED: [
		'this account does not take categories as a field of the entry',
		'Use Category: Assign.',
	],
	ENTRY_DISPLAY_IN_SEARCH_VALUE_NOT_ALLOWED: ['this value of displayInSearch is not allowed', 'Use 1 (account only).'],
	MAX_ASSETS_FOR_ENTRY_REACHED: [
		'the entry already has 500 assets',
		'Delete captions or attachments that are not needed.',
	],
	FILE_CONTENT_NOT_SECURE: [
		'Kaltura refuses this kind of content',
		'The file is not what its name says, or its type is blocked.',
	],

	// Uploads
	UPLOAD_TOKEN_NOT_FOUND: ['the upload token does not exist (any more)', 'Start the upload again.'],
	UPLOAD_TOKEN_INVALID_STATUS_FOR_UPLOAD: ['the upload is already complete', 'Nothing more needs to be sent.'],
	UPLOAD_TOKEN_INVALID_STATUS_FOR_ADD_ENTRY: [
		'the upload token was used already or is not ready',
		'Start the upload again.',
	],
	UPLOAD_TOKEN_CANNOT_RESUME: ['this upload has no beginning yet', 'Start the upload again.'],
	UPLOAD_TOKEN_MISSING_FILE_SIZE: ['the size of the file is needed', 'Give the size of the file.'],
	UPLOAD_TOKEN_FILE_TYPE_RESTRICTED_FOR_UPLOAD: [
		'Kaltura does not take this type of file',
		'Check what the file really holds.',
	],
	UPLOAD_PASSED_MAX_RESUME_TIME_ALLOWED: ['the upload is older than seven days', 'Start the upload again.'],
	MAX_ALLOWED_CHUNK_COUNT_EXCEEDED: ['the upload has too many parts', 'Use larger parts.'],
	UPLOAD_ERROR: ['the file did not arrive', 'Send it again with a file name.'],
	UPLOAD_PARTIAL_ERROR: ['a part of the upload did not arrive whole', LATER, 'none'],
	UPLOAD_SIZE: [
		({ HELD, SENT }) => `Kaltura holds ${HELD ?? '?'} bytes of a file of which ${SENT ?? '?'} were sent`,
		'Nothing was attached. Run it again: the file is uploaded anew.',
	],
	UPLOADED_FILE_NOT_FOUND_BY_TOKEN: ['the uploaded file is gone', 'Start the upload again.'],

	// Categories
	CATEGORY_NOT_FOUND: [
		({ ID, CATEGORY_ID }) => `there is no category ${CATEGORY_ID ?? ID ?? 'with this ID'}`,
		'Check the ID; categories with entitlement need the privilege disableentitlement in the credential.',
	],
	PARENT_CATEGORY_NOT_FOUND: ['the parent category does not exist', 'Check its ID or create it first.'],
	DUPLICATE_CATEGORY: [
		({ CATEGORY }) => `the category ${CATEGORY ? `"${CATEGORY}" ` : ''}already exists`,
		'Use the existing one; categories that this session may not see need the privilege disableentitlement.',
	],
	CATEGORY_ENTRY_ALREADY_EXISTS: ['the entry is already in this category', 'Nothing needs to be done.'],
	ENTRY_IS_NOT_ASSIGNED_TO_CATEGORY: ['the entry is not in this category', 'Nothing needs to be done.'],
	MAX_CATEGORIES_FOR_ENTRY_REACHED: [
		'the entry is in as many categories as the account allows (32 unless raised)',
		'Take it out of one, or ask Kaltura to raise the limit.',
	],
	CANNOT_ASSIGN_ENTRY_TO_CATEGORY: [
		'this user may not put entries into the category',
		'Add the privilege disableentitlement to the credential, or make the user a contributor of the category.',
	],

	// Captions and attachments
	CAPTION_ASSET_ID_NOT_FOUND: ['there is no caption with this ID', 'List the captions of the entry for their IDs.'],
	CAPTION_ASSET_ALREADY_EXISTS: ['the entry already has this caption', 'Use the existing one.'],
	CAPTION_ASSET_INVALID_CONTENT: [
		'the text is not a valid caption file',
		'Check that format and content fit (SRT, VTT).',
	],
	ATTACHMENT_ASSET_ID_NOT_FOUND: [
		'there is no attachment with this ID',
		'List the attachments of the entry for their IDs.',
	],
	ATTACHMENT_ASSET_DOWNLOAD_FAILED: [
		'Kaltura could not download the file for the attachment',
		'Check that the URL answers without further log-in; Kaltura sends no headers with this download.',
	],
	METADATA_ALREADY_EXISTS: [
		({ ID }) => `the object already has this metadata (${ID ?? ''})`,
		'Update the existing one.',
	],
	METADATA_PROFILE_NOT_FOUND: [
		'there is no such metadata schema',
		'Check the ID or system name in KMC, Settings, Custom Data.',
	],
	INVALID_METADATA_DATA: [
		'the values do not fit the metadata schema',
		'Compare names and order of the fields with the schema.',
	],

	// Users and groups
	INVALID_USER_ID: ['there is no user with this ID', 'Check the ID; deleted users count as missing.'],
	USER_NOT_FOUND: [
		({ ID }) => (ID ? `there is no user ${ID}` : 'there is no such user'),
		'Check the user ID; the ID of a group does not count as a user.',
	],
	USER_NOT_FOUND_YET: [
		({ NAME, VALUE }) =>
			`the search for users finds nobody with the ${NAME ?? 'e-mail'} ${VALUE ?? ''}, and it follows changes with a delay of seconds`,
		'Whoever was created a moment ago may be there all the same: look again in some seconds, or find the user by ID, which has no delay.',
		'none',
	],
	LOGIN_DATA_NOT_FOUND: [
		'nobody logs in with this ID',
		'Only users with login enabled have a login ID; try the e-mail instead.',
	],
	INVALID_GROUP_ID: ['there is no group with this ID', 'Check the ID; a user of the same ID is not a group.'],
	GROUP_NOT_FOUND: ['there is no such group', 'Check the group ID or create the group first.'],
	DUPLICATE_USER_BY_ID: [
		({ UID, ID }) => `a user or group with the ID ${UID ?? ID ?? 'given'} already exists`,
		'Users and groups share their IDs: use the existing one or choose another ID.',
	],
	DUPLICATE_USER_BY_LOGIN_ID: ['another user logs in with this ID', 'Choose another login ID.'],
	DUPLICATE_GROUP_BY_ID: ['a group with this ID already exists', 'Use the existing one or choose another ID.'],
	ID_AND_EXTERNAL_ID_ARE_MUTUALLY_EXCLUSIVE: ['a user takes either an ID or an external ID', 'Leave one of them out.'],
	GROUP_USER_ALREADY_EXISTS: ['the user is already a member of the group', 'Nothing needs to be done.'],
	GROUP_USER_DOES_NOT_EXISTS: ['the user is not a member of the group', 'Nothing needs to be done.'],
	USER_EXCEEDED_MAX_GROUPS: [
		'the user is in as many groups as the account allows (1,024 unless raised)',
		'Remove the user from groups, or ask Kaltura to raise the limit.',
	],
	GROUPS_CANNOT_CO_EXIST: [
		'the user is in a group that excludes this one',
		'Remove the user from the other group first.',
	],
	USER_LOGIN_ALREADY_ENABLED: ['the user can log in already', 'Nothing needs to be done.'],

	// Answers that are no Kaltura answers
	NOT_KALTURA: [
		(_, { httpStatus }) =>
			`the service URL answered a web page instead of the API${httpStatus ? ` (HTTP ${httpStatus})` : ''}`,
		'Check the service URL of the credential: https://www.kaltura.com, your region (https://api.eu.kaltura.com) or your own server, without a path.',
	],
	REDIRECT: [
		({ LOCATION }) =>
			`the service URL redirects${LOCATION ? ` to ${LOCATION}` : ''}, where requests lose their content`,
		'Put the address that it redirects to, without a path, into the Service URL of the credential.',
	],
	NOT_JSON: ['the answer was not readable', LATER, 'unknown'],
	ANSWER_TOO_LONG: [
		({ REASON }) => `the answer did not end${REASON ? ` (${REASON})` : ''}`,
		'Check the Service URL of the credential and what stands between n8n and Kaltura (a proxy, a filter).',
		'unknown',
	],
	XML_ANSWER: [
		'Kaltura answered XML, so it did not read the request',
		'Something on the way changes the Content-Type of requests: let the proxy pass application/json unchanged.',
	],
	HTTP_STATUS: [(_, { httpStatus }) => `the server answered HTTP ${httpStatus ?? 'with an error'}`, LATER, 'unknown'],
	NETWORK: [
		({ REASON }) => `the connection failed${inWords(REASON)}`,
		'Check the service URL of the credential and the network of the n8n server, then run it again.',
		'unknown',
	],
	NOT_CONNECTED: [
		({ REASON }) => `the server could not be reached${inWords(REASON)}`,
		'Check the service URL of the credential and the network of the n8n server, then run it again.',
		'none',
	],
	TLS: [
		({ REASON }) => `the certificate of the server is not trusted${REASON ? ` (${REASON})` : ''}`,
		'Use the host name that is in the certificate, or give n8n the certificate authority (NODE_EXTRA_CA_CERTS).',
	],
	TIMEOUT: ['no answer came in time', LATER, 'unknown'],
	UNEXPECTED_ANSWER: [
		({ DETAIL }) => `the answer has an unexpected form${DETAIL ? `: ${DETAIL}` : ''}`,
		'Check that the service URL is a Kaltura; if it is, please report this with the tracking id.',
	],
	UNUSABLE_ID: [
		({ KIND, ID, PROBLEM }) =>
			`"${shortened(ID)}" cannot be the ID of a ${KIND ?? 'user'}: it ${PROBLEM ?? 'is not valid'}`,
		`IDs hold 1 to 100 of ${USER_ID_ALPHABET}; change it at its source.`,
	],
	IS_A_GROUP: [
		({ ID }) => `${shortened(ID) || 'the ID'} is the ID of a group, not of a person`,
		'Nothing was changed. People and groups share their IDs in Kaltura: check the ID, or use the operations of Group.',
	],
	IS_A_PERSON: [
		({ ID }) => `${shortened(ID) || 'the ID'} is the ID of a person, not of a group`,
		'Nothing was changed. People and groups share their IDs in Kaltura: check the ID, or use the operations of User.',
	],
	AMBIGUOUS_CATEGORY: [
		({ NAME, CANDIDATES }) => `several categories are called "${NAME ?? ''}"${CANDIDATES ? `: ${CANDIDATES}` : ''}`,
		'Give the full path, for example "Courses>2026>Physics".',
	],
	NULL_VALUE: [
		({ PATH }) => `${PATH ?? 'a value'} is null, which would clear it in Kaltura`,
		'Leave it out to keep what is there; an expression that finds nothing gives null.',
	],
} satisfies Record<string, Row>;

/** A code that this package knows, Kaltura's or its own; what is not in the list above cannot be written. */
export type KalturaCode = keyof typeof ROWS;

/** The sentence for a code; unknown codes keep Kaltura's own wording. */
export function sentenceFor(code: string, args: KalturaErrorArgs, context: Context): ErrorSentence {
	const row: Row | undefined = Object.hasOwn(ROWS, code) ? ROWS[code as KalturaCode] : undefined;
	if (!row) {
		const wording = context.vendorMessage.replace(/[.\s]+$/, '');
		return {
			says: wording || `it answered ${code}`,
			remedy: "Kaltura's wording above names the reason; the code can be looked up in its API documentation.",
			effect: 'refused',
		};
	}
	const [says, remedy, effect = 'refused'] = row;
	return {
		says: typeof says === 'function' ? says(args, context) : says,
		remedy: code === 'INVALID_KS' ? sessionRemedy(args, remedy) : remedy,
		effect: code === 'HTTP_STATUS' ? effectOfStatus(context.httpStatus) : effect,
	};
}

/** Every code with a sentence of its own. */
export const EXPLAINED_CODES = Object.keys(ROWS) as readonly KalturaCode[];

// Without Node's codes: n8n replaces every message that holds one by a general sentence of its own.
const REASONS: Readonly<Record<string, string>> = {
	ECONNREFUSED: 'nothing listens there',
	ECONNRESET: 'it was broken off',
	ECONNABORTED: 'it was broken off',
	EPIPE: 'it was broken off',
	ENOTFOUND: 'the host name is unknown',
	EAI_AGAIN: 'the host name could not be looked up',
	EHOSTUNREACH: 'there is no route to the host',
	ENETUNREACH: 'there is no route to the network',
	EADDRNOTAVAIL: 'this machine has no free address',
	UND_ERR_CONNECT_TIMEOUT: 'it did not answer',
};

function inWords(reason = ''): string {
	const words = REASONS[reason] ?? reason;
	return words === '' ? '' : `: ${words}`;
}

function shortened(text = ''): string {
	return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

function effectOfStatus(status = 0): Effect {
	if (status === 429) return 'none';
	return status >= 500 || status === 408 ? 'unknown' : 'refused';
}

function invalidSession({ KSID, ERR_CODE }: KalturaErrorArgs): string {
	switch (KSID) {
		case 'EXPIRED':
			return 'the session has expired';
		case 'LOGOUT':
			return 'the session was ended';
		case 'EXCEEDED_ACTIONS_LIMIT':
			return 'the session has used up its number of actions';
		case 'EXCEEDED_RESTRICTED_IP':
			return 'the session may not be used from this IP address';
		case 'EXCEEDED_RESTRICTED_URI':
			return 'the session may not be used for this action';
		case 'INVALID_PARTNER':
			return 'the session belongs to another partner';
		case 'INVALID_USER':
			return 'the session belongs to another user';
		default:
			return ERR_CODE === '-4' ? 'the session may not act for another user' : 'Kaltura does not accept the session';
	}
}

function sessionRemedy({ KSID, ERR_CODE }: KalturaErrorArgs, otherwise: string): string {
	if (KSID === 'EXPIRED') {
		return 'If it happens again at once, the clock of the n8n server is wrong: sessions carry the time of their end.';
	}
	if (KSID === 'LOGOUT') return 'Run it again: a new session is started.';
	if (KSID?.startsWith('EXCEEDED_'))
		return 'Take actionslimit, iprestrict and urirestrict out of the privileges of the credential.';
	return ERR_CODE === '-4' ? ADMIN : otherwise;
}
