import { statusOf } from './columns';
import type { Row } from './rows';

/** What counts for every row of a list and stands in none of its columns. */
export interface ListWishes {
	/** How somebody who is missing in Zoom comes to be; leavers never do. */
	createAction: string;
	/** What the column of groups means: these too, these and no others, or nothing. */
	groups: 'keep' | 'change' | 'exact';
	/** Whether the employee number, and not the address, tells who is meant. */
	byStableId: boolean;
}

/** Columns that are fields of the profile, by Zoom's names. */
const PROFILE: Readonly<Record<string, string>> = {
	firstName: 'first_name',
	lastName: 'last_name',
	displayName: 'display_name',
	department: 'dept',
	jobTitle: 'job_title',
	manager: 'manager',
	company: 'company',
	costCenter: 'cost_center',
	location: 'location',
	language: 'language',
	timezone: 'timezone',
	kalturaUserId: 'cms_user_id',
	phone: 'phone_numbers',
};
const PHONE = ['site', 'extension', 'callingPlans'];

/** A row of a list by its columns (`PEOPLE_COLUMNS`), as Ensure takes it. A column that is not there stays as it is. */
export function rowOfList(columns: Readonly<Record<string, unknown>>, wishes: ListWishes): Row {
	const has = (name: string) => columns[name] !== undefined && columns[name] !== null;
	const text = (name: string) => (has(name) ? String(columns[name]).trim() : '');
	const status = statusOf(text('status'));
	const profile = Object.entries(PROFILE).flatMap(([name, field]) => (has(name) ? [[field, text(name)] as const] : []));
	const groups = partsOf(text('groups'));
	return {
		email: text('email'),
		...(wishes.byStableId && text('employeeId') !== '' ? { stableId: text('employeeId') } : {}),
		...(text('because') === '' ? {} : { because: text('because') }),
		...(has('newEmail') ? { newEmail: text('newEmail') } : {}),
		createAction: status === 'inactive' ? 'never' : wishes.createAction,
		...(has('status') ? { status } : {}),
		...(has('licence') ? { type: text('licence') } : {}),
		...(has('zoomPlan') ? { zoomOneType: text('zoomPlan') } : {}),
		...(has('role') ? { role: text('role') } : {}),
		...(profile.length === 0 ? {} : { profile: Object.fromEntries(profile) }),
		...(!has('groups') || wishes.groups === 'keep'
			? {}
			: { groups: wishes.groups === 'exact' ? { exact: groups } : { add: groups, remove: [] } }),
		...(PHONE.some(has)
			? {
					phone: {
						site: text('site'),
						extensionNumber: text('extension'),
						callingPlans: partsOf(text('callingPlans')),
					},
				}
			: {}),
	};
}

const partsOf = (text: string) =>
	text
		.split(/[,;\r\n]+/)
		.map((part) => part.trim())
		.filter((part) => part !== '');
