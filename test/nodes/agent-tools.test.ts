/**
 * n8n makes a tool for AI agents of every node. What only reads may be used by any agent; what changes things asks for a box that
 * the builder of the agent ticks, and that no model can fill in.
 */
import type { INodeProperties, INodeType } from 'n8n-workflow';

import { GroupSync } from '../../nodes/GroupSync/GroupSync.node';
import { KalturaMedia } from '../../nodes/KalturaMedia/KalturaMedia.node';
import { KalturaUsers } from '../../nodes/KalturaUsers/KalturaUsers.node';
import { OwnerResolver } from '../../nodes/OwnerResolver/OwnerResolver.node';
import { ZoomKalturaSetup } from '../../nodes/ZoomKalturaSetup/ZoomKalturaSetup.node';
import { ZoomRecordings } from '../../nodes/ZoomRecordings/ZoomRecordings.node';
import { ZoomUsersGroups } from '../../nodes/ZoomUsersGroups/ZoomUsersGroups.node';
import { N8nContext } from '../n8n-context';
import { type Sandbox, startSandbox } from '../sandbox';

let sandbox: Sandbox;
let n8n: N8nContext;
beforeAll(async () => {
	sandbox = await startSandbox({ data: 'people', indexLagMs: 0 });
	n8n = new N8nContext({ ...sandbox.credentials });
}, 60_000);
afterAll(() => sandbox?.stop());

/** The node as n8n offers it to an agent. */
function asTool(node: INodeType): INodeType {
	node.description = { ...node.description, name: `${node.description.name}Tool` };
	return node;
}
const recordings = (parameters: Record<string, any>) => n8n.runNode(asTool(new ZoomRecordings()), { parameters });
const FILES = [{ recordingType: 'shared_screen_with_speaker_view' }];
const writes = async () =>
	(await sandbox.control.zoom.counts()).writes + (await sandbox.control.kaltura.counts()).writes;

test('an agent lists recordings', async () => {
	await sandbox.control.zoom.addMeeting({ topic: 'Botany', minutesAgo: 60, files: FILES });
	const [found] = await recordings({ operation: 'getAll', returnAll: true });
	expect(found!.map(({ json }) => json.topic)).toContain('Botany');
});

test.each<[string, () => INodeType, Record<string, any>]>([
	['trash a recording', () => new ZoomRecordings(), { operation: 'trash', meetingUuid: 'x==' }],
	['delete an entry', () => new KalturaMedia(), { resource: 'entry', operation: 'delete', entryId: '0_a' }],
	['make a user', () => new KalturaUsers(), { resource: 'user', operation: 'create', userId: 'x' }],
	['deactivate somebody', () => new ZoomUsersGroups(), { resource: 'user', operation: 'deactivate' }],
	['change groups', () => new GroupSync(), { operation: 'sync', target: 'kaltura', userId: 'x' }],
	['rehearse', () => new ZoomKalturaSetup(), { operation: 'rehearse' }],
])('an agent cannot %s, and is told why', async (_, node, parameters) => {
	const before = await writes();
	await expect(n8n.runNode(asTool(node()), { parameters })).rejects.toThrow(/No agent may use .* changes things/);
	expect(await writes()).toBe(before);
});

test('what a model writes into the box counts for nothing', async () => {
	const parameters = { operation: 'trash', meetingUuid: 'x==', agentsMayWrite: '={{ true }}' };
	await expect(recordings(parameters)).rejects.toThrow(/No agent may use/);
});

test('who builds the agent can allow it', async () => {
	const { uuid } = await sandbox.control.zoom.addMeeting({ topic: 'To the trash', minutesAgo: 60, files: FILES });
	const [gone] = await recordings({ operation: 'trash', meetingUuid: uuid, agentsMayWrite: true });
	expect(gone).toHaveLength(1);
});

const NODES = [GroupSync, KalturaMedia, KalturaUsers, OwnerResolver, ZoomKalturaSetup, ZoomRecordings, ZoomUsersGroups];
const LOOKS =
	/^(get|list|find|read|plan|choose|count|check|measure|describe|sumUp|estimate|verify|compare|try|render|page)/;

test.each(NODES.map((Node) => [Node.name, new Node().description.properties] as const))(
	'%s: whatever is named after a change asks for the box, and the box takes no expression',
	(_, properties) => {
		const boxes = properties.filter(({ name }) => name === 'agentsMayWrite');
		expect(boxes.every(({ default: unticked, noDataExpression }) => unticked === false && noDataExpression)).toBe(true);
		const places = ({ displayOptions }: INodeProperties) => JSON.stringify(displayOptions?.show?.resource ?? null);
		for (const selector of properties.filter(({ name }) => name === 'operation')) {
			const box = boxes.find((one) => places(one) === places(selector));
			const operations = (selector.options as Array<{ value: string }>).map(({ value }) => value);
			const free = operations.filter((value) => !(box?.displayOptions?.show?.operation as string[])?.includes(value));
			expect(
				free.filter((value) =>
					/^(add(?!Known|Vanished)|create|delete|remove|update|set|trash|import|install|ensure|sync|log|move|rename|assign|push|unassign|change|activate|deactivate|apply|clean|recover|reassign|resolve|invite|upload|rehearse$|lookAfter)/.test(
						value,
					),
				),
			).toEqual([]);
			expect(operations.filter((value) => LOOKS.test(value) && !free.includes(value))).toEqual(
				operations.filter((value) => value === 'findUnplayed'),
			);
		}
	},
);
