import { type ClassRule, of } from './notation.mts';

export const PEOPLE: Record<string, ClassRule> = {
	KalturaBaseUser: {
		properties: of({
			string: `
				id screenName fullName email country state city zip thumbnailUrl tags adminTags partnerData
				indexedPartnerDataString allowedPartnerIds allowedPartnerPackages
			`,
			'int readonly': 'partnerId storageSize lastLoginTime statusUpdatedAt',
			'string max:8192': 'description',
			KalturaUserStatus: 'status',
			'time readonly': 'createdAt updatedAt deletedAt',
			int: 'indexedPartnerDataInt',
			KalturaLanguageCode: 'language',
			KalturaUserMode: 'userMode',
			object: 'capabilities',
		}),
	},
	KalturaUser: {
		base: 'KalturaBaseUser',
		properties: of({
			KalturaUserType: 'type',
			int: 'dateOfBirth',
			KalturaGender: 'gender',
			bool: 'isAdmin isSsoExcluded',
			'bool insertonly': 'isGuest isAccountOwner loginEnabled',
			string: 'roleIds firstName lastName registrationInfo attendanceInfo title company ksPrivileges',
			'string readonly': 'roleNames encryptedSeed',
			'string insertonly': 'password externalId',
		}),
	},
	KalturaGroup: {
		base: 'KalturaBaseUser',
		properties: of({
			'int readonly': 'membersCount',
			KalturaGroupProcessStatus: 'processStatus',
			KalturaGroupType: 'groupType',
		}),
	},
	KalturaBaseUserFilter: {
		base: 'KalturaFilter',
		abstract: true,
		properties: of({
			int: 'partnerIdEqual',
			string: `
				screenNameLike screenNameStartsWith emailLike emailStartsWith tagsMultiLikeOr tagsMultiLikeAnd
				statusIn
			`,
			KalturaUserStatus: 'statusEqual',
			time: `
				createdAtGreaterThanOrEqual createdAtLessThanOrEqual updatedAtGreaterThanOrEqual
				updatedAtLessThanOrEqual
			`,
		}),
	},
	KalturaUserFilter: {
		base: 'KalturaBaseUserFilter',
		properties: of({
			string: `
				idOrScreenNameStartsWith roleIdEqual roleIdsEqual roleIdsIn firstNameOrLastNameStartsWith
				permissionNamesMultiLikeOr permissionNamesMultiLikeAnd idEqual idIn typeIn firstNameStartsWith
				lastNameStartsWith
			`,
			KalturaNullableBoolean: 'loginEnabledEqual isAdminEqual',
			KalturaUserType: 'typeEqual',
		}),
	},
	KalturaGroupFilter: {
		base: 'KalturaUserFilter',
		properties: of({
			KalturaGroupType: 'groupType',
		}),
	},
	KalturaUserRoleFilter: {
		base: 'KalturaFilter',
		properties: of({
			int: 'idEqual partnerIdEqual',
			string: `
				idIn nameEqual nameIn systemNameEqual systemNameIn descriptionLike statusIn partnerIdIn tagsMultiLikeOr
				tagsMultiLikeAnd
			`,
			KalturaUserRoleStatus: 'statusEqual',
			time: `
				createdAtGreaterThanOrEqual createdAtLessThanOrEqual updatedAtGreaterThanOrEqual
				updatedAtLessThanOrEqual
			`,
		}),
	},
	KalturaGroupUser: {
		properties: of({
			'string readonly': 'id',
			'string insertonly': 'userId groupId',
			'KalturaGroupUserStatus readonly': 'status',
			'int readonly': 'partnerId',
			'time readonly': 'createdAt updatedAt',
			'KalturaGroupUserCreationMode insertonly': 'creationMode',
			KalturaGroupUserRole: 'userRole',
			'KalturaGroupType readonly': 'groupType',
		}),
	},
	KalturaGroupUserFilter: {
		base: 'KalturaFilter',
		properties: of({
			KalturaGroupType: 'groupType',
			string: 'userIdEqual userIdIn groupIdEqual groupIdIn statusIn',
			KalturaGroupUserStatus: 'statusEqual',
			time: `
				createdAtGreaterThanOrEqual createdAtLessThanOrEqual updatedAtGreaterThanOrEqual
				updatedAtLessThanOrEqual
			`,
		}),
	},
};
