/**
 * Runs a node in real n8n-core contexts: real parameters and expressions, real HTTP through n8n's own request code, real
 * credential types with their token renewal. Only n8n's database is replaced, by a map of credentials.
 *
 * ```ts
 * const n8n = new N8nContext(sandbox.credentials);
 * const [items] = await n8n.runNode(new ZoomRecordings(), { parameters: { operation: 'get', meetingUuid: 'abc==' } });
 * ```
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import type {
	IBinaryData,
	ICredentialDataDecryptedObject,
	ICredentialsDecrypted,
	ICredentialType,
	IDataObject,
	IExecuteFunctions,
	IHttpRequestHelper,
	IHttpRequestOptions,
	ILoadOptionsFunctions,
	INode,
	INodeCredentialsDetails,
	INodeCredentialTestResult,
	INodeExecutionData,
	INodeListSearchResult,
	INodeParameters,
	INodeType,
	INodeTypes,
	IWebhookData,
	IWorkflowExecuteAdditionalData,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import { createEmptyRunExecutionData, ICredentialsHelper, NodeHelpers, Workflow } from 'n8n-workflow';

// n8n-core makes its folder when it is loaded: it must not be the developer's own ~/.n8n.
const userFolder = (process.env.N8N_USER_FOLDER = mkdtempSync(join(tmpdir(), 'n8n-context-')));
process.env.N8N_LOG_LEVEL ??= 'silent';
process.on('exit', () => rmSync(userFolder, { recursive: true, force: true }));
// eslint-disable-next-line @typescript-eslint/no-require-imports -- must come after the line above
const core = require('n8n-core') as typeof import('n8n-core');
// The container in which n8n-core keeps its services: npm may have installed other copies of @n8n/di beside it.
const containerPath = require.resolve('@n8n/di', { paths: [dirname(require.resolve('n8n-core'))] });
// eslint-disable-next-line @typescript-eslint/no-require-imports
const { Container } = require(containerPath) as typeof import('@n8n/di');

/** Values of credentials by credential type, e.g. `sandbox.credentials`. */
export type CredentialValues = Record<string, object>;

export interface RunOptions {
	/** Only what differs from the defaults of the node. */
	parameters?: INodeParameters;
	/** Input items; plain objects become `json`. Default: one empty item. */
	items?: Array<INodeExecutionData | IDataObject>;
	continueOnFail?: boolean;
	/** Nodes that ran before this one, by name, with what they gave: for expressions such as `$('Configuration').first()`. */
	before?: Record<string, INodeExecutionData[]>;
	signal?: AbortSignal;
	mode?: WorkflowExecuteMode;
	/** Stands between the node and every authenticated request of it, e.g. to lose its answer or to send nothing at all. */
	intercept?: (send: () => Promise<unknown>, request: IHttpRequestOptions) => Promise<unknown>;
}

export interface WebhookCall {
	status: number;
	/** The items that would start an execution; null when none starts. */
	items: INodeExecutionData[] | null;
	/** What n8n's log would hold. */
	logged: string[];
	/** What `webhook()` threw, which it never should. */
	error?: unknown;
}

export interface WebhookServer {
	url: string;
	/** What each request came to, in the order in which they were done. */
	calls: WebhookCall[];
	close(): Promise<void>;
}

const PACKAGE_PREFIX = 'n8n-nodes-zoom-kaltura.';

export class N8nContext {
	private readonly credentials: CredentialStore;

	/** @param credentials values by credential type; a node gets those of the types that it declares */
	constructor(credentials: CredentialValues = {}) {
		this.credentials = new CredentialStore(credentials);
	}

	/** Whether a value was given for this credential type. */
	has(type: string): boolean {
		return this.credentials.has(type);
	}

	/** The stored values of a credential, with what n8n added (a renewed token). */
	stored(type: string): ICredentialDataDecryptedObject {
		return this.credentials.values(type);
	}

	/** Changes stored values, e.g. to an expired token. */
	store(type: string, values: object): void {
		this.credentials.change(type, values);
	}

