/**
 * The API's input classes as data: name of a property → its type and flags. The deserialiser works only from this table.
 * Type: string, int, float, bool, time, an enumeration, a class, or "X[]". Flags: readonly, insertonly, adminonly, max:n,
 * min:n. Names: reference/kaltura-api.md §2–§6, §9; property names checked against the official client's classes.
 */
export interface ClassRule {
	base?: string;
	/** An object of the class itself is refused with OBJECT_TYPE_ABSTRACT (§1.3). */
	abstract?: true;
	properties: Readonly<Record<string, string>>;
}

const strings = (...names: string[]): Record<string, string> =>
	Object.fromEntries(names.map((name) => [name, 'string']));
const ints = (...names: string[]): Record<string, string> => Object.fromEntries(names.map((name) => [name, 'int']));
const readOnly = (type: string, ...names: string[]): Record<string, string> =>
	Object.fromEntries(names.map((name) => [name, `${type} readonly`]));
const range = (...names: string[]): Record<string, string> =>
	Object.fromEntries(
		names.flatMap((name) => [`${name}GreaterThanOrEqual`, `${name}LessThanOrEqual`]).map((name) => [name, 'time']),
	);

const ENTRIES: Record<string, ClassRule> = {
	KalturaBaseEntry: {
		properties: {
			...strings('name', 'description', 'tags', 'categories', 'categoriesIds', 'partnerData', 'redirectEntryId'),
			...strings('entitledUsersEdit', 'entitledUsersPublish', 'entitledUsersView', 'applicationVersion'),
			...readOnly('string', 'id', 'downloadUrl', 'searchText', 'thumbnailUrl', 'replacingEntryId', 'replacedEntryId'),
			...readOnly('string', 'rootEntryId', 'capabilities'),
			...readOnly(
				'int',
				'partnerId',
				'status',
				'moderationStatus',
				'moderationCount',
				'createdAt',
				'updatedAt',
				'rank',
			),
			...readOnly('int', 'totalRank', 'votes', 'version', 'replacementStatus'),
			userId: 'string max:100',
			creatorId: 'string insertonly',
			adminTags: 'string adminonly',
			type: 'string',
			groupId: 'int',
			licenseType: 'KalturaLicenseType',
			accessControlId: 'int',
			startDate: 'time adminonly',
			endDate: 'time adminonly',
			referenceId: 'string min:2',
			partnerSortValue: 'int',
			conversionProfileId: 'int',
			parentEntryId: 'string',
			templateEntryId: 'string insertonly',
			displayInSearch: 'KalturaEntryDisplayInSearchType',
			application: 'KalturaEntryApplication insertonly',
			blockAutoTranscript: 'bool',
		},
	},
	KalturaPlayableEntry: {
		base: 'KalturaBaseEntry',
		properties: {
			...readOnly('int', 'plays', 'views', 'lastPlayedAt', 'width', 'height', 'duration'),
			msDuration: 'int',
			durationType: 'string readonly',
		},
	},
	KalturaMediaEntry: {
		base: 'KalturaPlayableEntry',
		properties: {
			mediaType: 'KalturaMediaType insertonly',
			conversionQuality: 'string insertonly',
			sourceType: 'KalturaSourceType insertonly',
			...strings('sourceVersion', 'searchProviderId', 'creditUserName', 'creditUrl'),
			...readOnly('string', 'dataUrl', 'flavorParamsIds'),
			mediaDate: 'int readonly',
		},
	},
	KalturaBaseEntryFilter: {
		base: 'KalturaFilter',
		properties: {
			...strings('idEqual', 'idIn', 'idNotIn', 'nameLike', 'nameMultiLikeOr', 'nameMultiLikeAnd', 'nameEqual'),
			...strings(
				'userIdEqual',
				'userIdIn',
				'userIdNotIn',
				'creatorIdEqual',
				'tagsLike',
				'tagsMultiLikeOr',
				'tagsMultiLikeAnd',
			),
			...strings(
				'adminTagsLike',
				'adminTagsMultiLikeOr',
				'adminTagsMultiLikeAnd',
				'categoriesMatchAnd',
				'categoriesMatchOr',
			),
			...strings('categoriesIdsMatchAnd', 'categoriesIdsMatchOr', 'categoriesFullNameIn', 'categoryAncestorIdIn'),
			...strings(
				'statusEqual',
				'statusNotEqual',
				'statusIn',
				'statusNotIn',
				'moderationStatusIn',
				'moderationStatusNotIn',
			),
			...ints(
				'moderationStatusEqual',
				'moderationStatusNotEqual',
				'conversionProfileIdEqual',
				'displayInSearchEqual',
				'isRoot',
			),
			...strings('typeEqual', 'typeIn', 'searchTextMatchAnd', 'searchTextMatchOr', 'freeText', 'descriptionLike'),
			...strings(
				'referenceIdEqual',
				'referenceIdIn',
				'replacingEntryIdEqual',
				'replacedEntryIdEqual',
				'replacementStatusEqual',
				'replacementStatusIn',
			),
			...strings('rootEntryIdEqual', 'rootEntryIdIn', 'parentEntryIdEqual', 'displayInSearchIn', 'redirectFromEntryId'),
			...strings('entitledUsersEditMatchAnd', 'entitledUsersEditMatchOr', 'entitledUsersPublishMatchAnd'),
			...strings('entitledUsersPublishMatchOr', 'entitledUsersViewMatchAnd', 'entitledUsersViewMatchOr'),
			...range('createdAt', 'updatedAt'),
		},
	},
	KalturaPlayableEntryFilter: { base: 'KalturaBaseEntryFilter', properties: {} },
	KalturaMediaEntryFilter: {
		base: 'KalturaPlayableEntryFilter',
		properties: {
			mediaTypeEqual: 'int',
			...strings('mediaTypeIn', 'sourceTypeEqual', 'sourceTypeIn', 'sourceTypeNotEqual', 'sourceTypeNotIn'),
		},
	},
};

