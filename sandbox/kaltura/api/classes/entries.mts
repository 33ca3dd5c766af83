import { type ClassRule, of } from './notation.mts';

export const ENTRIES: Record<string, ClassRule> = {
	KalturaBaseEntry: {
		properties: of({
			'string readonly': `
				id downloadUrl searchText thumbnailUrl replacingEntryId replacedEntryId rootEntryId capabilities
				defaultLanguage responseLanguage
			`,
			string: `
				name description tags categories categoriesIds partnerData redirectEntryId parentEntryId
				entitledUsersEdit entitledUsersPublish entitledUsersView
			`,
			'int readonly': 'partnerId moderationCount totalRank votes version',
			'string max:100': 'userId',
			'string insertonly': 'creatorId templateEntryId applicationVersion',
			'string adminonly': 'adminTags',
			'KalturaEntryStatus readonly': 'status',
			'KalturaEntryModerationStatus readonly': 'moderationStatus',
			KalturaEntryType: 'type',
			'time readonly': 'createdAt updatedAt',
			'float readonly': 'rank',
			int: 'groupId accessControlId partnerSortValue conversionProfileId',
			KalturaLicenseType: 'licenseType',
			'time adminonly': 'startDate endDate',
			'string min:2': 'referenceId',
			'KalturaEntryReplacementStatus readonly': 'replacementStatus',
			object: 'operationAttributes',
			KalturaEntryDisplayInSearchType: 'displayInSearch',
			'KalturaEntryApplication insertonly': 'application',
			bool: 'blockAutoTranscript',
		}),
	},
	KalturaPlayableEntry: {
		base: 'KalturaBaseEntry',
		properties: of({
			'int readonly': 'plays views width height duration',
			'time readonly': 'lastPlayedAt',
			int: 'msDuration',
			'KalturaDurationType readonly': 'durationType',
		}),
	},
	KalturaMediaEntry: {
		base: 'KalturaPlayableEntry',
		properties: of({
			'KalturaMediaType insertonly': 'mediaType',
			'string insertonly': 'conversionQuality sourceVersion searchProviderId',
			'KalturaSourceType insertonly': 'sourceType',
			'KalturaSearchProviderType insertonly': 'searchProviderType',
			string: 'creditUserName creditUrl',
			'time readonly': 'mediaDate',
			'string readonly': 'dataUrl flavorParamsIds',
			'KalturaNullableBoolean readonly': 'isTrimDisabled',
			object: 'streams',
		}),
	},
	KalturaBaseEntryFilter: {
		base: 'KalturaFilter',
		properties: of({
			string: `
				freeText excludedFreeTextGroups descriptionLike categoriesFullNameIn categoryAncestorIdIn
				redirectFromEntryId idEqual idIn idNotIn nameLike nameMultiLikeOr nameMultiLikeAnd nameEqual
				partnerIdIn userIdEqual userIdIn userIdNotIn creatorIdEqual tagsLike tagsMultiLikeOr
				tagsMultiLikeAnd adminTagsLike adminTagsMultiLikeOr adminTagsMultiLikeAnd categoriesMatchAnd
				categoriesMatchOr categoriesNotContains categoriesIdsMatchAnd categoriesIdsMatchOr
				categoriesIdsNotContains statusIn statusNotIn moderationStatusIn moderationStatusNotIn typeIn
				searchTextMatchAnd searchTextMatchOr accessControlIdIn referenceIdEqual referenceIdIn
				replacingEntryIdEqual replacingEntryIdIn replacedEntryIdEqual replacedEntryIdIn replacementStatusIn
				rootEntryIdEqual rootEntryIdIn parentEntryIdEqual entitledUsersEditMatchAnd entitledUsersEditMatchOr
				entitledUsersPublishMatchAnd entitledUsersPublishMatchOr entitledUsersViewMatchAnd
				entitledUsersViewMatchOr tagsNameMultiLikeOr tagsAdminTagsMultiLikeOr tagsAdminTagsNameMultiLikeOr
				tagsNameMultiLikeAnd tagsAdminTagsMultiLikeAnd tagsAdminTagsNameMultiLikeAnd displayInSearchIn
			`,
			KalturaNullableBoolean: 'isRoot categoriesIdsEmpty',
			int: `
				conversionProfileIdEqual partnerIdEqual totalRankLessThanOrEqual totalRankGreaterThanOrEqual
				groupIdEqual accessControlIdEqual partnerSortValueGreaterThanOrEqual partnerSortValueLessThanOrEqual
			`,
			KalturaEntryStatus: 'statusEqual statusNotEqual',
			KalturaEntryModerationStatus: 'moderationStatusEqual moderationStatusNotEqual',
			KalturaEntryType: 'typeEqual',
			time: `
				createdAtGreaterThanOrEqual createdAtLessThanOrEqual updatedAtGreaterThanOrEqual
				updatedAtLessThanOrEqual startDateGreaterThanOrEqual startDateLessThanOrEqual
				startDateGreaterThanOrEqualOrNull startDateLessThanOrEqualOrNull endDateGreaterThanOrEqual
				endDateLessThanOrEqual endDateGreaterThanOrEqualOrNull endDateLessThanOrEqualOrNull
			`,
			float: 'rankLessThanOrEqual rankGreaterThanOrEqual',
			KalturaEntryReplacementStatus: 'replacementStatusEqual',
			KalturaEntryDisplayInSearchType: 'displayInSearchEqual',
		}),
	},
	KalturaPlayableEntryFilter: {
		base: 'KalturaBaseEntryFilter',
		properties: of({
			time: 'lastPlayedAtGreaterThanOrEqual lastPlayedAtLessThanOrEqual lastPlayedAtLessThanOrEqualOrNull',
			int: 'durationLessThan durationGreaterThan durationLessThanOrEqual durationGreaterThanOrEqual',
			string: 'durationTypeMatchOr',
		}),
	},
	KalturaMediaEntryFilter: {
		base: 'KalturaPlayableEntryFilter',
		properties: of({
			KalturaMediaType: 'mediaTypeEqual',
			string: 'mediaTypeIn sourceTypeIn sourceTypeNotIn flavorParamsIdsMatchOr flavorParamsIdsMatchAnd',
			KalturaSourceType: 'sourceTypeEqual sourceTypeNotEqual',
			time: 'mediaDateGreaterThanOrEqual mediaDateLessThanOrEqual',
		}),
	},
	KalturaPlaylistFilter: {
		base: 'KalturaBaseEntryFilter',
		properties: of({
			KalturaPlaylistType: 'playListTypeEqual',
			string: 'playListTypeIn',
		}),
	},
	KalturaCuePointFilter: {
		base: 'KalturaFilter',
		properties: of({
			string: `
				freeText idEqual idIn cuePointTypeIn statusIn entryIdEqual entryIdIn tagsLike tagsMultiLikeOr tagsMultiLikeAnd
				userIdEqual userIdIn partnerSortValueIn systemNameEqual systemNameIn
			`,
			KalturaCuePointType: 'cuePointTypeEqual',
			KalturaCuePointStatus: 'statusEqual',
			KalturaNullableBoolean: 'userIdEqualCurrent userIdCurrent forceStopEqual',
			int: `
				startTimeGreaterThanOrEqual startTimeLessThanOrEqual partnerSortValueEqual partnerSortValueGreaterThanOrEqual
				partnerSortValueLessThanOrEqual
			`,
			time: `
				createdAtGreaterThanOrEqual createdAtLessThanOrEqual updatedAtGreaterThanOrEqual updatedAtLessThanOrEqual
				triggeredAtGreaterThanOrEqual triggeredAtLessThanOrEqual
			`,
		}),
	},
};
