import type { INodeTypeDescription } from 'n8n-workflow';

const { templateFaults } = jest.requireActual<{
	templateFaults(
		workflow: any,
		known: { own: Map<string, any>; core: Map<string, any> | null; templates: string[] },
	): string[];
}>('../../scripts/templates/check.cjs');

const description = (partial: Partial<INodeTypeDescription>) =>
	({ version: 1, group: [], inputs: ['main'], outputs: ['main'], properties: [], ...partial }) as INodeTypeDescription;

const own = new Map([
	[
		'n8n-nodes-zoom-kaltura.zoomRecordings',
		[
			description({
				name: 'zoomRecordings',
				properties: [
					{
						displayName: 'Operation',
						name: 'operation',
						type: 'options',
						default: 'get',
						options: [
							{ name: 'Get', value: 'get' },
							{ name: 'Get Many', value: 'getMany' },
						],
					},
					{
						displayName: 'Meeting UUID',
						name: 'meetingUuid',
						type: 'string',
						default: '',
						displayOptions: { show: { operation: ['get'] } },
					},
					{
						displayName: 'Return All',
						name: 'returnAll',
						type: 'boolean',
						default: false,
						displayOptions: { show: { operation: ['getMany'] } },
					},
					{
						displayName: 'Options',
						name: 'options',
						type: 'collection',
						default: {},
						options: [{ displayName: 'Lifetime', name: 'ttl', type: 'number', default: 60 }],
					},
				],
			}),
		],
	],
	[
		'n8n-nodes-zoom-kaltura.zoomTrigger',
		[
			description({
				name: 'zoomTrigger',
				group: ['trigger'],
				inputs: [],
				credentials: [{ name: 'zoomWebhookApi', required: true }],
				webhooks: [{ name: 'default', httpMethod: 'POST' as const, responseMode: 'onReceived', path: 'x' }],
			}),
		],
	],
	['n8n-nodes-zoom-kaltura.ownerResolver', [description({ name: 'ownerResolver', outputs: ['main', 'main', 'main'] })]],
]);
const core = new Map([
	[
		'n8n-nodes-base.chat',
		[
			description({
				name: 'chat',
				group: ['trigger'],
				inputs: [],
				webhooks: [{ name: 'default', httpMethod: 'POST' as const, responseMode: 'onReceived', path: 'x' }],
			}),
		],
	],
	['n8n-nodes-base.manualTrigger', [description({ name: 'manualTrigger', inputs: [] })]],
	[
		'n8n-nodes-base.set',
		[
			description({
				name: 'set',
				version: [3, 3.4],
				properties: [
					{ displayName: 'Fields', name: 'assignments', type: 'assignmentCollection', default: {} },
					{ displayName: 'Options', name: 'options', type: 'collection', default: {}, options: [] },
				],
			}),
		],
	],
	[
		'n8n-nodes-base.executeWorkflow',
		[
			description({
				name: 'executeWorkflow',
				properties: [{ displayName: 'Workflow', name: 'workflowId', type: 'workflowSelector', default: '' }],
			}),
		],
	],
]);

/** A template without a fault: trigger → Configuration → Get → Owner, and a call from its third output. */
const sound = (): any => ({
	name: 'Ingest a recording',
	settings: { executionOrder: 'v1', errorWorkflow: 'handle-failures' },
	nodes: [
		{ id: '1', name: 'Start', type: 'n8n-nodes-base.manualTrigger', typeVersion: 1, parameters: {} },
		{
			id: '2',
			name: 'Configuration',
			type: 'n8n-nodes-base.set',
			typeVersion: 3.4,
			parameters: {
				assignments: { assignments: [{ id: 'a', name: 'uuid', type: 'string', value: 'x==' }] },
				options: {},
			},
		},
		{
			id: '3',
			name: 'Get',
			type: 'n8n-nodes-zoom-kaltura.zoomRecordings',
			typeVersion: 1,
			parameters: { operation: 'get', meetingUuid: "={{ $('Configuration').first().json.uuid }}", options: { ttl: 5 } },
		},
		{ id: '4', name: 'Owner', type: 'n8n-nodes-zoom-kaltura.ownerResolver', typeVersion: 1, parameters: {} },
		{
			id: '5',
			name: 'Call',
			type: 'n8n-nodes-base.executeWorkflow',
			typeVersion: 1,
			parameters: { workflowId: { __rl: true, mode: 'list', value: 'handle-failures' } },
		},
	],
	connections: {
		Start: { main: [[{ node: 'Configuration', type: 'main', index: 0 }]] },
		Configuration: { main: [[{ node: 'Get', type: 'main', index: 0 }]] },
		Get: { main: [[{ node: 'Owner', type: 'main', index: 0 }]] },
		Owner: { main: [[], [], [{ node: 'Call', type: 'main', index: 0 }]] },
	},
});
const faultsOf = (workflow: unknown, withCore = true) =>
	templateFaults(workflow, { own, core: withCore ? core : null, templates: ['handle-failures'] });
