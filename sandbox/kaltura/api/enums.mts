import { LANGUAGES, LANGUAGES_WITHOUT_CODE } from './languages.mts';

/**
 * Enumerations that are checked on the way in: a value outside is INVALID_ENUM_VALUE. Names and values are those of Kaltura's
 * official client 21.20.0 (test/sandbox/kaltura-schema.test.ts compares); "int" ones arrive as number or text, "text" ones
 * are kept as text.
 */
export interface EnumRule {
	base: 'int' | 'string';
	values: readonly string[];
}

function int(...values: number[]): EnumRule {
	return { base: 'int', values: values.map(String) };
}

/** Values separated by white space. */
function text(values: string): EnumRule {
	return { base: 'string', values: values.trim().split(/\s+/) };
}

export const ENUMS: Readonly<Record<string, EnumRule>> = {
	KalturaLanguage: { base: 'string', values: [...Object.keys(LANGUAGES), ...LANGUAGES_WITHOUT_CODE] },
	// The last three are older codes of Indonesian, Hebrew and Yiddish.
	KalturaLanguageCode: { base: 'string', values: [...Object.values(LANGUAGES), 'in', 'iw', 'ji'] },
	KalturaAppTokenHashType: text('MD5 SHA1 SHA256 SHA512'),
	KalturaAppTokenStatus: int(1, 2, 3),
	KalturaAppearInListType: int(1, 3),
	KalturaAttachmentAssetStatus: int(-1, 0, 2, 3, 7, 9),
	KalturaAttachmentType: text('1 2 3 4 5'),
	KalturaBatchJobStatus: int(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14),
	KalturaBulkUploadObjectType: text(`
		1 2 3 4 5 6 7 bulkUploadFilter.JOB scheduleBulkUpload.SCHEDULE_EVENT
		scheduleBulkUpload.SCHEDULE_RESOURCE
	`),
	KalturaCaptionAssetStatus: int(-1, 0, 2, 3, 7, 9),
	KalturaCaptionAssetUsage: text('0 1'),
	KalturaCaptionSource: text('0 1 2'),
	KalturaCaptionType: text('1 2 3 4 5'),
	KalturaCuePointStatus: int(1, 2, 3, 4),
	KalturaCuePointType: text(`
		adCuePoint.Ad annotation.Annotation codeCuePoint.Code eventCuePoint.Event quiz.QUIZ_ANSWER quiz.QUIZ_QUESTION
		sessionCuePoint.Session thumbCuePoint.Thumb
	`),
	KalturaPlaylistType: int(3, 10, 101, 102),
	KalturaCategoryEntryStatus: int(1, 2, 3, 4),
	KalturaCategoryOrderBy: text(`
		+createdAt +depth +directEntriesCount +directSubCategoriesCount +entriesCount +fullName
		+membersCount +name +partnerSortValue +updatedAt -createdAt -depth -directEntriesCount
		-directSubCategoriesCount -entriesCount -fullName -membersCount -name -partnerSortValue -updatedAt
	`),
	KalturaCategoryStatus: int(1, 2, 3, 4),
	KalturaCategoryUserPermissionLevel: int(0, 1, 2, 3, 4),
	KalturaContributionPolicyType: int(1, 2),
	KalturaConversionProfileStatus: text('1 2 3'),
	KalturaConversionProfileType: text('1 2'),
	KalturaDurationType: text('long medium notavailable short'),
	KalturaESearchEntryFieldName: text(`
		access_control_id admin_tags broadcast_entry_id captions_content conversion_profile_id created_at
		creator_kuser_id credit description display_in_search end_date entitled_kusers_edit
		entitled_kusers_publish entitled_kusers_view entry_type external_source_type id is_live is_quiz
		kuser_id last_played_at length_in_msecs media_type moderation_status name parent_id
		partner_sort_value plays push_publish rank recorded_entry_id recycled_at redirect_entry_id
		reference_id room_type root_id site_url source_type start_date tags template_entry_id updated_at
		user_names votes
	`),
	KalturaESearchEntryOrderByFieldName: text(`
		created_at end_date last_played_at name plays plays_last_1_day plays_last_30_days plays_last_7_days
		rank recycled_at start_date updated_at views views_last_1_day views_last_30_days views_last_7_days
		votes
	`),
	KalturaESearchGroupFieldName: text(`
		capabilities company country created_at email external_id first_name full_name group_ids is_admin
		is_hashed last_name login_enabled permission_names role_ids screen_name tags title updated_at
		user_id
	`),
	KalturaESearchGroupOrderByFieldName: text('created_at full_name members_count puser_id screen_name updated_at'),
	KalturaESearchItemType: int(1, 2, 3, 4, 5),
	KalturaESearchOperatorType: int(1, 2, 3),
	KalturaESearchSortOrder: text('asc desc'),
	KalturaESearchUserFieldName: text(`
		capabilities company country created_at email external_id first_name full_name group_ids is_admin
		is_hashed last_name login_enabled permission_names role_ids screen_name tags title updated_at
		user_id user_type
	`),
	KalturaESearchUserOrderByFieldName: text('created_at full_name puser_id screen_name updated_at'),
	KalturaEntryApplication: text('0 1 2 3 4 5 6 7 8 9'),
	KalturaEntryDisplayInSearchType: int(-2, -1, 0, 1, 2),
	KalturaEntryModerationStatus: int(1, 2, 3, 4, 5, 6),
	KalturaEntryReplacementStatus: text('0 1 2 3 4'),
	KalturaEntryStatus: text('-2 -1 0 1 2 3 4 5 6 7 virusScan.Infected virusScan.ScanFailure'),
	KalturaEntryType: text(`
		-1 1 2 5 6 7 8 10 conference.CONFERENCE_ENTRY_SERVER externalMedia.externalMedia room.room
		sip.SIP_ENTRY_SERVER
	`),
	KalturaFlavorAssetStatus: int(-1, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9),
	KalturaGender: int(0, 1, 2),
	KalturaGroupProcessStatus: int(0, 1),
	KalturaGroupType: int(1, 2),
	KalturaGroupUserCreationMode: int(1, 2),
	KalturaGroupUserRole: int(1, 2),
	KalturaGroupUserStatus: int(0, 1),
	KalturaHandleParticipantsMode: int(0, 1, 2, 3, 4),
	KalturaInheritanceType: int(1, 2),
	KalturaLicenseType: int(-1, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15),
	KalturaMediaType: int(1, 2, 5, 201, 202, 203, 204),
	KalturaNullableBoolean: int(-1, 0, 1),
	KalturaPrivacyType: int(1, 2, 3),
	KalturaResponseProfileType: int(1, 2),
	KalturaSearchProviderType: int(3, 4, 7, 8, 9, 10, 11, 12, 13, 20, 21, 22, 23, 24, 28, 100),
	KalturaSessionType: int(0, 2),
	KalturaSourceType: text('1 2 5 6 29 30 31 32 33 34 35 36 37 42 limeLight.LIVE_STREAM velocix.VELOCIX_LIVE'),
	KalturaUploadTokenStatus: int(0, 1, 2, 3, 4, 5),
	KalturaUserJoinPolicyType: int(1, 2, 3),
	KalturaUserMode: int(0, 1),
	KalturaUserRoleStatus: int(1, 2, 3),
	KalturaUserStatus: int(0, 1, 2),
	KalturaUserType: int(0, 1, 2),
	KalturaVendorIntegrationStatus: int(1, 2, 3),
	KalturaZoomGroupParticipationType: int(0, 1, 2),
	KalturaZoomUsersMatching: int(0, 1, 2, 3),
	KalturaZoomUsersSearchMethod: int(0, 1),
};
