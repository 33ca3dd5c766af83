import type { ColumnType } from '../ledger/columns';
import type { ListColumn } from '../lists/columns';

/** Cells that say for which recordings a rule is; an empty one asks for nothing. */
export const WHEN_COLUMNS = [
	'host',
	'department',
	'zoomGroup',
	'meetingId',
	'topic',
	'trackingField',
	'kind',
	'day',
	'time',
	'fromDate',
	'untilDate',
	'timeZone',
] as const;

/** Cells that say what is done with them; an empty one leaves it to the settings of the nodes. */
export const THEN_COLUMNS = [
	'action',
	'reason',
	'categories',
	'owner',
	'coEditors',
	'coPublishers',
	'name',
	'tags',
	'conversionProfile',
	'keepInZoom',
	'visibleUntil',
] as const;

export type WhenColumn = (typeof WHEN_COLUMNS)[number];
export type ThenColumn = (typeof THEN_COLUMNS)[number];
export type RuleColumn = ThenColumn | WhenColumn | 'enabled' | 'position' | 'rule';

/**
 * The columns of the data table `zoom_kaltura_rules`: one row per rule and Zoom account. People edit it in n8n, or upload it.
 * Whatever writes, creates or reads the table has them from here; a test holds the templates against this list.
 */
export const RULE_TABLE_COLUMNS: Readonly<Record<RuleColumn | 'account' | 'list', ColumnType>> = {
	account: 'string',
	/** Order of the rules; rows without a number come last. */
	position: 'number',
	/** The name by which outcomes tell that this rule acted. */
	rule: 'string',
	enabled: 'string',
	...texts(WHEN_COLUMNS),
	...texts(THEN_COLUMNS),
	/** Which upload a row came with; empty on rows that were typed in n8n. */
	list: 'string',
};

/** Headings of an uploaded list, with what people call them. */
export const RULE_LIST_COLUMNS: readonly ListColumn[] = [
	{ name: 'position', synonyms: ['order', 'no', 'number'] },
	{ name: 'rule', synonyms: ['rule name', 'title'], required: true },
	{ name: 'enabled', synonyms: ['active', 'on'] },
	{ name: 'host', synonyms: ['hosts', 'host email', 'instructor'] },
	{ name: 'department', synonyms: ['departments', 'dept'] },
	{ name: 'zoomGroup', synonyms: ['zoom groups', 'group', 'groups'] },
	{ name: 'meetingId', synonyms: ['meeting ids', 'meeting', 'zoom series id', 'meeting number'] },
	{ name: 'topic', synonyms: ['topic contains'] },
	{ name: 'trackingField', synonyms: ['tracking fields'] },
	{ name: 'kind', synonyms: ['meeting or webinar', 'type'] },
	{ name: 'day', synonyms: ['days', 'weekday', 'weekdays'] },
	{ name: 'time', synonyms: ['times', 'time of day'] },
	{ name: 'fromDate', synonyms: ['from', 'first day', 'start date'] },
	{ name: 'untilDate', synonyms: ['until', 'last day', 'end date'] },
	{ name: 'timeZone', synonyms: ['tz'] },
	{ name: 'action', synonyms: ['then', 'do'] },
	{ name: 'reason', synonyms: ['why'] },
	{ name: 'categories', synonyms: ['category', 'channel', 'channels', 'series'] },
	{ name: 'owner', synonyms: ['owner id'] },
	{ name: 'coEditors', synonyms: ['co-editor', 'editors'] },
	{ name: 'coPublishers', synonyms: ['co-publisher', 'publishers'] },
	{ name: 'name', synonyms: ['entry name'] },
	{ name: 'tags', synonyms: ['tag'] },
	{ name: 'conversionProfile', synonyms: ['conversion profile id', 'profile'] },
	{ name: 'keepInZoom', synonyms: ['keep', 'hold'] },
	{ name: 'visibleUntil', synonyms: ['expires', 'expiry'] },
];

function texts<Name extends string>(names: readonly Name[]): Record<Name, 'string'> {
	return Object.fromEntries(names.map((name) => [name, 'string'])) as Record<Name, 'string'>;
}
