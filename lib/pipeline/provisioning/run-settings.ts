import type { EnsureOptions } from '../../policy/people/plan';
import type { StableId } from '../../policy/people/states';
import type { EmptyValues } from '../../policy/people/rows';

/** What counts for the whole run; read from the first item. */
export interface RunSettings {
	dryRun: boolean;
	limit: { most: number; mostShare: number };
	badRows: 'skip' | 'stop';
	emptyValues: EmptyValues;
	/** What tells people apart. Default: the address. */
	match?: StableId;
	failOnFailure: boolean;
	plan: EnsureOptions;
}
