import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { openZoom } from '../../lib/n8n/zoom';
import type { Recording } from '../../lib/policy/recording';
import { OwnerResolver } from '../../nodes/OwnerResolver/OwnerResolver.node';
import { N8nContext, type RunOptions } from '../n8n-context';
import { type Sandbox, startSandbox } from '../sandbox';

/** What a run of Owner Resolver gave, by output. */
export interface Resolved {
	ingest: IDataObject[];
	skip: IDataObject[];
	attention: IDataObject[];
	items: INodeExecutionData[][];
}

/** The people and groups of the demo, without recordings, and Owner Resolver in a real n8n-core context. */
export class OwnerWorld {
	private constructor(
		readonly sandbox: Sandbox,
		readonly n8n: N8nContext,
	) {}

	static async start(): Promise<OwnerWorld> {
		const sandbox = await startSandbox({ data: 'people' });
		return new OwnerWorld(sandbox, new N8nContext({ ...sandbox.credentials }));
	}

	get zoom() {
		return this.sandbox.control.zoom;
	}

	get kaltura() {
		return this.sandbox.control.kaltura;
	}

	async reset(): Promise<void> {
		await Promise.all([this.zoom.reset('people'), this.kaltura.reset('people')]);
	}

	/** A recorded meeting as Zoom Recordings reads it; afterwards no request is counted. */
	async recording(meeting: Record<string, unknown> = {}): Promise<Recording> {
		const { uuid } = await this.zoom.addMeeting({
			host: 'bo.andersson@example.edu',
			files: [{ recordingType: 'shared_screen_with_speaker_view' }],
			...meeting,
		});
		const { zoom } = await openZoom(this.n8n.executeContext(new OwnerResolver()));
		const recording = await zoom.recordings.get(uuid);
		await this.forget();
		return recording;
	}

	async forget(): Promise<void> {
		await Promise.all([this.zoom.clearRequests(), this.kaltura.clearRequests()]);
	}

	/** Runs the node with the default user zoom.default unless the parameters say otherwise. */
	async resolve(
		items: object[],
		parameters: INodeParameters = {},
		options: Pick<RunOptions, 'before' | 'continueOnFail'> = {},
	): Promise<Resolved> {
		const outputs = await this.n8n.runNode(new OwnerResolver(), {
			parameters: { operation: 'resolve', defaultUser: userLocator('zoom.default'), ...parameters },
			items: items as IDataObject[],
			...options,
		});
		const [ingest, skip, attention] = outputs.map((output) => output.map(({ json }) => json));
		return { ingest: ingest!, skip: skip!, attention: attention!, items: outputs };
	}

	/** Calls by endpoint since the last `forget`; token requests are not counted. */
	async calls(): Promise<{ zoom: Record<string, number>; kaltura: number; kalturaWrites: number }> {
		const [zoom, kaltura] = await Promise.all([this.zoom.requests(), this.kaltura.counts()]);
		const byEndpoint: Record<string, number> = {};
		for (const { endpoint, path } of zoom) {
			if (path.includes('/oauth/token')) continue;
			byEndpoint[endpoint] = (byEndpoint[endpoint] ?? 0) + 1;
		}
		return { zoom: byEndpoint, kaltura: kaltura.total, kalturaWrites: kaltura.writes };
	}

	/** Adds Kaltura users; existing ones are changed. */
	async kalturaUsers(...users: object[]): Promise<void> {
		await this.kaltura.call('POST', '/users', { users });
	}

	/** One call to Kaltura's own API, as an administrator. */
	async kalturaCall<T = Record<string, unknown>>(service: string, action: string, body: object = {}): Promise<T> {
		const { serviceUrl, partnerId, adminSecret: secret } = this.sandbox.credentials.kalturaApi;
		const post = async (path: string, parameters: object) => {
			const response = await fetch(`${serviceUrl}/api_v3/service/${path}`, {
				method: 'POST',
				headers: { 'content-type': 'application/json', accept: 'application/json' },
				body: JSON.stringify({ format: 1, ...parameters }),
			});
			return (await response.json()) as { objectType?: string; message?: string };
		};
		const ks = await post('session/action/start', { secret, type: 2, partnerId, privileges: 'disableentitlement' });
		const answer = await post(`${service}/action/${action}`, { ks, ...body });
		if (answer?.objectType === 'KalturaAPIException') throw new Error(`${service}.${action}: ${answer.message}`);
		return answer as T;
	}

	/** Puts a user into Kaltura groups, which are created when missing. */
	async join(userId: string, ...groupIds: string[]): Promise<void> {
		for (const groupId of groupIds) {
			await this.kalturaCall('group_group', 'add', { group: { id: groupId, screenName: groupId } }).catch(
				(error: Error) => {
					if (!/already exists/.test(error.message)) throw error;
				},
			);
			await this.kalturaCall('groupUser', 'add', { groupUser: { userId, groupId } });
		}
	}

	async kalturaUser(userId: string): Promise<Record<string, unknown> | null> {
		return await this.kalturaCall('user', 'get', { userId }).catch((error: Error) => {
			if (/Invalid user id/i.test(error.message)) return null;
			throw error;
		});
	}
}

export function userLocator(value: string) {
	return { __rl: true, mode: 'id', value };
}

/** The rows of a list of resource locators, as the form saves them. */
export function rows(...values: string[]) {
	return { rows: values.map((value) => ({ id: { __rl: true, mode: 'id', value } })) };
}
