import { type ClassRule, of } from './notation.mts';

/** What an account is set up with. */
export const ACCOUNT: Record<string, ClassRule> = {
	KalturaBulkUploadFilter: {
		base: 'KalturaFilter',
		properties: of({
			time: 'uploadedOnGreaterThanOrEqual uploadedOnLessThanOrEqual uploadedOnEqual',
			string: 'statusIn bulkUploadObjectTypeIn',
			KalturaBatchJobStatus: 'statusEqual',
			KalturaBulkUploadObjectType: 'bulkUploadObjectTypeEqual',
		}),
	},
	KalturaAppToken: {
		properties: of({
			'string readonly': 'id token',
			'int readonly': 'partnerId',
			'time readonly': 'createdAt updatedAt',
			'KalturaAppTokenStatus readonly': 'status',
			time: 'expiry',
			KalturaSessionType: 'sessionType',
			string: 'sessionUserId sessionPrivileges description',
			int: 'sessionDuration',
			KalturaAppTokenHashType: 'hashType',
		}),
	},
	KalturaAppTokenFilter: {
		base: 'KalturaFilter',
		properties: of({
			string: 'idEqual idIn statusIn sessionUserIdEqual',
			time: `
				createdAtGreaterThanOrEqual createdAtLessThanOrEqual updatedAtGreaterThanOrEqual
				updatedAtLessThanOrEqual
			`,
			KalturaAppTokenStatus: 'statusEqual',
		}),
	},
	KalturaIntegrationSetting: {
		properties: of({
			'int readonly': 'id partnerId',
			'KalturaVendorIntegrationStatus readonly': 'status',
			'string readonly': 'accountId createdAt updatedAt',
			string: 'defaultUserId',
			int: 'conversionProfileId',
			KalturaNullableBoolean: 'createUserIfNotExist deletionPolicy enableMeetingUpload enableMeetingChat',
			KalturaHandleParticipantsMode: 'handleParticipantsMode',
		}),
	},
	KalturaZoomIntegrationSetting: {
		base: 'KalturaIntegrationSetting',
		properties: of({
			string: `
				zoomCategory zoomUserPostfix zoomWebinarCategory zoomAccountDescription optOutGroupNames
				optInGroupNames
			`,
			KalturaNullableBoolean: 'enableRecordingUpload enableWebinarUploads enableZoomTranscription',
			KalturaZoomUsersMatching: 'zoomUserMatchingMode',
			KalturaZoomGroupParticipationType: 'groupParticipationType',
			KalturaHandleParticipantsMode: 'handleCohostsMode handleAlternativeHostsMode',
			KalturaZoomUsersSearchMethod: 'userSearchMethod',
		}),
	},
};
