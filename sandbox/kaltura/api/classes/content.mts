import { type ClassRule, of } from './notation.mts';

export const CONTENT: Record<string, ClassRule> = {
	KalturaResource: {
		abstract: true,
		properties: {},
	},
	KalturaContentResource: {
		base: 'KalturaResource',
		abstract: true,
		properties: {},
	},
	KalturaUrlResource: {
		base: 'KalturaContentResource',
		properties: of({
			string: 'url',
			bool: 'forceAsyncDownload shouldRedirect',
			'KalturaString[]': 'urlHeaders',
		}),
	},
	KalturaStringResource: {
		base: 'KalturaContentResource',
		properties: of({
			string: 'content',
		}),
	},
	KalturaUploadedFileTokenResource: {
		base: 'KalturaContentResource',
		properties: of({
			string: 'token',
		}),
	},
	KalturaAssetParamsResourceContainer: {
		base: 'KalturaResource',
		properties: of({
			KalturaContentResource: 'resource',
			int: 'assetParamsId',
		}),
	},
	KalturaAssetsParamsResourceContainers: {
		base: 'KalturaResource',
		properties: of({
			'KalturaAssetParamsResourceContainer[]': 'resources',
		}),
	},
	KalturaString: {
		properties: of({
			string: 'value',
		}),
	},
	KalturaUploadToken: {
		properties: of({
			'string readonly': 'id userId uploadUrl attachedObjectType attachedObjectId',
			'int readonly': 'partnerId',
			'KalturaUploadTokenStatus readonly': 'status',
			'string insertonly': 'fileName',
			'float insertonly': 'fileSize',
			'float readonly': 'uploadedFileSize',
			'time readonly': 'createdAt updatedAt',
			'KalturaNullableBoolean insertonly': 'autoFinalize',
		}),
	},
	KalturaUploadTokenFilter: {
		base: 'KalturaFilter',
		properties: of({
			string: 'idEqual idIn userIdEqual statusIn fileNameEqual',
			KalturaUploadTokenStatus: 'statusEqual',
			float: 'fileSizeEqual',
		}),
	},
	KalturaEntryReplacementOptions: {
		properties: of({
			int: 'keepManualThumbnails',
			object: 'pluginOptionItems',
		}),
	},
};
