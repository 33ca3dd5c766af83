import { PEOPLE_ROLES } from '../../../lib/policy/owner/people';
import type { PeopleRole } from '../../../lib/policy/owner/people';
import { InputError } from '../../../lib/policy/failures';
import type { RecordingsOperation } from '../fields';
import { meetingUuidField, readMeetingUuid } from '../fields';

export const getPeople: RecordingsOperation = {
	value: 'getPeople',
	reads: true,
	name: 'Get People',
	action: 'Get the people of a recording',
	description: 'Read who took part in this meeting instance, and in which role',
	fields: [
		meetingUuidField,
		{
			displayName: 'Meeting ID',
			name: 'meetingId',
			type: 'string',
			default: '={{ $json.meetingId }}',
			description:
				'Number of the meeting or webinar; alternative hosts and panelists are kept under it for all instances',
		},
		{
			displayName: 'Kind',
			name: 'kind',
			type: 'options',
			options: [
				{ name: 'As the Incoming Recording', value: 'incoming' },
				{ name: 'Meeting', value: 'meeting' },
				{ name: 'Webinar', value: 'webinar' },
			],
			default: 'incoming',
			description: 'Zoom is asked in another way for webinars',
		},
		{
			displayName: 'Roles',
			name: 'roles',
			type: 'multiOptions',
			options: [
				{ name: 'Alternative Hosts', value: 'alternativeHost', description: 'From the settings of the meeting' },
				{
					name: 'Attendees',
					value: 'attendee',
					description: 'Everybody who was in the webinar',
				},
				{
					name: 'Co-Hosts',
					value: 'coHost',
					description: "From Zoom's dashboard, which needs a Business plan",
				},
				{ name: 'Panelists', value: 'panelist', description: 'Of the webinar' },
				{ name: 'Participants', value: 'participant', description: 'Everybody who was in the meeting' },
			],
			default: ['alternativeHost', 'coHost', 'panelist'],
			description: 'Each role costs one call or more; roles that the meeting cannot have are not asked for',
		},
	],

	async run(call) {
		const { parameter, zoom, item } = call;
		const meetingUuid = readMeetingUuid(call);
		const meetingId = parameter.text('meetingId');
		const chosen = parameter.oneOf('kind', ['incoming', 'meeting', 'webinar'], 'incoming');
		const kind = chosen === 'incoming' ? (item.json.kind === 'webinar' ? 'webinar' : 'meeting') : chosen;
		const roles = parameter.list('roles').map((role) => {
			const known = PEOPLE_ROLES.find((one) => one === role);
			return known ?? new InputError('Roles', `holds "${role}"`, `Valid values: ${PEOPLE_ROLES.join(', ')}.`).raise();
		});
		if (meetingId === '' && roles.some((role) => NEED_NUMBER.has(role))) {
			throw new InputError('Meeting ID', 'is empty', 'Alternative hosts and panelists can only be read by the number.');
		}
		const { people, gaps } = await zoom.people.ofInstance({ meetingUuid, meetingId, kind }, roles);
		const incoming = item.json.meetingUuid === meetingUuid ? item.json : { meetingUuid, meetingId, kind };
		return { ...incoming, people, peopleGaps: gaps };
	},
};

const NEED_NUMBER: ReadonlySet<PeopleRole> = new Set(['alternativeHost', 'panelist']);