const CONTENT: Record<string, ClassRule> = {
	KalturaResource: { abstract: true, properties: {} },
	KalturaContentResource: { base: 'KalturaResource', abstract: true, properties: {} },
	KalturaUrlResource: {
		base: 'KalturaContentResource',
		properties: { url: 'string', forceAsyncDownload: 'bool', urlHeaders: 'KalturaString[]', shouldRedirect: 'bool' },
	},
	KalturaStringResource: { base: 'KalturaContentResource', properties: { content: 'string' } },
	KalturaUploadedFileTokenResource: { base: 'KalturaContentResource', properties: { token: 'string' } },
	KalturaAssetParamsResourceContainer: {
		base: 'KalturaResource',
		properties: { resource: 'KalturaContentResource', assetParamsId: 'int' },
	},
	KalturaAssetsParamsResourceContainers: {
		base: 'KalturaResource',
		properties: { resources: 'KalturaAssetParamsResourceContainer[]' },
	},
	KalturaString: { properties: { value: 'string', description: 'string' } },
	KalturaUploadToken: {
		properties: {
			...readOnly('string', 'id', 'userId', 'uploadUrl', 'attachedObjectType', 'attachedObjectId'),
			...readOnly('int', 'partnerId', 'status', 'createdAt', 'updatedAt', 'uploadedFileSize'),
			fileName: 'string insertonly',
			fileSize: 'float insertonly',
			autoFinalize: 'KalturaNullableBoolean insertonly',
		},
	},
	KalturaUploadTokenFilter: {
		base: 'KalturaFilter',
		properties: {
			...strings('idEqual', 'idIn', 'userIdEqual', 'statusIn', 'fileNameEqual'),
			statusEqual: 'int',
			fileSizeEqual: 'float',
		},
	},
	KalturaEntryReplacementOptions: { properties: { keepManualThumbnails: 'int' } },
};

