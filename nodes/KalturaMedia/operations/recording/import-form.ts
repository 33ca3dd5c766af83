import type { INodeProperties } from 'n8n-workflow';

import { NAME_PLACEHOLDERS } from '../../../../lib/policy/import/entry-text';
import { CAPTION_LANGUAGES } from '../../../../lib/policy/import/caption-languages';

// Names follow Kaltura's "Edit Zoom account" screen where that has the setting.

const categories = (displayName: string, name: string, kind: string): INodeProperties => ({
	displayName,
	name,
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add Category',
	default: {},
	description: `Where to publish recordings of ${kind}. One field may name several, separated by commas.`,
	options: [
		{
			displayName: 'Category',
			name: 'values',
			values: [
				{
					displayName: 'Category',
					name: 'category',
					type: 'resourceLocator',
					default: { mode: 'path', value: '' },
					modes: [
						{
							displayName: 'By Path',
							name: 'path',
							type: 'string',
							placeholder: 'e.g. Courses>2026>Physics',
						},
						{
							displayName: 'From List',
							name: 'list',
							type: 'list',
							typeOptions: { searchListMethod: 'searchCategories', searchable: true },
						},
						{
							displayName: 'By ID',
							name: 'id',
							type: 'string',
							placeholder: 'e.g. 123456',
						},
					],
					description: 'The category in which entries are published',
				},
			],
		},
	],
});

/** Which files count; Verify must ask for the same as Import. */
export const filesField: INodeProperties = {
	displayName: 'Files',
	name: 'files',
	type: 'collection',
	placeholder: 'Add Option',
	default: {},
	description: 'Which files of a recording to import besides its videos',
	options: [
		{
			displayName: 'Audio',
			name: 'audio',
			type: 'options',
			options: [
				{ name: 'Always', value: 'always', description: 'Beside a video it becomes a stream of its own' },
				{ name: 'Never', value: 'never' },
				{ name: 'When There Is No Video', value: 'whenNoVideo', description: "As Kaltura's own integration does" },
			],
			default: 'whenNoVideo',
		},
		{
			displayName: 'Chat',
			name: 'chat',
			type: 'boolean',
			default: true,
			description: 'Whether to attach the chat',
		},
		{
			displayName: 'Closed Captions',
			name: 'closedCaptions',
			type: 'boolean',
			default: true,
			description: 'Whether to add captions that were typed or translated during the meeting',
		},
		{
			displayName: 'Layouts',
			name: 'layouts',
			type: 'options',
			options: [
				{
					name: 'Multi-Stream Entry',
					value: 'multiStream',
					description: 'All layouts of a recording in one entry; the player shows them side by side',
				},
				{ name: 'Separate Entries', value: 'separateEntries', description: 'Every layout is an entry of its own' },
			],
			default: 'multiStream',
		},
		{
			displayName: 'Other Files',
			name: 'otherFiles',
			type: 'boolean',
			default: false,
			description: 'Whether to attach files of types that are not known yet, instead of reporting them as skipped',
		},
		{
			displayName: 'Participant Audio',
			name: 'participantAudio',
			type: 'boolean',
			default: false,
			description: 'Whether to attach the separate audio file of each participant',
		},
		{
			displayName: 'Polls',
			name: 'polls',
			type: 'boolean',
			default: false,
			description: 'Whether to attach poll results',
		},
		{
			displayName: 'Summaries',
			name: 'summaries',
			type: 'boolean',
			default: false,
			description: "Whether to attach Zoom's AI summaries, next steps and chapters",
		},
		{
			displayName: 'Timeline',
			name: 'timeline',
			type: 'boolean',
			default: false,
			description: 'Whether to attach the timeline of who spoke when',
		},
	],
};

const entry: INodeProperties = {
	displayName: 'Entry',
	name: 'entry',
	type: 'collection',
	placeholder: 'Add Option',
	default: {},
	description: 'What a new entry says; existing entries keep what people made of them',
	options: [
		{
			displayName: 'Admin Tags',
			name: 'adminTags',
			type: 'string',
			default: '',
			description: 'Added to the tags by which entries from Zoom are recognised; separated by commas',
		},
		{
			displayName: 'Conversion Profile',
			name: 'conversionProfileId',
			type: 'resourceLocator',
			default: { mode: 'list', value: '' },
			description: 'Which renditions Kaltura makes; left empty, the default of the account',
			modes: [
				{
					displayName: 'From List',
					name: 'list',
					type: 'list',
					typeOptions: { searchListMethod: 'searchConversionProfiles', searchable: true },
				},
				{ displayName: 'By ID', name: 'id', type: 'string', placeholder: 'e.g. 12345' },
			],
		},
		{
			displayName: 'Name',
			name: 'name',
			type: 'string',
			default: '{topic}',
			placeholder: 'e.g. {topic} {date}',
			description: `Template of the entry's name. Placeholders: ${NAME_PLACEHOLDERS.map((name) => `{${name}}`).join(' ')}. Parts of a recording that was stopped and started again are numbered in any case.`,
		},
		{
			displayName: 'Tags',
			name: 'tags',
			type: 'string',
			default: '',
			placeholder: 'e.g. zoom, lecture',
			description: 'Public tags, separated by commas',
		},
		{
			displayName: 'Visible Until',
			name: 'visibleUntil',
			type: 'string',
			default: '',
			placeholder: 'e.g. 365 days',
			description:
				'A date such as 2027-03-31, or days after the recording; afterwards only owner and editors see the entry. Nothing is deleted.',
		},
	],
};

