import { type ClassRule, ints, range, readOnly, strings } from './notation.mts';

export const PEOPLE: Record<string, ClassRule> = {
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
