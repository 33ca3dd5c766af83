import type { INodeProperties } from 'n8n-workflow';

import { EVENT_OPTIONS } from './events';

/**
 * Zoom sends an event that was not taken again after 5, 25 and 85 minutes; whether it signs it anew is not documented.
 * @see https://developers.zoom.us/docs/api/webhooks/#notification-delivery
 */
export const LONGEST_RETRY_SECONDS = 6000;

export const zoomTriggerFields: INodeProperties[] = [
	{
		displayName:
			'Zoom sends only the events that are also ticked in the event subscription of your Zoom app. Paste the webhook URL above into its field "Event notification endpoint URL" and press Validate.',
		name: 'notice',
		type: 'notice',
		default: '',
	},
	{
		displayName: 'Events',
		name: 'events',
		type: 'multiOptions',
		options: EVENT_OPTIONS,
		required: true,
		default: ['recording.completed', 'recording.transcript_completed'],
		description: 'Events that start the workflow; all others are answered and ignored',
	},
	{
		displayName: 'Output',
		name: 'output',
		type: 'options',
		options: [
			{
				name: 'Event',
				value: 'event',
				description: "Zoom's event as it came, without tokens, passcodes and addresses",
			},
			{
				name: 'Recording',
				value: 'recording',
				description:
					'One item per recording, as the other nodes of this package take it; other events come as they are',
			},
		],
		default: 'recording',
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			{
				displayName: 'At Most in One Execution',
				name: 'gatherMost',
				type: 'number',
				typeOptions: { minValue: 1, maxValue: 1000 },
				default: 100,
				description: 'How many gathered recordings start an execution before the time is over',
			},
			{
				displayName: 'Gather for (Seconds)',
				name: 'gatherSeconds',
				type: 'number',
				typeOptions: { minValue: 0, maxValue: 60 },
				default: 5,
				description:
					'The first event about a recording that is ready starts at once; those that follow within this time start one execution together, one item per recording. 0 starts an execution for every event. Other events are never gathered.',
			},
			{
				displayName: 'Further Events',
				name: 'furtherEvents',
				type: 'string',
				default: '',
				placeholder: 'e.g. phone.recording_completed, meeting.chat_message_sent',
				description: 'Names of events that are not in the list above, separated by commas',
			},
			{
				displayName: 'Signature Window (Seconds)',
				name: 'windowSeconds',
				type: 'number',
				typeOptions: { minValue: 60 },
				default: LONGEST_RETRY_SECONDS,
				description:
					'How old the time in the signature of an event may be. Zoom repeats an event about a recording for 90 minutes when n8n does not answer, and handling it twice does no harm, so the window is longer than that.',
			},
		],
	},
];