const languageOptions = CAPTION_LANGUAGES.map((language) => ({ name: language, value: language }));

export const captionsField: INodeProperties = {
	displayName: 'Captions',
	name: 'captions',
	type: 'collection',
	placeholder: 'Add Option',
	default: {},
	options: [
		{
			displayName: 'Accuracy',
			name: 'accuracy',
			type: 'number',
			typeOptions: { minValue: 0, maxValue: 100 },
			default: 85,
			description: 'In percent; players hide tracks of lower accuracy in the same language',
		},
		{
			displayName: 'Corrected in Zoom',
			name: 'corrected',
			type: 'options',
			options: [
				{ name: 'Keep Our Track', value: 'keep' },
				{
					name: 'Replace Our Track',
					value: 'replace',
					description: 'Only while nobody has changed it in Kaltura',
				},
			],
			default: 'replace',
			description: 'What happens when somebody corrects a transcript in Zoom after the import',
		},
		{
			displayName: 'Fallback Language',
			name: 'fallbackLanguage',
			type: 'options',
			options: languageOptions,
			default: 'English',
			description: 'Used when the language cannot be told from the text',
		},
		{
			displayName: 'Label of Closed Captions',
			name: 'closedCaptionLabel',
			type: 'string',
			default: 'Zoom_CC',
			description: 'Name under which the player offers the captions that were typed or spoken live',
		},
		{
			displayName: 'Label of Transcripts',
			name: 'transcriptLabel',
			type: 'string',
			default: 'Zoom_TRANSCRIPT',
			description: 'Tracks are recognised by it, so change it only before the first import',
		},
		{
			displayName: 'Language',
			name: 'language',
			type: 'options',
			options: [{ name: 'Detect From the Text', value: 'detect' }, ...languageOptions].toSorted((a, b) =>
				a.name.localeCompare(b.name),
			),
			default: 'detect',
			description: 'Language of the captions; by default it is found out from what is said',
		},
	],
};

