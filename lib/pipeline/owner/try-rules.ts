import { Failure } from '../../policy/failures';
import type { Recording } from '../../policy/recording';
import { routeRecording, type Routed, type RulesApply } from '../../policy/routing/route';
import type { Rule } from '../../policy/routing/rule';

import { factsOf } from './routing';
import type { ZoomFacts } from './zoom-facts';

/** What the rules would do with recordings. Reads Zoom, asks Kaltura nothing, writes nothing. */
export async function tryRules(
	recordings: readonly Recording[],
	rules: readonly Rule[],
	apply: RulesApply,
	zoom: ZoomFacts,
): Promise<Array<Routed | Failure>> {
	const route = async (recording: Recording): Promise<Routed> => {
		const host = await zoom.host(recording.host, 0);
		return routeRecording(rules, await factsOf(recording, host, rules, apply, zoom), apply);
	};
	return await Promise.all(recordings.map((one) => route(one).catch((error: unknown) => new Failure(error))));
}
