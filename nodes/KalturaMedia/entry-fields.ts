import type { INodeProperties } from 'n8n-workflow';

import { CLEAR, type KalturaParams } from '../../lib/kaltura/wire';
import { conversionProfileField } from '../../lib/n8n/kaltura-fields';
import { InputError } from '../../lib/policy/failures';

/** Properties of an entry that can be given when it is created and changed later. */
export const entryFields: INodeProperties[] = [
	{
		displayName: 'Access Control Profile ID',
		name: 'accessControlId',
		type: 'string',
		default: '',
		description: 'Who may play it, from where and when; a child entry takes it from its parent',
	},
	{
		displayName: 'Admin Tags',
		name: 'adminTags',
		type: 'string',
		default: '',
		description: 'Tags that only administrators see, separated by commas',
	},
	{
		displayName: 'Co-Editors',
		name: 'coEditors',
		type: 'string',
		default: '',
		description: 'User IDs separated by commas; they replace those that are there',
	},
	{
		displayName: 'Co-Publishers',
		name: 'coPublishers',
		type: 'string',
		default: '',
		description: 'User IDs separated by commas; they replace those that are there',
	},
	{
		displayName: 'Co-Viewers',
		name: 'coViewers',
		type: 'string',
		default: '',
		description: 'User IDs separated by commas; they replace those that are there',
	},
	{
		displayName: 'Description',
		name: 'description',
		type: 'string',
		typeOptions: { rows: 3 },
		default: '',
	},
	{
		displayName: 'End Date',
		name: 'endDate',
		type: 'dateTime',
		default: '',
		description: 'Until when it can be played',
	},
	{
		displayName: 'Owner',
		name: 'owner',
		type: 'string',
		default: '',
		placeholder: 'ann@example.edu',
		description: 'User ID of the owner',
	},
	{
		displayName: 'Parent Entry ID',
		name: 'parentEntryId',
		type: 'string',
		default: '',
		description: 'Makes it a stream of another entry, which is then the one that people see',
	},
	{
		displayName: 'Reference ID',
		name: 'referenceId',
		type: 'string',
		default: '',
		description: 'Your own ID, at least two characters; Kaltura does not keep it unique',
	},
	{
		displayName: 'Start Date',
		name: 'startDate',
		type: 'dateTime',
		default: '',
		description: 'From when it can be played',
	},
	{
		displayName: 'Tags',
		name: 'tags',
		type: 'string',
		default: '',
		description: 'Tags separated by commas',
	},
];

/** Only possible while an entry has no content. */
export const conversionProfileOption: INodeProperties = { ...conversionProfileField, required: false };

const SAME_NAME = ['name', 'description', 'referenceId', 'parentEntryId', 'adminTags', 'tags'] as const;
const RIGHTS = {
	coEditors: 'entitledUsersEdit',
	coPublishers: 'entitledUsersPublish',
	coViewers: 'entitledUsersView',
} as const;

/**
 * The chosen fields in Kaltura's form.
 * @param emptyClears whether an empty field empties the property (update), or is left out (create)
 */
export function toEntry(fields: Record<string, unknown>, emptyClears: boolean): KalturaParams {
	const entry: KalturaParams = {};
	const put = (property: string, value: string) => {
		if (value !== '') entry[property] = value;
		else if (emptyClears) entry[property] = CLEAR;
	};
	for (const name of SAME_NAME) if (name in fields) put(name, String(fields[name] ?? '').trim());
	for (const [name, property] of Object.entries(RIGHTS)) {
		if (name in fields) put(property, usersIn(fields[name]).join(','));
	}
	const owner = String(fields.owner ?? '').trim();
	if (owner !== '') entry.userId = owner;
	const accessControlId = String(fields.accessControlId ?? '').trim();
	if (accessControlId !== '') entry.accessControlId = wholeNumber('Access Control Profile ID', accessControlId);
	const profile = valueOf(fields.conversionProfileId);
	if (profile !== '') entry.conversionProfileId = wholeNumber('Conversion Profile', profile);
	for (const name of ['startDate', 'endDate'] as const) {
		if (name in fields) {
			const date = dateOf(name, fields[name]);
			// -1 is Kaltura's "no date".
			if (date !== null) entry[name] = date;
			else if (emptyClears) entry[name] = -1;
		}
	}
	return entry;
}

/** User ids that an entry would refer to: Kaltura creates whatever is named there and missing. */
export function usersOf(fields: Record<string, unknown>): string[] {
	const ids = [fields.owner, fields.coEditors, fields.coPublishers, fields.coViewers].flatMap(usersIn);
	return [...new Set(ids)];
}

function usersIn(value: unknown): string[] {
	const parts = Array.isArray(value) ? value.map(String) : String(value ?? '').split(/[,;\r\n]+/);
	return [...new Set(parts.map((part) => part.trim()).filter((part) => part !== ''))];
}

function valueOf(field: unknown): string {
	const value = field !== null && typeof field === 'object' && 'value' in field ? field.value : field;
	return String(value ?? '').trim();
}

function wholeNumber(label: string, text: string): number {
	if (/^-?\d+$/.test(text)) return Number(text);
	throw new InputError(label, `is "${text}" instead of a number`, 'Choose it from the list, or give its ID from KMC.');
}

function dateOf(name: string, value: unknown): Date | null {
	if (value === '' || value === null || value === undefined) return null;
	const date = value instanceof Date ? value : new Date(typeof value === 'number' ? value * 1000 : String(value));
	if (!Number.isNaN(date.getTime())) return date;
	throw new InputError(name, `holds "${String(value)}", which is no date`, 'Give it as 2026-09-01T08:00:00Z.');
}
