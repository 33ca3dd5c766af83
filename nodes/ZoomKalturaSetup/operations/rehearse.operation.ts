import type { INodeProperties } from 'n8n-workflow';

import type { Operation, OperationCall } from '../../../lib/n8n/operation';
import { openRehearsal } from '../../../lib/n8n/setup/rehearsal-clients';
import type { RehearsalState, RehearsalWishes } from '../../../lib/pipeline/rehearsal/rehearsal';
import { beginning, isOver, rehearsePart, UnderWayError } from '../../../lib/pipeline/rehearsal/rehearse';
import { InputError } from '../../../lib/policy/failures';

import type { SetupClients } from '../fields';

const fields: INodeProperties[] = [
	{
		displayName: 'State',
		name: 'state',
		type: 'json',
		default: '',
		description: 'What the part before gave as state; empty begins a rehearsal',
	},
	{
		displayName: 'Alone',
		name: 'alone',
		type: 'boolean',
		default: true,
		description:
			'Whether no other rehearsal is under way; otherwise nothing is done, because two would remove what the other made',
	},
	{
		displayName: 'Test User',
		name: 'user',
		type: 'string',
		default: '',
		placeholder: 'test.user@example.edu',
		description: 'Address of a Zoom user of yours, whose smallest finished recording is taken',
	},
	{
		displayName: 'Meeting UUID',
		name: 'meetingUuid',
		type: 'string',
		default: '',
		description: 'A certain recording; empty takes the smallest one of the test user',
	},
	{
		displayName: 'Texts',
		name: 'texts',
		type: 'boolean',
		default: true,
		description: 'Whether transcript, chat and chapters are looked at in a second recording of the test user',
	},
	{
		displayName: 'Category',
		name: 'category',
		type: 'string',
		default: '',
		description:
			'Full path of a category of Kaltura that the entry is put into, and taken out of; empty leaves this out',
	},
	{
		displayName: 'Zoom User to Plan For',
		name: 'person',
		type: 'string',
		default: '',
		description: 'Address of a Zoom user who is looked up and planned for; empty leaves this out',
	},
	{
		displayName: 'Write to This User',
		name: 'write',
		type: 'boolean',
		default: false,
		description: 'Whether the department that this user has is written to Zoom once more, to see whether it may be',
	},
	{
		displayName: 'Days',
		name: 'days',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 30,
		description: 'How many days back recordings are listed',
	},
	{
		displayName: 'Largest File (MB)',
		name: 'mostMegabytes',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 200,
		description: 'Larger files are not taken for a rehearsal, unless the recording is named',
	},
	{
		displayName: 'Longest Wait (Seconds)',
		name: 'waitSeconds',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 900,
		description: 'How long it is waited for Kaltura to fetch the file, and for each entry to become ready',
	},
];

/** One part per run of the node, so that a workflow can show in between how far it is. */
export const rehearse: Operation<SetupClients> = {
	value: 'rehearse',
	name: 'Rehearse',
	action: 'Rehearse the whole chain',
	description:
		'Try every assumption about Zoom and Kaltura with these credentials, on one recording and one private entry that is removed again',
	fields,

	async run(call) {
		// Nothing: the claim could not be asked for, and no table that cannot be written stops a rehearsal.
		if (call.parameter.raw('alone', true) === false) throw new UnderWayError();
		const wishes = readWishes(call);
		const before = readState(call);
		const opened = await openRehearsal(call.context);
		const after = await rehearsePart(opened.clients, wishes, before).finally(() => opened.close());
		return {
			account: opened.account,
			run: after.run,
			at: new Date().toISOString(),
			done: isOver(after),
			rows: JSON.stringify(after.rows),
			state: JSON.stringify(after),
		};
	},
};

function readWishes({ parameter }: OperationCall<SetupClients>): RehearsalWishes {
	const wishes = {
		user: parameter.text('user'),
		meetingUuid: parameter.text('meetingUuid'),
		texts: parameter.boolean('texts'),
		category: parameter.text('category'),
		person: parameter.text('person'),
		write: parameter.boolean('write'),
		days: parameter.number('days'),
		mostMegabytes: parameter.number('mostMegabytes'),
		waitSeconds: parameter.number('waitSeconds'),
	};
	if (wishes.user === '' && wishes.meetingUuid === '') {
		throw new InputError(
			'user',
			'is empty, and no meeting UUID is named',
			'Name a Zoom user of your own: nobody else’s recording is taken for a rehearsal.',
		);
	}
	return wishes;
}

function readState({ parameter }: OperationCall<SetupClients>): RehearsalState {
	const given = parameter.object('state');
	return 'run' in given ? (given as unknown as RehearsalState) : beginning();
}
