import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { storable } from '../http/strangers-text';

import { InputError } from '../policy/failures';
import { SharedParameters } from './shared-parameters';

/** Reads the parameters of one item with their types checked, so that a wrong expression is named instead of travelling on. */
export class ParameterReader {
	/** @param shared of all items of the node's run */
	constructor(
		private readonly context: IExecuteFunctions,
		private readonly itemIndex: number,
		private readonly shared = new SharedParameters(context),
		private readonly item?: INodeExecutionData,
	) {}

	raw(name: string, fallback?: unknown): unknown {
		return storable(
			this.shared.get(name, fallback, this.item, () =>
				this.context.getNodeParameter(name, this.itemIndex, fallback as never, { extractValue: true }),
			),
		);
	}

	/** A required text; blanks around it are cut. */
	string(name: string): string {
		const value = this.text(name);
		if (value === '') throw new InputError(name, 'is empty', 'Fill it in, or check that its expression finds a value.');
		return value;
	}

	/** An optional text; '' when empty. Numbers are taken as text. */
	text(name: string, fallback = ''): string {
		const value = this.raw(name, fallback);
		if (value === null || value === undefined) return fallback;
		if (typeof value === 'string') return value.trim();
		if (typeof value === 'number' || typeof value === 'bigint') return String(value);
		throw new InputError(name, `holds ${describe(value)} instead of text`, 'Check its expression.');
	}

	number(name: string, fallback?: number): number {
		const value = this.raw(name, fallback);
		const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
		if (typeof number === 'number' && Number.isFinite(number)) return number;
		throw new InputError(name, `holds ${describe(value)} instead of a number`, 'Check its expression.');
	}

	boolean(name: string, fallback?: boolean): boolean {
		const value = this.raw(name, fallback);
		if (typeof value === 'boolean') return value;
		if (value === 'true' || value === 'false') return value === 'true';
		throw new InputError(name, `holds ${describe(value)} instead of true or false`, 'Check its expression.');
	}

	/** One of the given values, e.g. of an options parameter that an expression may have filled. */
	oneOf<const T extends string>(name: string, values: readonly T[], fallback?: T): T {
		const value = this.text(name, fallback);
		const found = values.find((candidate) => candidate === value);
		if (found !== undefined) return found;
		throw new InputError(name, `is "${value}"`, `Valid values: ${values.join(', ')}.`);
	}

	/** A list from a multi-select, an array expression, or text separated by commas, semicolons or line breaks. */
	list(name: string): string[] {
		const value = this.raw(name, []);
		const parts = Array.isArray(value) ? value.map(String) : this.text(name).split(/[,;\r\n]+/);
		return parts.map((part) => part.trim()).filter((part) => part !== '');
	}

	/** A collection, fixed collection or JSON parameter; {} when empty. */
	object(name: string): Record<string, unknown> {
		const value = this.raw(name, {});
		const parsed = typeof value === 'string' ? parseJson(name, value) : value;
		if (parsed !== null && typeof parsed === 'object' && !Array.isArray(parsed))
			return parsed as Record<string, unknown>;
		throw new InputError(name, `holds ${describe(parsed)} instead of an object`, 'Check its expression.');
	}
}

function parseJson(name: string, text: string): unknown {
	if (text.trim() === '') return {};
	try {
		return JSON.parse(text);
	} catch {
		return new InputError(name, 'is not valid JSON', 'Check quotes, commas and brackets.').raise();
	}
}

function describe(value: unknown): string {
	if (value === undefined || value === null) return 'nothing';
	if (Array.isArray(value)) return 'a list';
	return typeof value === 'object' ? 'an object' : `${typeof value} "${String(value).slice(0, 40)}"`;
}