const ASSETS: Record<string, ClassRule> = {
	KalturaAsset: {
		properties: {
			...readOnly('string', 'id', 'entryId', 'description'),
			...readOnly('int', 'partnerId', 'version', 'size', 'sizeInBytes', 'createdAt', 'updatedAt', 'deletedAt'),
			...strings('tags', 'partnerData', 'partnerDescription', 'actualSourceAssetParamsIds'),
			fileExt: 'string insertonly',
		},
	},
	KalturaCaptionAsset: {
		base: 'KalturaAsset',
		properties: {
			captionParamsId: 'int insertonly',
			language: 'KalturaLanguage',
			languageCode: 'string readonly',
			isDefault: 'KalturaNullableBoolean',
			label: 'string',
			format: 'KalturaCaptionType insertonly',
			source: 'KalturaCaptionSource insertonly',
			status: 'int readonly',
			parentId: 'string insertonly',
			accuracy: 'int',
			displayOnPlayer: 'bool',
			associatedTranscriptIds: 'string',
			usage: 'KalturaAssetUsage',
		},
	},
	KalturaAttachmentAsset: {
		base: 'KalturaAsset',
		properties: { filename: 'string', title: 'string', format: 'KalturaAttachmentType', status: 'int readonly' },
	},
	KalturaAssetFilter: {
		base: 'KalturaFilter',
		properties: {
			...strings('idEqual', 'idIn', 'entryIdEqual', 'entryIdIn', 'tagsLike', 'statusIn', 'statusNotIn'),
			statusEqual: 'int',
			...range('createdAt', 'updatedAt'),
		},
	},
	KalturaFlavorAssetFilter: {
		base: 'KalturaAssetFilter',
		properties: { flavorParamsIdEqual: 'int', flavorParamsIdIn: 'string' },
	},
	KalturaCaptionAssetFilter: {
		base: 'KalturaAssetFilter',
		properties: { formatEqual: 'string', formatIn: 'string', usageEqual: 'string' },
	},
	KalturaAttachmentAssetFilter: {
		base: 'KalturaAssetFilter',
		properties: { formatEqual: 'string', formatIn: 'string' },
	},
	KalturaConversionProfileFilter: {
		base: 'KalturaFilter',
		properties: {
			...strings(
				'idIn',
				'statusEqual',
				'statusIn',
				'typeEqual',
				'typeIn',
				'nameEqual',
				'systemNameEqual',
				'systemNameIn',
			),
			idEqual: 'int',
		},
	},
};

