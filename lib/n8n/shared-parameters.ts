import type { IExecuteFunctions } from 'n8n-workflow';
import { deepCopy } from 'n8n-workflow';

/**
 * Parameters that are the same for every item of a node's run, evaluated once. n8n evaluates each expression for each item
 * in an isolate of its own, which for a batch of some hundred recordings took longer than all that the node then did.
 */
export class SharedParameters {
	private readonly values = new Map<string, unknown>();
	private readonly shareable = new Map<string, boolean>();

	constructor(private readonly context: IExecuteFunctions) {}

	/** @param evaluate asks n8n; called for every item unless the parameter cannot differ between them */
	get(name: string, fallback: unknown, evaluate: () => unknown): unknown {
		if (!this.isShareable(name)) return evaluate();
		const key = `${name} ${JSON.stringify(fallback)}`;
		if (!this.values.has(key)) this.values.set(key, evaluate());
		// Whoever changes what was read must not change it for the others.
		return deepCopy(this.values.get(key) as never);
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
const OF_A_NAMED_NODE = /\$\(\s*(?:'[^'\\]*'|"[^"\\]*")\s*\)\s*\.\s*(?:first|last|all)\(\s*\)/g;
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
