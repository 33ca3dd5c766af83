import type { IDataObject, IExecuteFunctions, INode, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { storable } from '../http/strangers-text';
import { Failure, InputError, ItemError } from '../policy/failures';

import { describeError, toNodeError } from './errors';
import { ParameterReader } from './parameters';
import { SharedParameters } from './shared-parameters';

interface OperationForm {
	/** Value of the Operation parameter; part of every saved workflow, so it never changes. */
	value: string;
	/**
	 * It changes nothing in Zoom, Kaltura and n8n, whatever its parameters say, and gives away no secret: an AI agent may use it.
	 * Every other operation asks for the box `AGENTS_MAY_WRITE` when the node is a tool.
	 */
	reads?: true;
	name: string;
	action: string;
	description: string;
	/** Parameters without displayOptions for resource and operation: `propertiesOf` adds them. */
	fields: INodeProperties[];
}

/** Handles one item after the other. */
export interface ItemOperation<Clients extends object> extends OperationForm {
	run(call: OperationCall<Clients>): Promise<OperationAnswer | Failure>;
}

/** Handles all items of a node run together, where the vendor can answer for many in one request. */
export interface BatchOperation<Clients extends object> extends OperationForm {
	runAll(calls: Array<OperationCall<Clients>>): Promise<Array<OperationAnswer | Failure>>;
}

/** One operation of a node: its form beside its code. `Clients` is what the node opens for it (zoom, kaltura, …). */
export type Operation<Clients extends object> = ItemOperation<Clients> | BatchOperation<Clients>;

export interface Resource<Clients extends object> {
	value: string;
	name: string;
	operations: Array<Operation<Clients>>;
}

export type OperationCall<Clients extends object> = Clients & {
	parameter: ParameterReader;
	item: INodeExecutionData;
	itemIndex: number;
	context: IExecuteFunctions;
	/** Aborted when the user stops the execution. */
	signal: AbortSignal | undefined;
};

/** What an operation gives back for one item: objects for the first output, or items addressed to an output. */
export type OperationAnswer = object | object[] | RoutedItem[];

/** An item for a certain output of a node with several outputs (Owner Resolver, Group Sync). */
export class RoutedItem {
	constructor(
		readonly output: number,
		readonly json: object,
		readonly binary?: INodeExecutionData['binary'],
	) {}
}

/**
 * The one item loop of this package: paired items, "continue on fail", cancellation and error translation live here.
 * @returns one list of items per output
 * @throws NodeApiError | NodeOperationError with the item's index, unless the node is set to continue on failures
 */
export async function runOperation<Clients extends object>(
	context: IExecuteFunctions,
	operation: Operation<Clients>,
	clients: Clients,
	outputs = 1,
): Promise<INodeExecutionData[][]> {
	if (!operation.reads) refuseAgents(context.getNode(), operation.name);
	// Items may come from a file, a form or a directory, whose text nobody has looked at.
	const items = context.getInputData().map(storableItem);
	const signal = context.getExecutionCancelSignal();
	const shared = new SharedParameters(context);
	const calls = items.map((item, itemIndex) => ({
		...clients,
		parameter: new ParameterReader(context, itemIndex, shared, item),
		item,
		itemIndex,
		context,
		signal,
	}));
	const out: INodeExecutionData[][] = Array.from({ length: outputs }, () => []);

	const settle = (itemIndex: number, answer: OperationAnswer | Failure) => {
		if (answer instanceof Failure) {
			const error = toNodeError(context.getNode(), withLabel(answer.error, operation.fields), itemIndex);
			if (!context.continueOnFail() || answer.error instanceof ItemError) throw error;
			out[answer.output]?.push({
				// An error may quote what was sent to us.
				json: storable(failedItem(answer.json, describeError(error), context.getNode().onError)) as IDataObject,
				pairedItem: { item: itemIndex },
			});
			return;
		}
		for (const one of Array.isArray(answer) ? answer : [answer]) {
			const routed = one instanceof RoutedItem ? one : new RoutedItem(0, one);
			out[routed.output]?.push({
				// What an operation took out of a file, or put together, nobody has looked at either.
				json: storable(routed.json) as IDataObject,
				...(routed.binary ? { binary: routed.binary } : {}),
				pairedItem: { item: itemIndex },
			});
		}
	};

	if ('runAll' in operation) {
		const answers = await operation.runAll(calls).catch((error: unknown) => calls.map(() => new Failure(error)));
		if (answers.length !== calls.length) {
			throw new NodeOperationError(
				context.getNode(),
				`The operation ${operation.name} answered for ${answers.length} of ${calls.length} items. This is a fault of the node: please report it.`,
			);
		}
		answers.forEach((answer, itemIndex) => settle(itemIndex, answer));
		return out;
	}
	for (const call of calls) {
		signal?.throwIfAborted();
		settle(call.itemIndex, await operation.run(call).catch((error: unknown) => new Failure(error)));
	}
	return out;
}

/** A box that only the person who builds the agent can tick: it takes no expression, so the model cannot fill it in. */
const AGENTS_MAY_WRITE = 'agentsMayWrite';

/** n8n makes a tool of a node by a type of its own. @see https://docs.n8n.io/advanced-ai/ */
const isTool = ({ type }: INode): boolean => type.endsWith('Tool');

function refuseAgents(node: INode, operation: string): void {
	if (!isTool(node) || node.parameters[AGENTS_MAY_WRITE] === true) return;
	throw new NodeOperationError(node, `No agent may use "${operation}" here: it changes things.`, {
		description: `Whoever builds the agent can allow it with the box "Let Agents Change Things" of the tool "${node.name}". Nothing was changed.`,
	});
}

/**
 * The data of a failed item. n8n replaces the whole of it by the bare message where the item itself carries an error, so
 * none does. To the error output n8n moves items that hold nothing but `error`, `message` and `details`, and adds what came in.
 */
function failedItem(json: object, described: ReturnType<typeof describeError>, onError: string | undefined): object {
	if (onError !== 'continueErrorOutput') return { ...json, ...described };
	return { error: described.error, details: described.errorDetails };
}

/** Whatever an error calls a parameter, a person finds it by the label of its field. */
function withLabel(error: unknown, fields: readonly INodeProperties[]): unknown {
	if (!(error instanceof InputError)) return error;
	const label = labelIn(fields, error.parameter);
	return label === undefined || label === error.parameter ? error : error.named(label);
}

/** The field itself before one of the same name inside a collection. */
function labelIn(fields: readonly INodeProperties[], name: string): string | undefined {
	const own = fields.find((field) => field.name === name)?.displayName;
	if (own !== undefined) return own;
	for (const { options = [] } of fields) {
		const inner = options.flatMap((option) =>
			'values' in option ? option.values : 'displayName' in option && 'type' in option ? [option] : [],
		);
		const label = inner.length > 0 ? labelIn(inner, name) : undefined;
		if (label !== undefined) return label;
	}
	return undefined;
}

function storableItem(item: INodeExecutionData): INodeExecutionData {
	const json = storable(item.json);
	return json === item.json ? item : { ...item, json };
}

/** The Resource and Operation selectors and every operation's fields, shown only where they apply. */
export function propertiesOf<Clients extends object>(resources: Array<Resource<Clients>>): INodeProperties[] {
	const byName = <T extends { name: string }>(list: T[]) => list.toSorted((a, b) => a.name.localeCompare(b.name));
	const many = resources.length > 1;
	const properties: INodeProperties[] = [];
	if (many) {
		properties.push({
			displayName: 'Resource',
			name: 'resource',
			type: 'options',
			noDataExpression: true,
			options: byName(resources).map(({ name, value }) => ({ name, value })),
			default: resources[0]?.value ?? '',
		});
	}
	for (const resource of resources) {
		const resourceShown = many ? { resource: [resource.value] } : {};
		properties.push({
			displayName: 'Operation',
			name: 'operation',
			type: 'options',
			noDataExpression: true,
			...(many ? { displayOptions: { show: resourceShown } } : {}),
			options: byName(resource.operations).map(({ name, value, action, description }) => ({
				name,
				value,
				action,
				description,
			})),
			default: resource.operations[0]?.value ?? '',
		});
		const writing = resource.operations.filter(({ reads }) => !reads);
		if (writing.length > 0) {
			properties.push({
				displayName: 'Let Agents Change Things',
				name: AGENTS_MAY_WRITE,
				type: 'boolean',
				noDataExpression: true,
				default: false,
				displayOptions: {
					show: { ...resourceShown, operation: writing.map(({ value }) => value), '@tool': [true] },
				},
				description: 'Whether an AI agent may use this operation, which changes things in Zoom, Kaltura or n8n',
			});
		}
		for (const operation of resource.operations) {
			for (const field of operation.fields) {
				properties.push({
					...field,
					displayOptions: {
						...field.displayOptions,
						show: { ...resourceShown, operation: [operation.value], ...field.displayOptions?.show },
					},
				});
			}
		}
	}
	return properties;
}

/** The operation that the node's Resource and Operation parameters name. */
export function chosenOperation<Clients extends object>(
	context: IExecuteFunctions,
	resources: Array<Resource<Clients>>,
): Operation<Clients> {
	const wanted = context.getNodeParameter('operation', 0);
	const resourceValue = resources.length > 1 ? context.getNodeParameter('resource', 0) : resources[0]?.value;
	const operation = resources
		.find(({ value }) => value === resourceValue)
		?.operations.find(({ value }) => value === wanted);
	if (!operation) {
		throw new NodeOperationError(
			context.getNode(),
			`This node has no operation "${wanted}" for "${resourceValue}". The workflow may come from a newer version of the package: update it, or choose the operation again.`,
		);
	}
	return operation;
}
