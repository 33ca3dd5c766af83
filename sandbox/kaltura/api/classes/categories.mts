import { type ClassRule, ints, range, readOnly, strings } from './notation.mts';

export const CATEGORIES: Record<string, ClassRule> = {
	KalturaCategory: {
		properties: {
			...readOnly('int', 'id', 'depth', 'partnerId', 'entriesCount', 'createdAt', 'updatedAt', 'directEntriesCount'),
			...readOnly(
				'int',
				'membersCount',
				'pendingMembersCount',
				'status',
				'inheritedParentId',
				'directSubCategoriesCount',
				'pendingEntriesCount',
			),
			...readOnly('string', 'fullName', 'fullIds', 'privacyContexts'),
			parentId: 'int',
			name: 'string min:1 max:200',
			...strings(
				'description',
				'tags',
				'referenceId',
				'partnerData',
				'owner',
				'privacyContext',
				'adminTags',
				'defaultOrderBy',
			),
			...ints(
				'appearInList',
				'privacy',
				'inheritanceType',
				'userJoinPolicy',
				'defaultPermissionLevel',
				'contributionPolicy',
			),
			...ints('partnerSortValue', 'moderation'),
		},
	},
	KalturaCategoryFilter: {
		base: 'KalturaFilter',
		properties: {
			...ints('idEqual', 'parentIdEqual', 'depthEqual', 'statusEqual'),
			...strings(
				'idIn',
				'idNotIn',
				'parentIdIn',
				'fullNameEqual',
				'fullNameStartsWith',
				'fullNameIn',
				'fullIdsEqual',
				'fullIdsStartsWith',
			),
			...strings(
				'referenceIdEqual',
				'statusIn',
				'freeText',
				'nameOrReferenceIdStartsWith',
				'fullNameStartsWithIn',
				'ancestorIdIn',
			),
			...strings('tagsLike', 'privacyContextEqual'),
			...range('createdAt', 'updatedAt'),
		},
	},
	KalturaCategoryEntry: {
		properties: {
			categoryId: 'int',
			entryId: 'string',
			...readOnly('int', 'createdAt', 'status'),
			...readOnly('string', 'categoryFullIds', 'creatorUserId'),
		},
	},
	KalturaCategoryEntryFilter: {
		base: 'KalturaFilter',
		properties: {
			...ints('categoryIdEqual', 'statusEqual'),
			...strings(
				'categoryIdIn',
				'entryIdEqual',
				'entryIdIn',
				'statusIn',
				'categoryFullIdsStartsWith',
				'creatorUserIdEqual',
			),
			...range('createdAt'),
		},
	},
};
