import { type ClassRule, ints } from './notation.mts';

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

/** eSearch, and what every list takes. */
export const SEARCH: Record<string, ClassRule> = {
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
