import { Failure } from '../failures';
import type { Recording } from '../recording';

import type { Routed, Routing } from './route';

/** What the rules do with a recording, as sentences for a person. */
export function describeRouted({ routing, stop }: Routed): string {
	if (stop) return stop.message;
	if (routing.rules.length === 0) return 'No rule is for it: the settings of the nodes decide.';
	const said = thingsOf(routing);
	const rules = routing.rules.map((rule) => `"${rule}"`).join(', ');
	const who = routing.rules.length === 1 ? `The rule ${rules}` : `The rules ${rules}`;
	return said.length === 0
		? `${who} ${routing.rules.length === 1 ? 'says' : 'say'} nothing else: the settings of the nodes decide.`
		: `${who}: ${said.join('; ')}.`;
}

/** One recording and what the rules do with it, or why nobody can say. */
export function triedLine(
	{ topic, host, startedAt }: Pick<Recording, 'topic' | 'host' | 'startedAt'>,
	tried: Routed | Failure,
): string {
	const says = tried instanceof Failure ? String((tried.error as Error).message) : describeRouted(tried);
	return `${topic} (${host.email ?? host.id}, ${startedAt.slice(0, 16).replace('T', ' ')} UTC): ${says}`;
}

function thingsOf(routing: Routing): string[] {
	const list = (what: string, values: readonly string[] | undefined) =>
		values ? [`${what} ${values.join(', ')}`] : [];
	return [
		...(routing.private ? ['private, for its owner alone'] : []),
		...list('categories', routing.categories),
		...(routing.owner === undefined ? [] : [`owner ${routing.owner}`]),
		...list('co-editors', routing.coEditors),
		...list('co-publishers', routing.coPublishers),
		...(routing.name === undefined ? [] : [`name ${routing.name}`]),
		...list('tags', routing.tags),
		...(routing.conversionProfileId === undefined ? [] : [`conversion profile ${routing.conversionProfileId}`]),
		...(routing.keepInZoom === undefined ? [] : ['stays in Zoom']),
		...(routing.visibleUntil === undefined ? [] : [`visible until ${routing.visibleUntil.slice(0, 10)}`]),
	];
}