const CATEGORIES: Record<string, ClassRule> = {
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

const PEOPLE: Record<string, ClassRule> = {
	KalturaBaseUser: {
		properties: {
			id: 'string',
			...strings(
				'screenName',
				'fullName',
				'email',
				'country',
				'state',
				'city',
				'zip',
				'thumbnailUrl',
				'tags',
				'adminTags',
				'partnerData',
				'language',
			),
			description: 'string max:8192',
			status: 'KalturaUserStatus',
			userMode: 'KalturaUserMode',
			...readOnly(
				'int',
				'partnerId',
				'createdAt',
				'updatedAt',
				'storageSize',
				'lastLoginTime',
				'statusUpdatedAt',
				'deletedAt',
			),
		},
	},
	KalturaUser: {
		base: 'KalturaBaseUser',
		properties: {
			type: 'KalturaUserType',
			isAdmin: 'bool',
			loginEnabled: 'bool',
			...strings(
				'roleIds',
				'password',
				'firstName',
				'lastName',
				'title',
				'company',
				'externalId',
				'registrationInfo',
				'attendanceInfo',
			),
			...ints('gender', 'dateOfBirth'),
			isGuest: 'bool',
			isSsoExcluded: 'bool',
		},
	},
	KalturaGroup: {
		base: 'KalturaBaseUser',
		properties: {
			membersCount: 'int readonly',
			processStatus: 'KalturaGroupProcessStatus',
			groupType: 'KalturaGroupType',
		},
	},
	KalturaBaseUserFilter: {
		base: 'KalturaFilter',
		properties: {
			...strings(
				'screenNameLike',
				'screenNameStartsWith',
				'emailLike',
				'emailStartsWith',
				'tagsMultiLikeOr',
				'tagsMultiLikeAnd',
			),
			...strings('statusIn', 'idEqual', 'idIn', 'idOrScreenNameStartsWith'),
			statusEqual: 'int',
			...range('createdAt', 'updatedAt'),
		},
	},
	KalturaUserFilter: {
		base: 'KalturaBaseUserFilter',
		properties: {
			...ints('typeEqual', 'isAdminEqual', 'loginEnabledEqual'),
			...strings('typeIn', 'firstNameStartsWith', 'lastNameStartsWith', 'firstNameOrLastNameStartsWith', 'roleIdEqual'),
		},
	},
	KalturaGroupFilter: { base: 'KalturaUserFilter', properties: { groupTypeEqual: 'int', groupTypeIn: 'string' } },
	KalturaGroupUser: {
		properties: {
			id: 'string readonly',
			userId: 'string insertonly',
			groupId: 'string insertonly',
			...readOnly('int', 'status', 'partnerId', 'createdAt', 'updatedAt', 'groupType'),
			creationMode: 'KalturaGroupUserCreationMode insertonly',
			userRole: 'KalturaGroupUserRole',
		},
	},
	KalturaGroupUserFilter: {
		base: 'KalturaFilter',
		properties: {
			...strings('userIdEqual', 'userIdIn', 'groupIdEqual', 'groupIdIn', 'statusIn'),
			...ints('statusEqual', 'groupType'),
			...range('createdAt', 'updatedAt'),
		},
	},
	KalturaBulkUploadFilter: { base: 'KalturaFilter', properties: { statusEqual: 'int', statusIn: 'string' } },
	KalturaAppToken: {
		properties: {
			...readOnly('string', 'id', 'token'),
			...readOnly('int', 'partnerId', 'createdAt', 'updatedAt', 'status'),
			expiry: 'time',
			sessionType: 'KalturaSessionType',
			...strings('sessionUserId', 'sessionPrivileges', 'description'),
			sessionDuration: 'int',
			hashType: 'KalturaAppTokenHashType insertonly',
		},
	},
	KalturaAppTokenFilter: {
		base: 'KalturaFilter',
		properties: {
			...strings('idEqual', 'idIn', 'statusIn', 'sessionUserIdEqual'),
			statusEqual: 'int',
			...range('createdAt', 'updatedAt'),
		},
	},
	KalturaZoomIntegrationSetting: {
		properties: {
			...ints(
				'createUserIfNotExist',
				'conversionProfileId',
				'handleParticipantsMode',
				'deletionPolicy',
				'enableMeetingUpload',
			),
			...ints(
				'enableMeetingChat',
				'enableRecordingUpload',
				'zoomUserMatchingMode',
				'enableWebinarUploads',
				'enableZoomTranscription',
			),
			...ints('groupParticipationType', 'handleCohostsMode', 'handleAlternativeHostsMode', 'userSearchMethod'),
			...strings('defaultUserId', 'zoomCategory', 'zoomUserPostfix', 'zoomWebinarCategory', 'zoomAccountDescription'),
			...strings('optOutGroupNames', 'optInGroupNames'),
		},
	},
};

const searchItem = (abstractClass: string): ClassRule => ({
	base: abstractClass,
	properties: {
		fieldName: 'string',
		searchTerm: 'string',
		itemType: 'KalturaESearchItemType',
		addHighlight: 'bool',
		range: 'KalturaESearchRange',
	},
});
const searchOperator = (abstractClass: string): ClassRule => ({
	base: abstractClass,
	properties: { operator: 'KalturaESearchOperatorType', searchItems: `${abstractClass}[]` },
});

const SEARCH: Record<string, ClassRule> = {
	KalturaESearchRange: { properties: ints('greaterThanOrEqual', 'lessThanOrEqual', 'greaterThan', 'lessThan') },
	KalturaESearchOrderByItem: { properties: { sortField: 'string', sortOrder: 'KalturaESearchSortOrder' } },
	KalturaESearchOrderBy: { properties: { orderItems: 'KalturaESearchOrderByItem[]' } },
	KalturaESearchParams: {
		abstract: true,
		properties: {
			objectStatuses: 'string',
			objectId: 'string',
			objectIds: 'string',
			orderBy: 'KalturaESearchOrderBy',
			ignoreSynonym: 'bool',
		},
	},
	...Object.fromEntries(
		['User', 'Group', 'Entry'].flatMap((kind): Array<[string, ClassRule]> => {
			const abstractClass = `KalturaESearch${kind}BaseItem`;
			return [
				[abstractClass, { abstract: true, properties: {} }],
				[`KalturaESearch${kind}Item`, searchItem(abstractClass)],
				[`KalturaESearch${kind}Operator`, searchOperator(abstractClass)],
				[
					`KalturaESearch${kind}Params`,
					{ base: 'KalturaESearchParams', properties: { searchOperator: `KalturaESearch${kind}Operator` } },
				],
			];
		}),
	),
	KalturaESearchUnifiedItem: searchItem('KalturaESearchEntryBaseItem'),
	KalturaFilter: { abstract: true, properties: { orderBy: 'string' } },
	KalturaFilterPager: { properties: ints('pageSize', 'pageIndex') },
	KalturaPager: { properties: ints('pageSize', 'pageIndex') },
	KalturaBaseResponseProfile: { abstract: true, properties: {} },
	KalturaDetachedResponseProfile: {
		base: 'KalturaBaseResponseProfile',
		properties: { name: 'string', type: 'KalturaResponseProfileType', fields: 'string' },
	},
};

export const CLASSES: Readonly<Record<string, ClassRule>> = {
	...ENTRIES,
	...CONTENT,
	...ASSETS,
	...CATEGORIES,
	...PEOPLE,
	...SEARCH,
};
