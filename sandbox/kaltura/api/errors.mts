/**
 * Errors of API v3. They travel as HTTP 200 with this object as the (sub-)answer: {code, message, objectType, args}.
 * Wording and arguments: docs/vendors/kaltura.md#errors, #sessions, #uploads, #finding-entries-and-categories, #users-and-groups. "@NAME@" is replaced by the argument.
 */
const MESSAGES = {
	// generic (docs/vendors/kaltura.md#errors)
	SERVICE_NOT_SPECIFIED: 'Service name was not specified, please specify one',
	SERVICE_DOES_NOT_EXISTS: 'Service "@SRV_NAME@" does not exists',
	ACTION_NOT_SPECIFIED: 'Action name was not specified, please specify one',
	ACTION_DOES_NOT_EXISTS: 'Action "@ACTION_NAME@" does not exists for service "@SERVICE_NAME@"',
	ACTION_BLOCKED: 'Action "@ACTION_NAME@" in service "@SERVICE_NAME@" is blocked',
	MISSING_KS: 'Missing KS, session not established',
	INVALID_KS: 'Invalid KS "@KSID@", Error "@ERR_CODE@,@ERR_DESC@"',
	SERVICE_FORBIDDEN: 'The access to service [@SERVICE@] is forbidden',
	SERVICE_FORBIDDEN_CONTENT_BLOCKED: 'The access to this service is forbidden since the specified partner is blocked',
	MISSING_MANDATORY_PARAMETER: 'Missing parameter "@PARAM_NAME@"',
	PROPERTY_VALIDATION_CANNOT_BE_NULL: 'The property "@PROP_NAME@" cannot be null',
	PROPERTY_VALIDATION_MIN_LENGTH: 'The property "@PROP_NAME@" must have a min length of @MIN_LEN@ characters',
	PROPERTY_VALIDATION_MAX_LENGTH: 'The property "@PROP_NAME@" cannot have more than @MAX_LEN@ characters',
	PROPERTY_VALIDATION_NOT_UPDATABLE: 'The property "@PROP_NAME@" cannot be updated',
	PROPERTY_VALIDATION_ADMIN_PROPERTY: 'The property "@PROP_NAME@" is updatable with admin session only',
	PROPERTY_VALIDATION_WRONG_FORMAT: 'The property "@PROP_NAME@" must match format @FORMAT@',
	PROPERTY_VALIDATION_ENTRY_STATUS: 'The property "@PROP_NAME@" cannot be set for entry status "@STATUS@"',
	INVALID_ENUM_VALUE:
		'Invalid enumeration value "@ENUM_VAL@" for parameter "@PARAM_NAME@", expecting enumeration type "@ENUM_TYPE@"',
	INVALID_PARAMETER_CHAR: 'Invalid char in "@XML_FIELD@" field',
	OBJECT_TYPE_ABSTRACT: 'The object type "@OBJ_TYPE@" is abstract, use one of the object implementations',
	INVALID_OBJECT_ID: 'Invalid object id [@ID@]',
	INVALID_FIELD_VALUE: 'value in field [@FIELD_NAME@] is not valid',
	LOCK_TIMED_OUT: 'Timed out while attempting to grab lock',
	INTERNAL_SERVERL_ERROR: 'Internal server error occurred',
	INTERNAL_DATABASE_ERROR: 'Internal database error',
	SEARCH_ENGINE_QUERY_FAILED: 'Search engine query failed',
	QUERY_EXCEEDED_MAX_MATCHES_ALLOWED: 'Unable to generate list. max matches value was reached',
	// What the real server would let pass without a word (strict.mts)
	STRICT_UNKNOWN_PARAMETER: 'The action @ACTION@ has no parameter "@PARAM_NAME@"; Kaltura would ignore it silently',
	STRICT_UNKNOWN_PROPERTY: 'The class @OBJ_TYPE@ has no property "@PROP_NAME@"; Kaltura would ignore it silently',
	STRICT_OBJECT_TYPE: 'The object type "@OBJ_TYPE@" does not fit; Kaltura would silently read it as @EXPECTED@',
	STRICT_VALUE: '"@VALUE@" for "@PARAM_NAME@" is not of the type @TYPE@; Kaltura would silently cast it',
	// sessions (docs/vendors/kaltura.md#sessions)
	START_SESSION_ERROR: 'Error while starting session for partner [@PID@]',
	INVALID_PARTNER_ID: 'Invalid partner id "@PID@"',
	INVALID_WIDGET_ID: 'Unknown widget [@WIDGET_ID@]',
	APP_TOKEN_ID_NOT_FOUND: 'Application token id "@ID@" not found',
	APP_TOKEN_NOT_ACTIVE: 'Application token "@ID@" is not active',
	APP_TOKEN_EXPIRED: 'Application token "@ID@" expired',
	INVALID_APP_TOKEN_HASH: 'Invalid application token hash',
	// uploads and content (docs/vendors/kaltura.md#uploads)
	UPLOAD_TOKEN_NOT_FOUND: 'Upload token not found',
	UPLOAD_TOKEN_CANNOT_RESUME: 'Upload token cannot be resumed, the first upload was not made',
	UPLOAD_TOKEN_CANNOT_MATCH_EXPECTED_SIZE: 'Upload token size does not match the expected size',
	UPLOAD_TOKEN_INVALID_STATUS_FOR_UPLOAD: 'Upload token is in an invalid status for uploading a file',
	UPLOAD_TOKEN_INVALID_STATUS_FOR_ADD_ENTRY: 'Upload token is in an invalid status for adding entry',
	UPLOAD_TOKEN_MISSING_FILE_SIZE: 'The property "fileSize" is required when autoFinalize is set',
	UPLOAD_ERROR: 'Upload failed',
	UPLOAD_PARTIAL_ERROR: 'The file was only partially uploaded',
	MAX_ALLOWED_CHUNK_COUNT_EXCEEDED: 'Max allowed chunk count exceeded',
	UPLOADED_FILE_NOT_FOUND_BY_TOKEN: 'The uploaded file was not found by the given token id, or was already used',
	FILE_CONTENT_NOT_SECURE: 'File content is not secure',
	ENTRY_ID_NOT_FOUND: 'Entry id "@ENTRY_ID@" not found',
	ENTRY_ALREADY_WITH_CONTENT: 'Entry already associated with content',
	ENTRY_REPLACEMENT_ALREADY_EXISTS: 'Entry is already in process of replacement',
	ENTRY_ID_NOT_REPLACED: 'Entry id "@ENTRY_ID@" not replaced',
	PARENT_ENTRY_ID_NOT_FOUND: 'Parent entry id "@ENTRY_ID@" not found',
	CYCLE_IN_PARENTAGE: 'Cycle in parentage',
	ASSIGNING_INFO_TO_ENTRY_WITH_PARENT_IS_FORBIDDEN:
		'Assigning info to entry "@ENTRY_ID@" which has a parent entry is forbidden',
	ENTRY_DISPLAY_IN_SEARCH_VALUE_NOT_ALLOWED: 'The value "@VALUE@" is not allowed for displayInSearch',
	CONVERSION_PROFILE_ID_NOT_FOUND: 'Conversion profile id "@ID@" not found',
	FLAVOR_ASSET_ID_NOT_FOUND: 'Flavor asset id "@ID@" not found',
	// categories (docs/vendors/kaltura.md#finding-entries-and-categories)
	INVALID_ENTRY_ID: 'Invalid entry id ["@ID@"]',
	CATEGORY_NOT_FOUND: 'Category id "@CAT_ID@" not found',
	PARENT_CATEGORY_NOT_FOUND: 'Parent category id "@CAT_ID@" not found',
	DUPLICATE_CATEGORY: 'The category "@CAT_NAME@" already exists',
	CATEGORIES_LOCKED: 'Categories are locked',
	MAX_CATEGORIES_FOR_ENTRY_REACHED: 'Entry is assigned to the maximum number of categories [@MAX@]',
	CANNOT_ASSIGN_ENTRY_TO_CATEGORY: 'Cannot assign entry to category',
	CATEGORY_ENTRY_ALREADY_EXISTS: 'Entry already assigned to this category',
	ENTRY_IS_NOT_ASSIGNED_TO_CATEGORY: 'Entry is not assigned to category',
	MUST_FILTER_ON_ENTRY_OR_CATEGORY: 'Must filter on entry or category',
	ENTRY_CATEGORY_FIELD_IS_DEPRECATED: 'The entry category fields are deprecated, use categoryEntry instead',
	// assets (docs/vendors/kaltura.md#captions-and-attachments)
	CAPTION_ASSET_ID_NOT_FOUND: 'The caption asset id "@ID@" was not found',
	CAPTION_ASSET_ALREADY_EXISTS: 'Caption asset already exists for params [@ID@]',
	ATTACHMENT_ASSET_ID_NOT_FOUND: 'The attachment asset id "@ID@" was not found',
	ATTACHMENT_ASSET_DOWNLOAD_FAILED: 'Attachment asset download from URL "@URL@" failed',
	MAX_ASSETS_FOR_ENTRY_REACHED: 'Max assets for entry reached [@MAX@]',
	// users and groups (docs/vendors/kaltura.md#users-and-groups)
	INVALID_USER_ID: 'Invalid user id',
	DUPLICATE_USER_BY_ID: 'User with id [@UID@] already exists in system',
	ID_AND_EXTERNAL_ID_ARE_MUTUALLY_EXCLUSIVE: 'Id and external id are mutually exclusive',
	CANNOT_RETRIEVE_ANOTHER_USER_USING_NON_ADMIN_SESSION: 'Cannot retrieve another user [@UID@] using non-admin session',
	LOGIN_DATA_NOT_FOUND: 'Login id not found',
	USER_NOT_FOUND: 'User was not found',
	INVALID_GROUP_ID: 'Invalid group id - @ID@',
	DUPLICATE_GROUP_BY_ID: 'Group with id [@GID@] already exists in system',
	GROUP_NOT_FOUND: 'Group was not found',
	GROUP_USER_ALREADY_EXISTS: 'User is already a member of this group',
	GROUP_USER_DOES_NOT_EXISTS: 'Invalid GroupUser for group ["@GROUP_ID@"] and for user ["@USER_ID@"]',
	USER_EXCEEDED_MAX_GROUPS: 'User exceeded the maximum number of groups',
	GROUPS_CANNOT_CO_EXIST: 'Groups cannot co-exist',
	BULK_UPLOAD_NOT_FOUND: 'Bulk upload id "@ID@" not found',
} as const satisfies Record<string, string>;

