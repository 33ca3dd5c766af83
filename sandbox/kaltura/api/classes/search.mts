import { type ClassRule, of } from './notation.mts';

/** eSearch, and what every list takes. */
export const SEARCH: Record<string, ClassRule> = {
	KalturaESearchRange: {
		properties: of({
			int: 'greaterThanOrEqual lessThanOrEqual greaterThan lessThan',
		}),
	},
	KalturaESearchOrderByItem: {
		abstract: true,
		properties: of({
			KalturaESearchSortOrder: 'sortOrder',
		}),
	},
	KalturaESearchOrderBy: {
		properties: of({
			'KalturaESearchOrderByItem[]': 'orderItems',
		}),
	},
	KalturaESearchParams: {
		abstract: true,
		properties: of({
			string: 'objectStatuses objectId objectIds',
			KalturaESearchOrderBy: 'orderBy',
			bool: 'ignoreSynonym',
			KalturaNullableBoolean: 'objectIdsNotIn',
		}),
	},
	KalturaESearchUserBaseItem: {
		abstract: true,
		properties: {},
	},
	KalturaESearchUserItem: {
		base: 'KalturaESearchUserBaseItem',
		properties: of({
			KalturaESearchUserFieldName: 'fieldName',
			string: 'searchTerm',
			KalturaESearchItemType: 'itemType',
			KalturaESearchRange: 'range',
			bool: 'addHighlight',
		}),
	},
	KalturaESearchUserOperator: {
		base: 'KalturaESearchUserBaseItem',
		properties: of({
			KalturaESearchOperatorType: 'operator',
			'KalturaESearchUserBaseItem[]': 'searchItems',
		}),
	},
	KalturaESearchUserParams: {
		base: 'KalturaESearchParams',
		properties: of({
			KalturaESearchUserOperator: 'searchOperator',
		}),
	},
	KalturaESearchGroupBaseItem: {
		abstract: true,
		properties: {},
	},
	KalturaESearchGroupItem: {
		base: 'KalturaESearchGroupBaseItem',
		properties: of({
			KalturaESearchGroupFieldName: 'fieldName',
			string: 'searchTerm',
			KalturaESearchItemType: 'itemType',
			KalturaESearchRange: 'range',
			bool: 'addHighlight',
		}),
	},
	KalturaESearchGroupOperator: {
		base: 'KalturaESearchGroupBaseItem',
		properties: of({
			KalturaESearchOperatorType: 'operator',
			'KalturaESearchGroupBaseItem[]': 'searchItems',
		}),
	},
	KalturaESearchGroupParams: {
		base: 'KalturaESearchParams',
		properties: of({
			KalturaESearchGroupOperator: 'searchOperator',
		}),
	},
	KalturaESearchEntryBaseItem: {
		abstract: true,
		properties: {},
	},
	KalturaESearchEntryItem: {
		base: 'KalturaESearchEntryBaseItem',
		properties: of({
			KalturaESearchEntryFieldName: 'fieldName',
			string: 'searchTerm',
			KalturaESearchItemType: 'itemType',
			KalturaESearchRange: 'range',
			bool: 'addHighlight',
		}),
	},
	KalturaESearchEntryOperator: {
		base: 'KalturaESearchEntryBaseItem',
		properties: of({
			KalturaESearchOperatorType: 'operator',
			'KalturaESearchEntryBaseItem[]': 'searchItems',
		}),
	},
	KalturaESearchEntryParams: {
		base: 'KalturaESearchParams',
		properties: of({
			KalturaESearchEntryOperator: 'searchOperator',
			object: 'aggregations',
		}),
	},
	KalturaESearchUnifiedItem: {
		base: 'KalturaESearchEntryBaseItem',
		properties: of({
			string: 'searchTerm',
			KalturaESearchItemType: 'itemType',
			KalturaESearchRange: 'range',
			bool: 'addHighlight',
		}),
	},
	KalturaFilter: {
		abstract: true,
		properties: of({
			string: 'orderBy',
			object: 'advancedSearch',
		}),
	},
	KalturaFilterPager: {
		properties: of({
			int: 'pageSize pageIndex',
		}),
	},
	KalturaPager: {
		properties: of({
			int: 'pageSize pageIndex',
		}),
	},
	KalturaBaseResponseProfile: {
		abstract: true,
		properties: {},
	},
	KalturaDetachedResponseProfile: {
		base: 'KalturaBaseResponseProfile',
		properties: of({
			string: 'name fields',
			KalturaResponseProfileType: 'type',
			object: 'filter mappings',
			KalturaFilterPager: 'pager',
			'KalturaDetachedResponseProfile[]': 'relatedProfiles',
		}),
	},
	KalturaESearchUserOrderByItem: {
		base: 'KalturaESearchOrderByItem',
		properties: of({
			KalturaESearchUserOrderByFieldName: 'sortField',
		}),
	},
	KalturaESearchGroupOrderByItem: {
		base: 'KalturaESearchOrderByItem',
		properties: of({
			KalturaESearchGroupOrderByFieldName: 'sortField',
		}),
	},
	KalturaESearchEntryOrderByItem: {
		base: 'KalturaESearchOrderByItem',
		properties: of({
			KalturaESearchEntryOrderByFieldName: 'sortField',
		}),
	},
};
