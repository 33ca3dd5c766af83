import type { IDataObject, INodeProperties } from 'n8n-workflow';

import type { Operation } from '../../../../lib/n8n/operation';
import { recordingOf } from '../../../../lib/n8n/recording-item';
import { applyLateChange } from '../../../../lib/pipeline/import/late-change';
import { readRemovals } from '../../../../lib/policy/cleanup/removal';
import { InputError } from '../../../../lib/policy/failures';
import type { CorrectionEvent } from '../../../../lib/policy/import/corrections';
import type { MediaClients } from '../../clients';

const fields: INodeProperties[] = [
	{
		displayName: 'Entry IDs',
		name: 'entryIds',
		type: 'string',
		default: '={{ $json.entryIds }}',
		description: 'The entries of the recording, separated by blanks or commas, as the ledger holds them',
	},
	{
		displayName: 'Follow Renames',
		name: 'followRename',
		type: 'boolean',
		default: false,
		description: 'Whether a new topic in Zoom renames the entry, unless its name was changed in Kaltura',
	},
	{
		displayName: 'Name Template',
		name: 'nameTemplate',
		type: 'string',
		default: '{topic}',
		description: 'As it is set in Import: an entry is renamed only while it still has the name that this gave it',
		displayOptions: { show: { followRename: [true] } },
	},
	...removalFields('whenTrashed', 'When Trashed in Zoom', 'moves a recording to the trash'),
	...removalFields('whenDeleted', 'When Deleted in Zoom', 'deletes a recording for good'),
	{
		displayName: 'Removal Rows',
		name: 'removals',
		type: 'json',
		default: "={{ $('Row of the Removal').all().map((row) => row.json) }}",
		description:
			'Rows of the data table zoom_kaltura_removals about this recording: what our own cleanup removed, or is about to. Nothing is deleted in Kaltura while they cannot be read.',
	},
	{
		displayName: 'Removals That Do Not Count',
		name: 'ignoredOperators',
		type: 'string',
		default: '',
		placeholder: 'e.g. zoom-app@example.edu',
		description:
			"E-mail addresses under which programs remove recordings in Zoom, separated by commas, such as the owner of Kaltura's own integration",
	},
	{
		displayName: 'Check Edited Meetings Again',
		name: 'recheckEditedMeetings',
		type: 'boolean',
		default: false,
		description: 'Whether a meeting whose tracking fields were edited goes through the rules again',
	},
];

function removalFields(name: string, displayName: string, doing: string): INodeProperties[] {
	return [
		{
			displayName,
			name,
			type: 'options',
			options: [
				{ name: 'Keep the Entry', value: 'keep' },
				{ name: 'Delete the Entry', value: 'deleteEntry', description: `Delete it in Kaltura when a person ${doing}` },
			],
			default: 'keep',
		},
	];
}

/** Carries out what lib/policy/import/corrections.ts decides about something that changed in Zoom after the import. */
export const applyChange: Operation<MediaClients> = {
	value: 'applyChange',
	name: 'Apply Change',
	action: 'Apply a late change of a recording',
	description:
		'Follow a rename or removal in Zoom as far as the settings ask for it; by default Kaltura keeps what it has',
	fields,

	async run({ item, parameter, kaltura, openZoom }) {
		const { json } = item;
		const { accountId, meetingUuid } = json;
		const settings = {
			followRename: parameter.boolean('followRename'),
			whenTrashed: parameter.oneOf('whenTrashed', ['keep', 'deleteEntry']),
			whenDeleted: parameter.oneOf('whenDeleted', ['keep', 'deleteEntry']),
			recheckEditedMeetings: parameter.boolean('recheckEditedMeetings'),
			ignoredOperators: parameter.list('ignoredOperators'),
		};
		const change = {
			event: readEvent(json),
			told: recordingOf(item),
			account: typeof accountId === 'string' ? accountId : '',
			meetingUuid: typeof meetingUuid === 'string' ? meetingUuid : '',
			entryIds: () =>
				parameter
					.text('entryIds')
					.split(/[\s,]+/)
					.filter(Boolean),
			nameTemplate: () => parameter.string('nameTemplate'),
			removals: () => readRemovals(parameter.raw('removals', null)),
		};
		const openAccount = async () => {
			const { zoom, zoomCredential } = await openZoom();
			return { zoom, accountId: zoomCredential.accountId };
		};
		return { ...json, ...(await applyLateChange(change, settings, kaltura, openAccount)) };
	},
};

/** @throws {InputError} when the item does not come from Zoom Trigger */
function readEvent(json: IDataObject): CorrectionEvent {
	const event = (json.event ?? {}) as IDataObject;
	if (typeof event.name !== 'string' || event.name === '') {
		return new InputError('Input Item', 'holds no event', 'Put a Zoom Trigger in front of this node.').raise();
	}
	const object = ((json.payload as IDataObject | undefined)?.object ?? {}) as IDataObject;
	return {
		event: event.name,
		operator: typeof event.operator === 'string' ? event.operator : null,
		...(typeof json.topic === 'string' ? { topic: json.topic } : {}),
		...(typeof event.oldTopic === 'string' ? { oldTopic: event.oldTopic } : {}),
		...(json.payload === undefined ? {} : { changedFields: Object.keys(object) }),
		...(Array.isArray(event.fileIds) ? { fileIds: event.fileIds.map(String) } : {}),
		listedFileIds: listedFiles(json.segments),
	};
}

function listedFiles(segments: unknown): string[] {
	const of = (value: unknown, name: string): unknown[] => {
		const found = value !== null && typeof value === 'object' ? (value as Record<string, unknown>)[name] : undefined;
		return Array.isArray(found) ? found : [];
	};
	return (Array.isArray(segments) ? segments : []).flatMap((segment) =>
		of(segment, 'files').flatMap((file) => {
			const id = (file as { id?: unknown } | null)?.id;
			return typeof id === 'string' ? [id] : [];
		}),
	);
}
