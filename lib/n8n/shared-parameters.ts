import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { deepCopy } from 'n8n-workflow';

/**
 * Parameters that n8n need not evaluate for each item: those that are the same for every item of a node's run, and those that
 * only name a field of the item. n8n evaluates each expression in an isolate, about half a millisecond each, which for a batch
 * of some hundred recordings took longer than all that the node then did.
 */
export class SharedParameters {
	private readonly values = new Map<string, unknown>();
	/** Items by the node that gave them. */
	private readonly outputs = new Map<string, unknown[]>();
	private readonly shareable = new Map<string, boolean>();
	/** Paths of fields by parameter; null for parameters that are more than a field. */
	private readonly fields = new Map<string, string[] | null>();

	constructor(private readonly context: IExecuteFunctions) {}

	/**
	 * @param item of which it is read
	 * @param evaluate asks n8n; called for every item unless the value is known without
	 */
	get(name: string, fallback: unknown, item: INodeExecutionData | undefined, evaluate: () => unknown): unknown {
		const output = outputNamedBy(this.context.getNode().parameters[name]);
		if (output !== undefined) return deepCopy(this.itemsOf(output) as never);
		if (!this.isShareable(name)) return this.fieldOf(item, name) ?? evaluate();
		const key = `${name} ${JSON.stringify(fallback)}`;
		if (!this.values.has(key)) this.values.set(key, evaluate());
		// Whoever changes what was read must not change it for the others.
		return deepCopy(this.values.get(key) as never);
	}

	/**
	 * All items of a node, also those that failed. They cannot go through an expression: n8n refuses to copy the error of an item
	 * into the isolate ("illegal access"), swallows that, and gives nothing, which looks like an empty parameter (seen in 2.40.7).
	 */
	private itemsOf({ node, branch }: Output): unknown {
		const key = `${branch ?? ''} ${node}`;
		const known = this.outputs.get(key);
		if (known) return known;
		const { $ } = this.context.getWorkflowDataProxy(0) as {
			$: (name: string) => { all(branch?: number): INodeExecutionData[] };
		};
		const items = $(node)
			.all(branch)
			.map(({ json, error }) => ({ json: deepCopy(json), ...(error ? { error: { message: error.message } } : {}) }));
		this.outputs.set(key, items);
		return items;
	}

	/** The text that a parameter like `={{ $json.meetingUuid }}` names; undefined for everything else. */
	private fieldOf(item: INodeExecutionData | undefined, name: string): string | undefined {
		let path = this.fields.get(name);
		if (path === undefined) {
			path = fieldNamedBy(this.context.getNode().parameters[name]);
			this.fields.set(name, path);
		}
		if (path === null) return undefined;
		let value: unknown = item?.json;
		for (const key of path) {
			if (value === null || typeof value !== 'object' || !Object.hasOwn(value, key)) return undefined;
			value = (value as Record<string, unknown>)[key];
		}
		return typeof value === 'string' ? value : undefined;
	}

	private isShareable(name: string): boolean {
		const field = name.split('.')[0]!;
		let shareable = this.shareable.get(field);
		if (shareable === undefined) {
			shareable = isSameForAllItems(this.context.getNode().parameters[field]);
			this.shareable.set(field, shareable);
		}
		return shareable;
	}
}

/** The whole output of a named node (`$('Configuration').first()`), which does not depend on the current item. */
const OF_A_NAMED_NODE = /\$\(\s*(?:'[^'\\]*'|"[^"\\]*")\s*\)\s*\.\s*(?:first|last|all)\(\s*0?\s*\)/g;
/** What may make two evaluations differ: anything of n8n's (`$json`, `$now`), calls (`Math.random()`), new objects. */
const MAY_DIFFER = /[$(`]|\bnew\b/;

/**
 * Whether a parameter as it is saved gives the same for all items of a run: fixed values, and expressions that read nothing
 * but fields of a named node's output. Everything else counts as different, even where it is not.
 */
export function isSameForAllItems(saved: unknown): boolean {
	if (typeof saved === 'string') {
		return !saved.startsWith('=') || !MAY_DIFFER.test(saved.replace(OF_A_NAMED_NODE, ''));
	}
	if (saved === null || typeof saved !== 'object') return true;
	return Object.values(saved).every(isSameForAllItems);
}

const FIELD = /^=\{\{\s*\$json((?:\??\.[A-Za-z_][A-Za-z0-9_]*)+)\s*\}\}$/;

/** The path of an expression that names one field of the item and nothing else: `={{ $json.owner?.userId }}`; else null. */
export function fieldNamedBy(saved: unknown): string[] | null {
	const path = typeof saved === 'string' ? FIELD.exec(saved)?.[1] : undefined;
	return path === undefined ? null : path.split(/\??\./).slice(1);
}

/** All items that a node gave; without a branch those of the output that leads here, as n8n has it. */
interface Output {
	node: string;
	branch: number | undefined;
}
const OUTPUT = /^=\{\{\s*\$\(\s*(?:'([^'\\]*)'|"([^"\\]*)")\s*\)\s*\.\s*all\(\s*(0?)\s*\)\s*\}\}$/;

/** The node whose whole output a parameter is: `={{ $('Routing Rules').all() }}`. */
function outputNamedBy(saved: unknown): Output | undefined {
	const found = typeof saved === 'string' ? OUTPUT.exec(saved) : null;
	const node = found?.[1] ?? found?.[2];
	return node === undefined ? undefined : { node, branch: found?.[3] === '0' ? 0 : undefined };
}
