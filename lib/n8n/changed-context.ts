/**
 * n8n's own context of a node's run with one thing changed. It stays n8n's object in all else, so that its helpers (credential
 * encryption, proxy, token cache) work as in any node. The two changes below are all there are.
 */
function changedContext<Context extends object>(context: Context, changed: Record<string, () => unknown>): Context {
	const properties = Object.entries(changed).map(([name, value]) => [name, { value }]);
	return Object.create(context, Object.fromEntries(properties)) as Context;
}

/**
 * For requests that must be sent although the execution was stopped: what was begun is brought to a safe end (somebody who was
 * enabled for a moment is disabled, an upload token is removed).
 *
 * n8n attaches the cancel signal of the execution to every authenticated request, whatever the node passes along, so after
 * Stop or a time-out each is refused before it leaves. n8n takes the signal from the context that the request is made with;
 * this one has none. n8n goes on running a node that was stopped until its promise settles, so such requests do get their
 * answers. Against a killed process nothing helps but what was noted before (lib/n8n/pledges.ts).
 *
 * Used by the transports of lib/n8n/zoom.ts and lib/n8n/kaltura.ts for calls that are marked `tidiesUp`, and by nothing else.
 * @see test/e2e/stopped-executions.test.ts, which proves it in the real n8n
 */
export function untied<Context extends object>(context: Context): Context {
	return changedContext(context, { getExecutionCancelSignal: () => undefined });
}

/**
 * With a credential that has been read already: n8n reads it from its database and decrypts it for every request, which for
 * thousands of recordings cost more than reading their answers. A token that n8n renews is put into these fields too.
 */
export function withCredential<Context extends object>(context: Context, fields: object): Context {
	return changedContext(context, { getCredentials: async () => fields });
}
