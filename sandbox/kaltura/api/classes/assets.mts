import { type ClassRule, of } from './notation.mts';

export const ASSETS: Record<string, ClassRule> = {
	KalturaAsset: {
		properties: of({
			'string readonly': 'id entryId description',
			'int readonly': 'partnerId version size',
			string: 'tags partnerData partnerDescription actualSourceAssetParamsIds',
			'string insertonly': 'fileExt',
			'time readonly': 'createdAt updatedAt deletedAt',
			'bigint readonly': 'sizeInBytes',
		}),
	},
	KalturaCaptionAsset: {
		base: 'KalturaAsset',
		properties: of({
			'int insertonly': 'captionParamsId',
			KalturaLanguage: 'language',
			'KalturaLanguageCode readonly': 'languageCode',
			KalturaNullableBoolean: 'isDefault',
			string: 'label associatedTranscriptIds',
			'KalturaCaptionType insertonly': 'format',
			'KalturaCaptionSource insertonly': 'source',
			'KalturaCaptionAssetStatus readonly': 'status',
			'string insertonly': 'parentId',
			int: 'accuracy',
			bool: 'displayOnPlayer',
			KalturaCaptionAssetUsage: 'usage',
		}),
	},
	KalturaAttachmentAsset: {
		base: 'KalturaAsset',
		properties: of({
			string: 'filename title',
			KalturaAttachmentType: 'format',
			'KalturaAttachmentAssetStatus readonly': 'status',
		}),
	},
	KalturaAssetFilter: {
		base: 'KalturaFilter',
		properties: of({
			string: 'typeIn idEqual idIn entryIdEqual entryIdIn partnerIdIn tagsLike tagsMultiLikeOr tagsMultiLikeAnd',
			int: 'partnerIdEqual sizeGreaterThanOrEqual sizeLessThanOrEqual',
			time: `
				createdAtGreaterThanOrEqual createdAtLessThanOrEqual updatedAtGreaterThanOrEqual
				updatedAtLessThanOrEqual deletedAtGreaterThanOrEqual deletedAtLessThanOrEqual
			`,
		}),
	},
	KalturaFlavorAssetFilter: {
		base: 'KalturaAssetFilter',
		properties: of({
			int: 'flavorParamsIdEqual',
			string: 'flavorParamsIdIn statusIn statusNotIn',
			KalturaFlavorAssetStatus: 'statusEqual',
		}),
	},
	KalturaCaptionAssetFilter: {
		base: 'KalturaAssetFilter',
		properties: of({
			int: 'captionParamsIdEqual',
			string: 'captionParamsIdIn formatIn statusIn statusNotIn',
			KalturaCaptionType: 'formatEqual',
			KalturaCaptionAssetStatus: 'statusEqual',
		}),
	},
	KalturaAttachmentAssetFilter: {
		base: 'KalturaAssetFilter',
		properties: of({
			KalturaAttachmentType: 'formatEqual',
			string: 'formatIn statusIn statusNotIn',
			KalturaAttachmentAssetStatus: 'statusEqual',
		}),
	},
	KalturaConversionProfileFilter: {
		base: 'KalturaFilter',
		properties: of({
			int: 'idEqual',
			string: `
				idIn statusIn typeIn nameEqual systemNameEqual systemNameIn tagsMultiLikeOr tagsMultiLikeAnd
				defaultEntryIdEqual defaultEntryIdIn
			`,
			KalturaConversionProfileStatus: 'statusEqual',
			KalturaConversionProfileType: 'typeEqual',
		}),
	},
};