	/** Runs `execute`. @returns items per output */
	async runNode(nodeType: INodeType, options: RunOptions = {}): Promise<INodeExecutionData[][]> {
		await useFilesystemForBinaryData();
		await useMemoryForProcessedItems();
		const context = this.executeContext(nodeType, options);
		const { intercept } = options;
		if (intercept) {
			const send = context.helpers.httpRequestWithAuthentication;
			context.helpers.httpRequestWithAuthentication = function (type, request, more) {
				return intercept(() => send.call(this, type, request, more) as Promise<unknown>, request) as never;
			};
		}
		if (!nodeType.execute) throw new Error(`${nodeType.description.name} has no execute()`);
		const outputs = await nodeType.execute.call(context);
		if (!Array.isArray(outputs)) throw new Error(`${nodeType.description.name} answered no items`);
		return outputs;
	}

	/** A binary field as a node before this one would have left it, in n8n's current binary mode. */
	async binary(bytes: Buffer, fileName: string, mimeType: string): Promise<IBinaryData> {
		await useFilesystemForBinaryData();
		const location = { type: 'execution' as const, workflowId: 'workflow-under-test', executionId: '1' };
		return await Container.get(core.BinaryDataService).store(location, bytes, { data: '', fileName, mimeType });
	}

	/** The bytes of a binary field. */
	async bytesOf(data: IBinaryData): Promise<Buffer> {
		return await Container.get(core.BinaryDataService).getAsBuffer(data);
	}

	/** A context for code that is neither a node nor an operation, e.g. `openZoom(context)`. */
	executeContext(nodeType: INodeType, options: RunOptions = {}): IExecuteFunctions {
		const { workflow, node } = this.workflowOf(nodeType, options);
		const items = (options.items ?? [{ json: {} }]).map(toItem);
		const data = { main: [items] };
		return new core.ExecuteContext(
			workflow,
			node,
			this.additionalData(),
			options.mode ?? 'trigger',
			runOf(options.before ?? {}),
			0,
			items,
			data,
			{ node, data, source: null },
			[],
			options.signal ?? new AbortController().signal,
		) as never;
	}

	/** Runs a `methods.listSearch` function, as the editor does for a resource locator. */
	async listSearch(
		nodeType: INodeType,
		method: string,
		options: RunOptions & { filter?: string; paginationToken?: string } = {},
	): Promise<INodeListSearchResult> {
		const search = nodeType.methods?.listSearch?.[method];
		if (!search) throw new Error(`${nodeType.description.name} has no list search "${method}"`);
		return await search.call(this.loadOptionsContext(nodeType, options), options.filter, options.paginationToken);
	}

	/** Runs a `methods.loadOptions` function. */
	async loadOptions(nodeType: INodeType, method: string, options: RunOptions = {}) {
		const load = nodeType.methods?.loadOptions?.[method];
		if (!load) throw new Error(`${nodeType.description.name} has no options "${method}"`);
		return await load.call(this.loadOptionsContext(nodeType, options));
	}

	loadOptionsContext(nodeType: INodeType, options: RunOptions = {}): ILoadOptionsFunctions {
		const { workflow, node } = this.workflowOf(nodeType, options);
		const additionalData = { ...this.additionalData(), currentNodeParameters: node.parameters };
		return new core.LoadOptionsContext(workflow, node, additionalData, '') as never;
	}

	/** What the Test button of a credential says, where a node tests it (`testedBy`). */
	async testCredential(nodeType: INodeType, type: string, values: object): Promise<INodeCredentialTestResult> {
		const testedBy = nodeType.description.credentials?.find(({ name }) => name === type)?.testedBy;
		const test = typeof testedBy === 'string' ? nodeType.methods?.credentialTest?.[testedBy] : undefined;
		if (!test) throw new Error(`${nodeType.description.name} does not test ${type}`);
		const context = new core.CredentialTestContext(this.additionalData());
		const filled = this.credentials.withDefaults(type, values);
		const credential: ICredentialsDecrypted<ICredentialDataDecryptedObject> = {
			id: type,
			name: type,
			type,
			data: filled,
		};
		return await test.call(context as never, credential);
	}

