import { readRecordingItem } from '../../../lib/n8n/recording-item';
import { tryRules } from '../../../lib/pipeline/owner/try-rules';
import { RememberedUsers, ZoomFacts } from '../../../lib/pipeline/owner/zoom-facts';
import { Failure, InputError, ItemError } from '../../../lib/policy/failures';
import type { Recording } from '../../../lib/policy/recording';
import { describeRouted, triedLine } from '../../../lib/policy/routing/describe';
import { isMeant } from '../../../lib/policy/routing/try';

import type { OwnerOperation } from '../clients';
import { readRoutingRules, rulesApplyField, rulesField } from '../rules-fields';

export const tryRulesOperation: OwnerOperation = {
	value: 'tryRules',
	reads: true,
	name: 'Try Rules',
	action: 'Try routing rules on recordings',
	description: 'Say what the routing rules would do with recordings; asks Zoom about their hosts and writes nothing',
	fields: [
		{ ...rulesField, required: true },
		rulesApplyField,
		{
			displayName: 'Which',
			name: 'which',
			type: 'string',
			default: '',
			placeholder: 'e.g. Physics',
			description: 'A meeting UUID, a meeting number, or a part of the topic; empty for all',
		},
		{
			displayName: 'Limit',
			name: 'limit',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 50,
			description: 'Max number of results to return',
		},
		{
			displayName: 'As One Text',
			name: 'asText',
			type: 'boolean',
			default: false,
			description: 'Whether to give one item with a text for people instead of one item per recording',
		},
	],

	async runAll(calls) {
		const [first] = calls;
		if (!first) return [];
		const { parameter, zoom, zoomAccount } = first;
		const { table, apply } = readRoutingRules(parameter) ?? { table: { rules: [] }, apply: 'first' };
		if ('unreadable' in table) {
			throw new InputError(
				'Routing Rules',
				`could not be read (${table.unreadable})`,
				'Open the data table zoom_kaltura_rules in n8n.',
			);
		}
		const which = parameter.text('which');
		const recordings = calls.map(({ item }) => (Object.keys(item.json).length === 0 ? null : readRecordingItem(item)));
		const chosen = recordings
			.filter((one): one is Recording => one !== null && isMeant(one, which))
			.toSorted((a, b) => b.startedAt.localeCompare(a.startedAt))
			.slice(0, parameter.number('limit'));
		const tried = await tryRules(chosen, table.rules, apply, new ZoomFacts(zoom, zoomAccount, new RememberedUsers(0)));
		if (parameter.boolean('asText', false)) {
			const lines = chosen.map((recording, index) => triedLine(recording, tried[index]!));
			const text = lines.join(' · ') || 'There is no such recording among those that were read.';
			return calls.map((_, index) => (index === 0 ? { tried: chosen.length, text } : []));
		}
		const answers = new Map(chosen.map((recording, index) => [recording, tried[index]!]));
		return recordings.map((recording, index) => {
			// Whoever waits for the answer hears that there is none, too.
			if (chosen.length === 0 && index === 0) return { tried: 0 };
			const routed = recording === null ? undefined : answers.get(recording);
			if (recording === null || routed === undefined) return [];
			if (routed instanceof Failure) {
				if (routed.error instanceof ItemError) routed.error.raise();
				return routed;
			}
			const { meetingUuid, meetingId, topic, host, startedAt } = recording;
			const { routing, stop } = routed;
			const says = describeRouted(routed);
			return { meetingUuid, meetingId, topic, host, startedAt, says, routing, ...(stop ? { outcome: stop } : {}) };
		});
	},
};
