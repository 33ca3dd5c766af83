import { type ClassRule, readOnly, strings } from './notation.mts';

export const CONTENT: Record<string, ClassRule> = {
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
