import { type ClassRule, range, readOnly, strings } from './notation.mts';

export const ASSETS: Record<string, ClassRule> = {
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
