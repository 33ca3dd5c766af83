import type { INodeParameters } from 'n8n-workflow';

import type { KalturaClient } from '../../lib/kaltura/client';
import type { NewMembership } from '../../lib/kaltura/memberships';
import { openKaltura } from '../../lib/n8n/kaltura';
import { GroupSync } from '../../nodes/GroupSync/GroupSync.node';
import { N8nContext } from '../n8n-context';
import { type Sandbox, startSandbox } from '../sandbox';

export interface Item {
	[name: string]: any;
}
export interface Outcome {
	changed: Item[];
	unchanged: Item[];
	failed: Item[];
}
export interface Privilege {
	privilege: string;
	valueMappingType?: 'useValue' | 'mapValue';
	valueMapping?: { line: Array<{ value: string; group: string }> };
	read?: 'value' | 'firstCn' | 'pattern';
	pattern?: string;
	separators?: string;
}
export const ROLES: Privilege = { privilege: 'roles' };

/** A Kaltura with people and groups, and Group Sync in front of it. */
export class GroupWorld {
	private constructor(
		readonly sandbox: Sandbox,
		readonly n8n: N8nContext,
		readonly kaltura: KalturaClient,
	) {}

	static async start(): Promise<GroupWorld> {
		const sandbox = await startSandbox({ data: 'demo', indexLagMs: 0 });
		const n8n = new N8nContext({ ...sandbox.credentials });
		const context = n8n.executeContext(new GroupSync(), { parameters: { target: 'kaltura' } });
		return new GroupWorld(sandbox, n8n, (await openKaltura(context)).kaltura);
	}

	get control() {
		return this.sandbox.control.kaltura;
	}

	async sync(items: object[], parameters: INodeParameters = {}, privileges = [ROLES]): Promise<Outcome> {
		const outputs = await this.n8n.runNode(new GroupSync(), {
			parameters: {
				operation: 'sync',
				target: 'kaltura',
				privileges: { privilege: privileges } as never,
				removeFromGroups: true,
				createNewGroups: true,
				dryRun: false,
				...parameters,
			},
			items: items as never,
		});
		const [changed = [], unchanged = [], failed = []] = outputs.map((output) => output.map(({ json }) => json as Item));
		return { changed, unchanged, failed };
	}

	/** @param memberships user → groups; automatic unless said otherwise */
	async given(
		memberships: Record<string, string[]>,
		more: Partial<NewMembership> = { creationMode: 2 },
	): Promise<void> {
		const groupIds = [...new Set(Object.values(memberships).flat())];
		const existing = await this.kaltura.groups.byIds(groupIds);
		for (const id of groupIds) if (!existing.get(id)) await this.kaltura.groups.create({ id, screenName: id });
		const rows = Object.entries(memberships).flatMap(([userId, groups]) =>
			groups.map((groupId) => ({ userId, groupId, ...more })),
		);
		for (const answer of await this.kaltura.memberships.add(rows)) if (answer instanceof Error) throw answer;
		await this.control.clearRequests();
	}

	async groupsOf(userId: string): Promise<string[]> {
		const { users } = await this.control.state();
		const user = (users as Item[]).find(({ id }) => id === userId);
		return (user?.groups as Item[]).map(({ groupId }) => String(groupId)).toSorted();
	}

	/** Calls that changed something, by name. */
	async writes(): Promise<string[]> {
		const calls = (await this.control.requests()).flatMap((request) => request.calls ?? [request]);
		const names = calls.map(({ endpoint }) => String(endpoint));
		return names.filter((name) => /^(groupUser|group_group|user)\.(?!get|list)/.test(name));
	}
}