const options: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add Option',
	default: {},
	options: [
		{
			displayName: 'Create Missing Categories',
			name: 'createMissingCategories',
			type: 'boolean',
			default: false,
			description: 'Whether to create categories that do not exist, level by level',
		},
		{
			displayName: 'Deleted Entries',
			name: 'deletedEntries',
			type: 'options',
			options: [
				{ name: 'Import Again', value: 'importAgain' },
				{ name: 'Report', value: 'report', description: 'People deleted them on purpose, so they stay deleted' },
			],
			default: 'report',
			description:
				'What to do about entries that were deleted in Kaltura: those in its recycle bin, and those of Earlier Entries that are gone',
		},
		{
			displayName: 'Download Token Lifetime (Hours)',
			name: 'downloadTokenHours',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 168 },
			default: 24,
			description: 'How long Kaltura may take to fetch the files; 168 for a large backfill',
		},
		{
			displayName: 'Earlier Entries',
			name: 'earlierEntries',
			type: 'string',
			default: '',
			placeholder: 'e.g. {{ $json.ledger.entryIds }}',
			description:
				'IDs of the entries that an earlier run reported for this recording, to notice when they were deleted',
		},
		{
			displayName: 'Failed Entries',
			name: 'failedEntries',
			type: 'options',
			options: [
				{
					name: 'Import Again',
					value: 'importAgain',
					description: 'The file is fetched again after a pause, at most as often as Most Tries says',
				},
				{ name: 'Report', value: 'report' },
			],
			default: 'importAgain',
			description: 'What to do about entries that Kaltura could not import or convert',
		},
		{
			displayName: 'Files at Once',
			name: 'filesAtOnce',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 8 },
			default: 2,
			description: 'How many files may travel through n8n at the same time; they share Transfer Memory',
		},
		{
			displayName: 'Follow Tracking Fields',
			name: 'followTrackingFields',
			type: 'boolean',
			default: true,
			description:
				'Whether to publish to the categories that the meeting names in its tracking fields KalturaCategory and KalturaCategoryPath',
		},
		{
			displayName: 'Hash',
			name: 'hash',
			type: 'options',
			options: [
				{ name: 'MD5', value: 'md5' },
				{ name: 'None', value: 'none' },
				{ name: 'SHA-256', value: 'sha256' },
			],
			default: 'none',
			description:
				'What to report of the bytes that travelled through n8n; Kaltura compares lengths only, and hashing takes about as much time as moving',
		},
		{
			displayName: 'Idle Time-Out (Seconds)',
			name: 'idleTimeout',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 600 },
			default: 60,
			description: 'How long a download may stand still before it is opened again where it stopped',
		},
		{
			displayName: 'Import What Is There After (Days)',
			name: 'waitDaysForFiles',
			type: 'number',
			typeOptions: { minValue: 0, maxValue: 365 },
			default: 3,
			description:
				'Days after the end of a recording from which a file that Zoom does not finish, or has lost, no longer holds the rest back',
		},
		{
			displayName: 'Index Wait (Seconds)',
			name: 'indexWait',
			type: 'number',
			typeOptions: { minValue: 0, maxValue: 60, numberPrecision: 1 },
			default: 3,
			description:
				"How long Kaltura's search may take to show a new entry, and a second more; two executions notice each other after this",
		},
		{
			displayName: 'Most Tries',
			name: 'failedTries',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 20 },
			default: 3,
			description: 'How often the file of an entry that failed in Kaltura is fetched again before a person has to look',
		},
		{
			displayName: 'Native Entries',
			name: 'nativeEntries',
			type: 'options',
			options: [
				{ name: 'Complete', value: 'complete', description: 'Add transcripts, chat and layouts that it left out' },
				{ name: 'Leave as They Are', value: 'leave' },
			],
			default: 'leave',
			description: "What to do about recordings that Kaltura's own Zoom integration imported",
		},
		{
			displayName: 'Take Over After (Seconds)',
			name: 'takeOverAfter',
			type: 'number',
			typeOptions: { minValue: 0, maxValue: 3600 },
			default: 60,
			description:
				'How long to leave an empty entry or an unfinished upload to the execution that began it; afterwards that one counts as killed',
		},
		{
			displayName: 'Time Limit per File (Minutes)',
			name: 'timeLimit',
			type: 'number',
			typeOptions: { minValue: 0, maxValue: 10080 },
			default: 0,
			description:
				'How long a file may travel through n8n before it is left for the next run, which goes on where it stopped; 0 for no limit',
		},
		{
			displayName: 'Transfer Memory (MiB)',
			name: 'transferMemory',
			type: 'number',
			typeOptions: { minValue: 16, maxValue: 1024 },
			default: 64,
			description:
				'What all files that travel through this n8n process at once may hold together, in whatever executions; a file that finds it used up waits. More is faster where Kaltura answers late.',
		},
	],
};

const transcriptionField: INodeProperties = {
	displayName: 'Zoom Transcription',
	name: 'zoomTranscription',
	type: 'boolean',
	default: true,
	description:
		"Whether to add Zoom's transcript as captions. Kaltura's own captions are then held back, but only for entries that really get one.",
};

export const importFields: INodeProperties[] = [
	{
		displayName: 'Owner',
		name: 'owner',
		type: 'string',
		default: '={{ $json.owner?.userId }}',
		required: true,
		description: 'Kaltura user ID of the owner of new entries; Owner Resolver finds it',
	},
	categories('Category', 'category', 'meetings'),
	categories('Webinar Category', 'webinarCategory', 'webinars'),
	transcriptionField,
	{
		displayName: 'Transfer',
		name: 'transfer',
		type: 'options',
		options: [
			{
				name: 'Automatic',
				value: 'automatic',
				description: 'Kaltura pulls, unless it cannot reach the file or failed to fetch it before',
			},
			{
				name: 'Kaltura Pulls',
				value: 'kalturaPulls',
				description: 'Kaltura downloads from Zoom; no byte passes through n8n',
			},
			{
				// eslint-disable-next-line n8n-nodes-base/node-param-display-name-miscased -- n8n writes itself in lower case
				name: 'Through n8n',
				value: 'throughN8n',
				description: 'In chunks with little memory, for a Kaltura that may not or cannot reach Zoom',
			},
		],
		default: 'automatic',
		description: 'Who moves the video and audio files',
	},
	captionsField,
	entry,
	filesField,
	options,
];