const node = (workflow: any, name: string) => workflow.nodes.find((candidate: any) => candidate.name === name);

test('a template that fits the nodes has no fault', () => {
	expect(faultsOf(sound())).toEqual([]);
});

test('without an installed n8n its nodes are not called wrong, ours still are', () => {
	const workflow = sound();
	node(workflow, 'Get').parameters.meetingId = '1';
	expect(faultsOf(workflow, false)).toEqual(['Node "Get": there is no parameter "meetingId".']);
});

test.each<[string, (workflow: any) => void, string]>([
	[
		'a node type that we do not have',
		(w) => (node(w, 'Owner').type += 's'),
		'there is no node type n8n-nodes-zoom-kaltura.ownerResolvers',
	],
	[
		'a core node that n8n does not have',
		(w) => (node(w, 'Start').type += 's'),
		'there is no node type n8n-nodes-base.manualTriggers',
	],
	[
		'a version that the node does not have',
		(w) => (node(w, 'Configuration').typeVersion = 9),
		'has no version 9 (it has 3, 3.4)',
	],
	['a parameter that does not exist', (w) => (node(w, 'Get').parameters.uuid = 'x'), 'there is no parameter "uuid"'],
	[
		'a parameter of another operation',
		(w) => (node(w, 'Get').parameters.returnAll = true),
		'"returnAll" is not shown with these settings',
	],
	[
		'a nested parameter that does not exist',
		(w) => (node(w, 'Get').parameters.options.life = 1),
		'there is no parameter "options.life"',
	],
	[
		'a nested value of the wrong type',
		(w) => (node(w, 'Get').parameters.options.ttl = '5'),
		'"options.ttl" must be a number',
	],
	[
		'an option that does not exist',
		(w) => (node(w, 'Get').parameters.operation = 'list'),
		'"operation" has no option "list"',
	],
	[
		'an output that does not exist',
		(w) => w.connections.Get.main.push([{ node: 'Owner', type: 'main', index: 0 }]),
		'"Get" has 1 main output(s), but output 1 is connected',
	],
	['an input that does not exist', (w) => (w.connections.Get.main[0][0].index = 1), '"Owner" has 1 main input(s)'],
	[
		'a connection to nowhere',
		(w) => (w.connections.Get.main[0][0].node = 'Ownr'),
		'connected to "Ownr", but there is no such node',
	],
	['a connection from nowhere', (w) => (w.connections.Gone = w.connections.Get), 'a connection from "Gone"'],
	['a node that nothing leads to', (w) => delete w.connections.Get, 'Nothing leads to "Owner"'],
	['a credential of somebody’s n8n', (w) => (node(w, 'Get').credentials = { x: { id: '1' } }), 'it names a credential'],
	[
		'no Configuration',
		(w) => (node(w, 'Configuration').name = 'Settings'),
		'no Edit Fields node named "Configuration"',
	],
	[
		'a misspelt field of Configuration',
		(w) => (node(w, 'Get').parameters.meetingUuid = "={{ $('Configuration').first().json.uid }}"),
		'Configuration has no field "uid"',
	],
	[
		'a field of Configuration without effect',
		(w) => (node(w, 'Get').parameters.meetingUuid = 'x'),
		'no node uses the field "uuid"',
	],
	[
		'an expression about a node that was renamed',
		(w) => (node(w, 'Get').parameters.meetingUuid = "={{ $('Config').item.json.uuid }}"),
		'an expression names "Config"',
	],
	[
		'a call of a template that does not exist',
		(w) => (node(w, 'Call').parameters.workflowId.value = 'ingest'),
		'it names "ingest", but no template',
	],
	[
		'an error workflow that does not exist',
		(w) => (w.settings.errorWorkflow = 'handle'),
		'it names "handle", but no template',
	],
	[
		'an expression that holds a decision',
		(w) => (node(w, 'Get').parameters.meetingUuid = `={{ ${"$json.a === 'b' ? 'c' : ".repeat(15)}'d' }}`),
		'the expression of "meetingUuid" has',
	],
	["a door for n8n's MCP server", (w) => (w.settings.availableInMCP = true), "through n8n's MCP server"],
	['pinned data', (w) => (w.pinData = { Get: [{ json: {} }] }), 'pinned data'],
	['the identity of an n8n', (w) => (w.meta = { instanceId: 'abc' }), 'the id of the n8n that it was exported from'],
	['two nodes of one name', (w) => w.nodes.push({ ...node(w, 'Owner'), id: '9' }), 'two nodes have this name'],
])('finds %s', (_, spoil, sentence) => {
	const workflow = sound();
	spoil(workflow);
	expect(faultsOf(workflow)).toContainEqual(expect.stringContaining(sentence));
});

