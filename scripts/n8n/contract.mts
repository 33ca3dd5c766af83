/** What scripts/n8n offers, in plain JSON shapes, so that jest (which cannot import .mts code) can share the types. */

export interface N8nOptions {
	/** Keeps workflows, credentials and executions there; without it a temporary folder that `stop` removes. */
	userFolder?: string;
	/** Port of editor, REST and webhooks; a free one by default. */
	port?: number;
	/** More environment variables for n8n, such as `{ N8N_PAYLOAD_SIZE_MAX: '4' }`. */
	env?: Record<string, string>;
	/** Queue mode with that many workers, on a PostgreSQL and a Redis of their own; without it one process does all. */
	workers?: number;
	/** More environment variables for the workers alone, such as a folder of their own. */
	workerEnv?: Record<string, string>;
	/** Whether the built package (dist) is put into n8n's nodes folder; default true. */
	withPackage?: boolean;
	/** Milliseconds until n8n must answer; default 120 000, for a machine that does other things too. */
	timeoutMs?: number;
}

export interface N8nInfo {
	/** `http://127.0.0.1:<port>`: editor, REST and webhooks. */
	origin: string;
	owner: { email: string; password: string };
	userFolder: string;
	/** n8n's own output. */
	logFile: string;
	pid: number;
	/** In queue mode, in the order in which they were started. */
	workers: Array<{ pid: number; logFile: string }>;
}

/** Credential type → the fields of one credential of it, as `npm run sandbox -- --json` prints them. */
export type CredentialsByType = Record<string, Record<string, unknown>>;

export interface ImportOptions {
	/** Attached to every node that accepts the type. Created under these names when they do not exist yet. */
	credentials?: CredentialsByType;
	/**
	 * Template → node → parameters that replace the template's. For an Edit Fields node such as "Configuration" the names
	 * are those of its fields: `{ 'ingest-recording': { Configuration: { defaultUser: 'zoom-default' } } }`.
	 */
	configure?: Record<string, Record<string, Record<string, unknown>>>;
	/** Whether to publish them, callee first; default true. One that is started by hand only is never published. */
	publish?: boolean;
}

export interface ImportedWorkflow {
	id: string;
	name: string;
	/** Node name → production URL of its webhook. */
	webhooks: Record<string, string>;
}

export type ExecutionStatus = 'new' | 'running' | 'waiting' | 'success' | 'error' | 'canceled' | 'crashed' | 'unknown';

export interface ExecutionSummary {
	id: string;
	workflowId: string;
	workflowName?: string;
	status: ExecutionStatus;
	mode: string;
	startedAt: string | null;
	stoppedAt: string | null;
}

export interface NodeRun {
	/** Items per output: `outputs[0][0].json` is the first item of the first output. */
	outputs: Array<Array<{ json: Record<string, any>; pairedItem?: unknown; error?: unknown }>>;
	error: { message: string; description?: string | null; [field: string]: unknown } | null;
	executionTimeMs: number;
}

export interface Execution extends ExecutionSummary {
	/** Why the execution failed as a whole. */
	error: { message: string; description?: string | null; node?: { name: string }; [field: string]: unknown } | null;
	/** Node name → its runs, in order; a node in a loop has several. */
	nodes: Record<string, NodeRun[]>;
	lastNode: string | null;
}

export interface ExecutionFilter {
	workflowId?: string;
	status?: ExecutionStatus[];
	/** Only executions with a greater id than this one. */
	after?: string;
	limit?: number;
}

/** What somebody fills into one field of a form, in the order of the fields: a text, or a file. */
export type FormField = string | { fileName: string; base64: string; type?: string };

export interface FormAnswer {
	status: number;
	/** HTML of the page; empty where n8n sends the visitor to its login. */
	page: string;
	/** Where the form goes on, or n8n's login page. */
	url: string;
}