export type ErrorCode = keyof typeof MESSAGES;

export class ApiError extends Error {
	readonly code: string;
	readonly args: Record<string, string>;

	constructor(code: string, message: string, args: Record<string, string>) {
		super(message);
		this.code = code;
		this.args = args;
	}

	/** The object on the wire; key order and `args: []` without arguments as in docs/vendors/kaltura.md#errors. */
	toWire() {
		return {
			code: this.code,
			message: this.message,
			objectType: 'KalturaAPIException',
			args: Object.keys(this.args).length > 0 ? this.args : [],
		};
	}
}

/** Argument values are strings without tags; a value that is missing reads "N/A" (docs/vendors/kaltura.md#errors). */
export function apiError(code: ErrorCode, args: Record<string, string | number | null> = {}): ApiError {
	const texts = Object.fromEntries(
		Object.entries(args).map(([name, value]) => [name, value === null ? 'N/A' : String(value).replace(/<[^>]*>/g, '')]),
	);
	const message = MESSAGES[code].replace(/@([A-Z_]+)@/g, (_, name: string) => texts[name] ?? 'N/A');
	return new ApiError(code, message, texts);
}

/** INVALID_KS with the reason where the real server puts it: in KSID, the code staying -1 (docs/vendors/kaltura.md#a-session-that-ended). */
export function invalidKs(ksId: string): ApiError {
	return apiError('INVALID_KS', { KSID: ksId, ERR_CODE: '-1', ERR_DESC: 'INVALID_STR' });
}

/** Ownership violations of user sessions use INVALID_KS as well (docs/vendors/kaltura.md#a-session-that-ended). */
export function notYours(): ApiError {
	return apiError('INVALID_KS', { KSID: '', ERR_CODE: '-4', ERR_DESC: 'INVALID_TYPE' });
}

/** An error of any code, for faults on demand: known codes keep their wording. */
export function errorOfCode(code: string, message?: string, args: Record<string, string> = {}): ApiError {
	const template = (MESSAGES as Record<string, string>)[code];
	return new ApiError(
		code,
		message ?? (template ?? code).replace(/@([A-Z_]+)@/g, (_, name: string) => args[name] ?? 'N/A'),
		args,
	);
}