describe('a door that is open as shipped is refused', () => {
	const FORM = {
		id: '9',
		name: 'Form',
		type: 'n8n-nodes-base.formTrigger',
		typeVersion: 2.6,
		parameters: { authentication: 'n8nUserAuth', requireExecuteAccess: true },
	};
	const PAGE = { id: '10', name: 'Page', type: 'n8n-nodes-base.form', typeVersion: 2.5, parameters: {} };
	const WAIT = {
		id: '11',
		name: 'Ask',
		type: 'n8n-nodes-base.wait',
		typeVersion: 1.1,
		parameters: { resume: 'form', incomingAuthentication: 'basicAuth' },
	};
	const HOOK = {
		id: '12',
		name: 'Page',
		type: 'n8n-nodes-base.webhook',
		typeVersion: 2,
		parameters: { authentication: 'basicAuth' },
	};
	/** Sentences about doors in a template that has these nodes too. */
	const about = (nodes: object[], title = 'Ingest a recording') =>
		faultsOf({ ...sound(), name: title, nodes: [...sound().nodes, ...nodes] }).filter((fault) =>
			/answers everybody|shared password|pages ask nobody|must be checked|reached from outside/.test(fault),
		);

	test('a form of admins asks for the login and the permission to execute', () => {
		expect(about([FORM, PAGE])).toEqual([]);
	});

	test.each<[string, object[], RegExp]>([
		['a form that does not say who may open it', [{ ...FORM, parameters: {} }], /answers everybody.*n8n User Auth/],
		['an older form, which does not know the login', [{ ...FORM, typeVersion: 2.5 }], /answers everybody/],
		[
			'a login without the permission',
			[{ ...FORM, parameters: { authentication: 'n8nUserAuth', requireExecuteAccess: false } }],
			/answers everybody/,
		],
		[
			'an authentication that is decided while it runs',
			[{ ...FORM, parameters: { ...FORM.parameters, authentication: "={{ 'n8nUserAuth' }}" } }],
			/answers everybody/,
		],
		['a password that nobody gave a reason for', [{ ...FORM, parameters: { authentication: 'basicAuth' } }], /shared/],
		[
			'a page behind a form with a password',
			[{ ...FORM, parameters: { authentication: 'basicAuth' } }, PAGE],
			/nobody/,
		],
		['a page without a form', [PAGE], /pages ask nobody/],
		['a wait for a form that answers everybody', [{ ...WAIT, parameters: { resume: 'form' } }], /answers everybody/],
		['a wait for a call that answers everybody', [{ ...WAIT, parameters: { resume: 'webhook' } }], /answers everybody/],
		['a wait with a password that nobody gave a reason for', [WAIT], /shared password/],
		['a webhook without a lock', [{ ...HOOK, parameters: {} }], /answers everybody/],
		['a webhook with a password that nobody gave a reason for', [HOOK], /shared password/],
		[
			'a mail whose link answers everybody',
			[{ ...PAGE, type: 'x.mail', parameters: { operation: 'sendAndWait' } }],
			/everybody/,
		],
		['a trigger that nobody thought of', [{ ...PAGE, type: 'n8n-nodes-base.chat', typeVersion: 1 }], /from outside/],
	])('%s', (_, nodes, sentence) => expect(about(nodes)).toContainEqual(expect.stringMatching(sentence)));

	test('pages for people without an account may have a password', () => {
		expect(about([{ ...HOOK, name: 'Status Page' }], 'Zoom to Kaltura: report status')).toEqual([]);
		expect(about([{ ...HOOK, name: 'Login', parameters: {} }], 'Zoom to Kaltura: sync groups')).not.toEqual([]);
	});

	test('a wait for a time, and a trigger of ours that checks signatures, are no open doors', () => {
		expect(about([{ ...WAIT, parameters: { resume: 'timeInterval' } }])).toEqual([]);
		expect(about([{ ...PAGE, name: 'Zoom', type: 'n8n-nodes-zoom-kaltura.zoomTrigger', typeVersion: 1 }])).toEqual([]);
	});
});