/** A workflow as a template file holds it. */
export interface WorkflowJson {
	id?: string;
	name: string;
	nodes: WorkflowNode[];
	connections: Record<string, Record<string, Array<Array<{ node: string; type: string; index: number }> | null>>>;
	settings?: Record<string, unknown> | undefined;
	[field: string]: unknown;
}

export interface WorkflowNode {
	id?: string;
	name: string;
	type: string;
	typeVersion: number;
	parameters: Record<string, any>;
	credentials?: Record<string, { id: string; name: string }>;
	webhookId?: string;
	[field: string]: unknown;
}

/** Everything but `stop` may be called as often and in as many parallel calls as wanted. */
export interface N8n {
	info(): Promise<N8nInfo>;
	/** Creates or, for a name that exists, replaces one credential of each type. */
	createCredentials(credentials: CredentialsByType): Promise<Record<string, { id: string; name: string }>>;
	/** Presses the Test button of a credential type. */
	testCredential(type: string, data: Record<string, unknown>): Promise<{ status: 'OK' | 'Error'; message: string }>;
	/**
	 * Imports files of workflows/ by name (and the ones that they call), with references between them, error workflows and
	 * credentials set. Importing again replaces what is there.
	 */
	importTemplates(names: string[], options?: ImportOptions): Promise<Record<string, ImportedWorkflow>>;
	/** The same for a workflow that is not a file, such as a probe of a test. Its name is its identity. */
	importWorkflow(workflow: WorkflowJson, options?: ImportOptions): Promise<ImportedWorkflow>;
	publish(workflowId: string): Promise<void>;
	unpublish(workflowId: string): Promise<void>;
	/**
	 * Runs a workflow as the editor's button does and waits for its end.
	 * `trigger` is the node to start from; default the first that needs no outside event. `items` take the place of its output.
	 */
	run(
		workflowId: string,
		options?: { trigger?: string; items?: Array<Record<string, unknown>>; timeoutMs?: number },
	): Promise<Execution>;
	/** Newest first. */
	executions(filter?: ExecutionFilter): Promise<ExecutionSummary[]>;
	execution(id: string): Promise<Execution>;
	/** Waits until no execution that matches is new, running or waiting and at least `count` have ended; newest first. */
	settled(filter?: ExecutionFilter & { count?: number; timeoutMs?: number }): Promise<ExecutionSummary[]>;
	/** Rows of a data table by its name; empty when it does not exist. */
	tableRows(name: string): Promise<Array<Record<string, any>>>;
	createTable(
		name: string,
		columns: Array<{ name: string; type: 'string' | 'number' | 'boolean' | 'date' }>,
	): Promise<{ id: string; projectId: string }>;
	/** Opens a form as a browser does, logged in as the owner by default; `nobody` has no login. */
	openForm(url: string, options?: { as?: 'owner' | 'nobody' }): Promise<FormAnswer>;
	/** Sends a form or a page of one; `url` of the answer is where it goes on. */
	submitForm(url: string, fields: FormField[], options?: { as?: 'owner' | 'nobody' }): Promise<FormAnswer>;
	/** Waits until a page of a form shows text that matches the pattern; its HTML. */
	formShows(url: string, expected: string, options?: { timeoutMs?: number }): Promise<string>;
	/** Types of all nodes that n8n has loaded, such as `n8n-nodes-zoom-kaltura.zoomTrigger`. */
	nodeTypes(): Promise<string[]>;
	/** Runs n8n's own command line on the same user folder, such as `['import:workflow', '--separate', '--input=…']`. */
	command(args: string[]): Promise<{ code: number | null; output: string }>;
	/** Any other call of n8n's REST interface, with the owner's session; the answer's `data`. */
	rest(method: string, path: string, body?: unknown): Promise<any>;
	/** SIGKILL for the main process, or for a worker of that number. */
	kill(which: 'main' | number): Promise<void>;
	/** Starts again what was killed, on the same port; resolves when it accepts requests. */
	revive(which: 'main' | number): Promise<void>;
	/** Ends n8n and everything that it started, and removes a temporary user folder. */
	stop(): Promise<void>;
}
