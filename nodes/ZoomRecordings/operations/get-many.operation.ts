import { readDay } from '../../../lib/n8n/day';
import { limitField, returnAllField } from '../../../lib/n8n/list-fields';
import { InputError } from '../../../lib/policy/failures';
import { isListed, type ListingFilter } from '../../../lib/policy/import/listing-filter';
import type { Recording } from '../../../lib/policy/recording';
import type { DateWindow } from '../../../lib/zoom/date-windows';
import type { RecordingPage } from '../../../lib/zoom/recordings';
import type { RecordingsCall, RecordingsOperation } from '../fields';

/** A range that somebody typed wrong; Zoom has kept cloud recordings for no longer than this. */
const LONGEST_RANGE_YEARS = 10;

export const getMany: RecordingsOperation = {
	value: 'getAll',
	reads: true,
	name: 'Get Many',
	action: 'Get many recordings',
	description: 'List recordings of the account or of a user over any range of days',
	fields: [
		{
			displayName: 'Of',
			name: 'source',
			type: 'options',
			options: [
				{ name: 'Whole Account', value: 'account' },
				{
					name: 'One User',
					value: 'user',
					description: 'To list several users, feed one item per user into this node',
				},
			],
			default: 'account',
		},
		{
			displayName: 'User',
			name: 'user',
			type: 'resourceLocator',
			default: { mode: 'list', value: '' },
			required: true,
			displayOptions: { show: { source: ['user'] } },
			modes: [
				{
					displayName: 'From List',
					name: 'list',
					type: 'list',
					placeholder: 'Choose a user…',
					typeOptions: { searchListMethod: 'searchUsers', searchable: true },
				},
				{ displayName: 'By ID', name: 'id', type: 'string', placeholder: 'e.g. KDcuGIm1QgePTO8WbOqwIQ' },
				{ displayName: 'By Email', name: 'email', type: 'string', placeholder: 'e.g. ann@example.edu' },
			],
			description: 'Whose recordings, from the list or by ID or address',
		},
		{
			displayName: 'Where',
			name: 'where',
			type: 'options',
			options: [
				{ name: 'Recordings', value: 'recordings' },
				{ name: 'Trash: Single Files', value: 'trashedFiles', description: 'Files that were trashed on their own' },
				{ name: 'Trash: Whole Recordings', value: 'trash' },
			],
			default: 'recordings',
			displayOptions: { show: { source: ['user'] } },
			description: 'Zoom lists its trash per user only, and not by date',
		},
		{
			displayName: 'From',
			name: 'from',
			type: 'dateTime',
			required: true,
			default: '={{ $now.minus({ days: 7 }).toUTC().toFormat("yyyy-MM-dd") }}',
			description: 'First day, in UTC. Zoom files a recording under the day on which the meeting started.',
			displayOptions: { hide: { where: ['trash', 'trashedFiles'] } },
		},
		{
			displayName: 'To',
			name: 'to',
			type: 'dateTime',
			required: true,
			default: '={{ $now.toUTC().toFormat("yyyy-MM-dd") }}',
			description: 'Last day, in UTC',
			displayOptions: { hide: { where: ['trash', 'trashedFiles'] } },
		},
		returnAllField,
		limitField,
		{
			displayName: 'Filters',
			name: 'filters',
			type: 'collection',
			placeholder: 'Add filter',
			default: {},
			options: [
				{
					displayName: 'Host IDs',
					name: 'hostIds',
					type: 'string',
					default: '',
					description: 'Only recordings of these hosts (Zoom user IDs, separated by commas)',
				},
				{
					displayName: 'Kind',
					name: 'kind',
					type: 'options',
					options: [
						{ name: 'Meetings', value: 'meeting' },
						{ name: 'Meetings and Webinars', value: '' },
						{ name: 'Webinars', value: 'webinar' },
					],
					default: '',
					description: 'Meetings, webinars, or both',
				},
				{
					displayName: 'Only Complete',
					name: 'onlyComplete',
					type: 'boolean',
					default: false,
					description: 'Whether to leave out recordings of which Zoom still processes a file',
				},
				{
					displayName: 'Topic Contains',
					name: 'topicContains',
					type: 'string',
					default: '',
					description: 'Only recordings whose topic holds this text, in upper or lower case',
				},
			],
		},
	],

	async run(call) {
		const { parameter, signal, zoomCredential } = call;
		const filter = readFilter(parameter.object('filters'));
		const limit = parameter.boolean('returnAll') ? Infinity : parameter.number('limit');
		const recordings: Recording[] = [];
		for await (const page of listing(call)) {
			signal?.throwIfAborted();
			const readAt = new Date().toISOString();
			for (const recording of page.recordings) {
				if (!isListed(recording, filter)) continue;
				// Rows of the account's own listing do not repeat the account.
				recordings.push({ ...recording, accountId: recording.accountId || zoomCredential.accountId, readAt });
				// Leaving the loop ends the listing: no further page is asked for.
				if (recordings.length >= limit) return recordings;
			}
		}
		return recordings;
	},
};

function listing({ zoom, parameter }: RecordingsCall): AsyncGenerator<RecordingPage> {
	if (parameter.oneOf('source', ['account', 'user'], 'account') === 'account') {
		return zoom.recordings.listAccount(readRange({ parameter }));
	}
	const user = parameter.string('user');
	const where = parameter.oneOf('where', ['recordings', 'trash', 'trashedFiles'], 'recordings');
	if (where !== 'recordings') {
		return zoom.recordings.listTrash(user, where === 'trash' ? 'meeting_recordings' : 'recording_file');
	}
	return zoom.recordings.listUser(user, readRange({ parameter }));
}

function readRange({ parameter }: Pick<RecordingsCall, 'parameter'>): DateWindow {
	const from = readDay('From', parameter.raw('from'));
	const to = readDay('To', parameter.raw('to'));
	if (from > to) {
		throw new InputError('From', `is ${from}, which is after To (${to})`, 'Exchange the two days.');
	}
	if (Number(to.slice(0, 4)) - Number(from.slice(0, 4)) > LONGEST_RANGE_YEARS) {
		throw new InputError(
			'From',
			`is ${from}, more than ${LONGEST_RANGE_YEARS} years before To (${to})`,
			`List at most ${LONGEST_RANGE_YEARS} years at once.`,
		);
	}
	return { from, to };
}

function readFilter(filters: Record<string, unknown>): ListingFilter {
	const text = (name: string) => String(filters[name] ?? '').trim();
	return {
		hostIds: text('hostIds')
			.split(/[,;\s]+/)
			.filter(Boolean),
		kind: text('kind'),
		onlyComplete: filters.onlyComplete === true,
		topicContains: text('topicContains'),
	};
}
