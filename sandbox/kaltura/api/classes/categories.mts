import { type ClassRule, of } from './notation.mts';

export const CATEGORIES: Record<string, ClassRule> = {
	KalturaCategory: {
		properties: of({
			'int readonly': `
				id depth partnerId entriesCount directEntriesCount membersCount pendingMembersCount
				inheritedParentId directSubCategoriesCount pendingEntriesCount
			`,
			int: 'parentId partnerSortValue',
			'string min:1 max:200': 'name',
			'string readonly': 'fullName fullIds privacyContexts',
			'time readonly': 'createdAt updatedAt',
			string: 'description tags owner referenceId privacyContext partnerData aggregationCategories adminTags',
			KalturaAppearInListType: 'appearInList',
			KalturaPrivacyType: 'privacy',
			KalturaInheritanceType: 'inheritanceType',
			'KalturaUserJoinPolicyType readonly': 'userJoinPolicy',
			KalturaCategoryUserPermissionLevel: 'defaultPermissionLevel',
			KalturaContributionPolicyType: 'contributionPolicy',
			'KalturaCategoryStatus readonly': 'status',
			KalturaCategoryOrderBy: 'defaultOrderBy',
			KalturaNullableBoolean: 'moderation isAggregationCategory',
		}),
	},
	KalturaCategoryFilter: {
		base: 'KalturaFilter',
		properties: of({
			string: `
				freeText membersIn nameOrReferenceIdStartsWith managerEqual memberEqual fullNameStartsWithIn
				ancestorIdIn idOrInheritedParentIdIn idIn idNotIn parentIdIn fullNameEqual fullNameStartsWith
				fullNameIn fullIdsEqual fullIdsStartsWith fullIdsMatchOr tagsLike tagsMultiLikeOr tagsMultiLikeAnd
				privacyIn inheritanceTypeIn referenceIdEqual privacyContextEqual statusIn inheritedParentIdIn
				aggregationCategoriesMultiLikeOr aggregationCategoriesMultiLikeAnd
			`,
			int: `
				idEqual parentIdEqual depthEqual membersCountGreaterThanOrEqual membersCountLessThanOrEqual
				pendingMembersCountGreaterThanOrEqual pendingMembersCountLessThanOrEqual inheritedParentIdEqual
				partnerSortValueGreaterThanOrEqual partnerSortValueLessThanOrEqual
			`,
			time: `
				createdAtGreaterThanOrEqual createdAtLessThanOrEqual updatedAtGreaterThanOrEqual
				updatedAtLessThanOrEqual
			`,
			KalturaAppearInListType: 'appearInListEqual',
			KalturaPrivacyType: 'privacyEqual',
			KalturaInheritanceType: 'inheritanceTypeEqual',
			KalturaNullableBoolean: 'referenceIdEmpty',
			KalturaContributionPolicyType: 'contributionPolicyEqual',
			KalturaCategoryStatus: 'statusEqual',
		}),
	},
	KalturaCategoryEntry: {
		properties: of({
			int: 'categoryId',
			string: 'entryId',
			'time readonly': 'createdAt',
			'string readonly': 'categoryFullIds creatorUserId',
			'KalturaCategoryEntryStatus readonly': 'status',
		}),
	},
	KalturaCategoryEntryFilter: {
		base: 'KalturaFilter',
		properties: of({
			int: 'categoryIdEqual',
			string: `
				categoryIdIn entryIdEqual entryIdIn categoryFullIdsStartsWith statusIn creatorUserIdEqual
				creatorUserIdIn
			`,
			time: 'createdAtGreaterThanOrEqual createdAtLessThanOrEqual',
			KalturaCategoryEntryStatus: 'statusEqual',
		}),
	},
};