	/** Runs one of `webhookMethods.default`. */
	async webhookMethod(
		nodeType: INodeType,
		method: 'checkExists' | 'create' | 'delete',
		options: RunOptions = {},
	): Promise<boolean> {
		const { workflow, node } = this.workflowOf(nodeType, options);
		const additionalData = this.additionalData();
		const data = this.webhookData(nodeType, workflow, additionalData);
		const context = new core.HookContext(workflow, node, additionalData, 'trigger', 'init', data);
		const run = nodeType.webhookMethods?.default?.[method];
		if (!run) throw new Error(`${nodeType.description.name} has no ${method}()`);
		return await run.call(context as never);
	}

	/**
	 * Serves a trigger's webhook on a free port of this machine, and answers as n8n 2.40 does: what `webhook()` returns
	 * decides between an answer of its own, a started execution, and the default answers.
	 */
	async serveWebhook(nodeType: INodeType, options: RunOptions = {}): Promise<WebhookServer> {
		const calls: WebhookCall[] = [];
		const server = createServer((request, response) => {
			this.answerWebhook(nodeType, options, request, response).then(
				({ items, logged }) => calls.push({ status: response.statusCode, items, logged }),
				(error: unknown) => {
					// n8n records a failed execution and shows the stack; a trigger that gets here has a fault.
					calls.push({ status: 500, items: null, logged: [], error });
					response.writeHead(500).end(String(error));
				},
			);
		});
		await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
		return {
			url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhook/test`,
			calls,
			close: async () => {
				server.closeAllConnections();
				await new Promise((done) => server.close(done));
			},
		};
	}

	/** One request to a trigger's webhook. */
	async callWebhook(
		nodeType: INodeType,
		request: {
			method?: string;
			/** With its question mark. */
			query?: string;
			headers?: Record<string, string>;
			body?: string | Uint8Array<ArrayBuffer>;
		},
		options: RunOptions = {},
	): Promise<WebhookCall & { text: string; headers: Headers }> {
		const server = await this.serveWebhook(nodeType, options);
		try {
			const response = await fetch(server.url + (request.query ?? ''), {
				method: request.method ?? 'POST',
				headers: { ...(request.body !== undefined && { 'content-type': 'application/json' }), ...request.headers },
				...(request.body === undefined ? {} : { body: request.body }),
			});
			const text = await response.text();
			// The call is noted when webhook() has returned, which may be after its own answer was sent.
			while (server.calls.length === 0) await new Promise((done) => setImmediate(done));
			return { ...server.calls[0]!, status: response.status, text, headers: response.headers };
		} finally {
			await server.close();
		}
	}

	private async answerWebhook(
		nodeType: INodeType,
		options: RunOptions,
		request: IncomingMessage,
		response: ServerResponse,
	): Promise<{ items: INodeExecutionData[] | null; logged: string[] }> {
		const logged: string[] = [];
		if (!nodeType.webhook) throw new Error(`${nodeType.description.name} has no webhook()`);
		const { workflow, node } = this.workflowOf(nodeType, options);
		const rawBody = await readBody(request);
		const url = new URL(request.url ?? '/', 'http://localhost');
		const body = parseAsN8nDoes(request.headers['content-type'], rawBody);
		if (body === undefined) {
			response.writeHead(422, { 'content-type': 'application/json' }).end('{"message":"Failed to parse request body"}');
			return { items: null, logged };
		}
		const httpRequest = Object.assign(request, {
			rawBody,
			body,
			query: Object.fromEntries(url.searchParams),
			params: {},
		});
		const additionalData = {
			...this.additionalData(),
			httpRequest: httpRequest as never,
			httpResponse: response as never,
		};
		const context = new core.WebhookContext(
			workflow,
			node,
			additionalData,
			options.mode ?? 'webhook',
			this.webhookData(nodeType, workflow, additionalData),
			[],
			null,
		);
		const log = (text: string) => void logged.push(text);
		Object.defineProperty(context, 'logger', { value: { warn: log, error: log, info: log, debug: log } });
		const result = await nodeType.webhook.call(context as never);
		const items = result.workflowData?.[0] ?? null;
		if (result.noWebhookResponse === true) return { items, logged };
		if (items === null) {
			const answer: unknown = result.webhookResponse ?? { message: 'Webhook call received' };
			if (typeof answer === 'string') response.writeHead(200).end(answer);
			else response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(answer));
			return { items: null, logged };
		}
		const { responseMode, responseData } = nodeType.description.webhooks![0]!;
		// With any other mode a node of the workflow answers, and there is none here.
		response.writeHead(200).end(responseMode !== 'onReceived' || responseData === 'noData' ? '' : 'firstEntryJson');
		return { items, logged };
	}

	private workflowOf(nodeType: INodeType, options: RunOptions): { workflow: Workflow; node: INode } {
		const { description } = nodeType;
		const typeVersion = Array.isArray(description.version) ? description.version.at(-1)! : description.version;
		const node: INode = {
			id: 'node-under-test',
			webhookId: '6f1c2f5e-0000-4000-8000-000000000000',
			name: description.displayName,
			type: `${PACKAGE_PREFIX}${description.name}`,
			typeVersion,
			position: [0, 0],
			parameters: options.parameters ?? {},
			...(options.continueOnFail ? { onError: 'continueRegularOutput' as const } : {}),
			credentials: Object.fromEntries(
				(description.credentials ?? [])
					.filter(({ name }) => this.credentials.has(name))
					.map(({ name }) => [name, { id: name, name }]),
			),
		};
		const before = Object.keys(options.before ?? {});
		const nodeTypes: INodeTypes = {
			getByName: () => nodeType,
			getByNameAndVersion: () => nodeType,
			getKnownTypes: () => ({}),
		};
		const workflow = new Workflow({
			id: 'workflow-under-test',
			name: 'Workflow under test',
			nodes: [node, ...before.map((name): INode => ({ ...node, id: name, name, parameters: {}, credentials: {} }))],
			connections: Object.fromEntries(
				before.map((name) => [name, { main: [[{ node: node.name, type: 'main' as const, index: 0 }]] }]),
			),
			active: true,
			nodeTypes,
			settings: {},
		});
		// The workflow fills in the defaults of the node's parameters, in a copy.
		return { workflow, node: workflow.getNode(node.name)! };
	}

	/** What n8n's server gives to an execution, as far as there is no server. */
	additionalData(): IWorkflowExecuteAdditionalData {
		const unavailable = (what: string) => async () => {
			throw new Error(`${what} is not part of a node test`);
		};
		return {
			credentialsHelper: this.credentials,
			executeWorkflow: unavailable('executeWorkflow'),
			getRunExecutionData: unavailable('getRunExecutionData'),
			getRuntimeCredential: unavailable('getRuntimeCredential'),
			startRunnerTask: unavailable('startRunnerTask') as never,
			externalSecretsProxy: undefined as never,
			logAiEvent: () => undefined,
			currentNodeExecutionIndex: 0,
			executionId: '1',
			variables: {},
			instanceBaseUrl: 'http://n8n.test/',
			restApiUrl: 'http://n8n.test/rest',
			formBaseUrl: 'http://n8n.test/form',
			formWaitingBaseUrl: 'http://n8n.test/form-waiting',
			formTestBaseUrl: 'http://n8n.test/form-test',
			webhookBaseUrl: 'http://n8n.test/webhook',
			webhookWaitingBaseUrl: 'http://n8n.test/webhook-waiting',
			webhookTestBaseUrl: 'http://n8n.test/webhook-test',
			mcpBaseUrl: 'http://n8n.test/mcp',
			mcpTestBaseUrl: 'http://n8n.test/mcp-test',
		};
	}

	private webhookData(
		nodeType: INodeType,
		workflow: Workflow,
		workflowExecuteAdditionalData: IWorkflowExecuteAdditionalData,
	): IWebhookData {
		const webhookDescription = nodeType.description.webhooks?.[0];
		if (!webhookDescription) throw new Error(`${nodeType.description.name} declares no webhook`);
		return {
			httpMethod: 'POST',
			node: nodeType.description.displayName,
			path: webhookDescription.path,
			webhookDescription,
			workflowId: workflow.id,
			workflowExecuteAdditionalData,
		};
	}
}

/**
 * n8n's binary modes, as its own service names them. In the modes that need a database or an object store the bytes lie in
 * files nevertheless: what nodes see of a mode is its name and its streams.
 */
export class BinaryModes {
	async use(mode: 'database' | 'default' | 'filesystem' | 's3'): Promise<void> {
		await useFilesystemForBinaryData();
		const service = Container.get(core.BinaryDataService) as unknown as {
			mode: string;
			managers: Record<string, never>;
			setManager(mode: string, manager: never): void;
		};
		service.mode = mode === 'filesystem' ? 'filesystem-v2' : mode;
		if (mode !== 'default') service.setManager(service.mode, service.managers['filesystem-v2']!);
	}
}

let processedItems: Promise<void> | undefined;
/** n8n's store of its Remove Duplicates node (n8n 2.40, deduplication-helper), in memory, in its mode "entries". */
export async function useMemoryForProcessedItems(): Promise<void> {
	const stored = new Map<string, string[]>();
	type Where = [scope: string, data: { workflow: { id?: string }; node?: INode }];
	const at = (...[scope, { workflow, node }]: Where) => {
		const key = `${workflow.id} ${scope === 'node' ? node?.id : ''}`;
		if (!stored.has(key)) stored.set(key, []);
		return stored.get(key)!;
	};
	processedItems ??= core.DataDeduplicationService.init({
		checkProcessedAndRecord: async (items: string[], ...where: Where) => {
			const held = at(...where);
			const processed = items.filter((item) => held.includes(item));
			held.push(...items.filter((item) => !processed.includes(item)));
			return { processed, new: items.filter((item) => !processed.includes(item)) };
		},
		removeProcessed: async (items: string[], ...where: Where) => {
			const held = at(...where);
			for (const item of items) if (held.includes(item)) held.splice(held.indexOf(item), 1);
		},
		getProcessedDataCount: async (...where: Where) => at(...where).length,
	} as never);
	await processedItems;
}

/** A run in which these nodes gave these items. */
function runOf(before: Record<string, INodeExecutionData[]>) {
	const run = createEmptyRunExecutionData();
	for (const [name, items] of Object.entries(before)) {
		const done = { startTime: 0, executionTime: 0, executionIndex: 0, executionStatus: 'success' as const, source: [] };
		run.resultData.runData[name] = [{ ...done, data: { main: [items] } }];
	}
	return run;
}

/** n8n's credential storage and CredentialsHelper (n8n 2.40), in memory. */
class CredentialStore extends ICredentialsHelper {
	private readonly data = new Map<string, ICredentialDataDecryptedObject>();
	private static types: Map<string, ICredentialType> | undefined;

	constructor(credentials: CredentialValues) {
		super();
		for (const [type, values] of Object.entries(credentials)) this.data.set(type, this.withDefaults(type, values));
	}

	has(type: string): boolean {
		return this.data.has(type);
	}

	values(type: string): ICredentialDataDecryptedObject {
		const values = this.data.get(type);
		if (!values) throw new Error(`No credential of the type ${type} was given`);
		return values;
	}

	change(type: string, values: object): void {
		this.data.set(type, { ...this.values(type), ...values });
	}

	withDefaults(type: string, values: object): ICredentialDataDecryptedObject {
		const filled = NodeHelpers.getNodeParameters(
			this.getCredentialsProperties(type),
			values as INodeParameters,
			true,
			false,
			null,
			null,
		);
		return filled as ICredentialDataDecryptedObject;
	}

	override getParentTypes(): string[] {
		return [];
	}

	override isCredentialUsableByNode(): boolean {
		return true;
	}

	override getCredentialsProperties(type: string) {
		return this.typeOf(type).properties;
	}

	override async getDecrypted(
		_additionalData: IWorkflowExecuteAdditionalData,
		{ id }: INodeCredentialsDetails,
	): Promise<ICredentialDataDecryptedObject> {
		return { ...this.values(id ?? '') };
	}

	override async authenticate(
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
		request: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		const { authenticate } = this.typeOf(typeName);
		if (authenticate === undefined) return request;
		if (typeof authenticate === 'function') return await authenticate(credentials, request);
		throw new Error(`${typeName} authenticates by a template; give it a function or extend this class`);
	}

	/** As n8n: only when the expirable field is empty or the service called it expired; the result is stored. */
	override async preAuthentication(
		helpers: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
		_node: INode,
		expired: boolean,
	): Promise<ICredentialDataDecryptedObject | undefined> {
		const type = this.typeOf(typeName);
		const expirable = type.properties.find(
			({ type: kind, typeOptions }) => kind === 'hidden' && typeOptions?.expirable === true,
		)?.name;
		if (expirable === undefined || !type.preAuthentication) return undefined;
		if (credentials[expirable] !== '' && !expired) return undefined;
		const output = (await type.preAuthentication.call(helpers, credentials)) as ICredentialDataDecryptedObject;
		if (output[expirable] === undefined) return undefined;
		this.change(typeName, output);
		return Object.assign(credentials, output);
	}

	override async runPreAuthentication(): Promise<undefined> {
		return undefined;
	}

	override async getCredentials(): Promise<never> {
		throw new Error('Encrypted credentials are not part of a node test');
	}

	override async updateCredentials(): Promise<void> {
		throw new Error('Encrypted credentials are not part of a node test');
	}

	override async updateCredentialsOauthTokenData(): Promise<void> {
		throw new Error('OAuth connections are not part of a node test');
	}

	private typeOf(name: string): ICredentialType {
		CredentialStore.types ??= loadCredentialTypes();
		const type = CredentialStore.types.get(name);
		if (!type) throw new Error(`The package has no credential type ${name}`);
		return type;
	}
}

/** Every class of credentials/, by its name. */
function loadCredentialTypes(): Map<string, ICredentialType> {
	const folder = join(__dirname, '..', 'credentials');
	const types = readdirSync(folder)
		.filter((file) => file.endsWith('.credentials.ts'))
		.map((file) => {
			// eslint-disable-next-line @typescript-eslint/no-require-imports -- the folder decides what there is
			const exported = require(join(folder, file)) as Record<string, new () => ICredentialType>;
			const Type = Object.values(exported)[0];
			if (!Type) throw new Error(`${file} exports no credential class`);
			return new Type();
		});
	return new Map(types.map((type) => [type.name, type]));
}

let binaryDataReady: Promise<void> | undefined;

/** n8n's default for binary data, in the temporary folder. */
async function useFilesystemForBinaryData(): Promise<void> {
	binaryDataReady ??= Container.get(core.BinaryDataService).init();
	await binaryDataReady;
}

function toItem(item: INodeExecutionData | IDataObject): INodeExecutionData {
	return 'json' in item && typeof item.json === 'object' && item.json !== null
		? (item as INodeExecutionData)
		: { json: item as IDataObject };
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
	const chunks: Buffer[] = [];
	for await (const chunk of request) chunks.push(chunk as Buffer);
	return Buffer.concat(chunks);
}

/** n8n parses JSON bodies and leaves others as text; it refuses invalid JSON itself (undefined here). */
function parseAsN8nDoes(contentType: string | undefined, rawBody: Buffer): unknown {
	if (!contentType?.startsWith('application/json')) return rawBody.toString('utf8');
	try {
		return JSON.parse(rawBody.toString('utf8')) as unknown;
	} catch {
		return undefined;
	}
}
