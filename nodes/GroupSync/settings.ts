import { CollectionReader } from '../../lib/n8n/collection';
import { InputError } from '../../lib/policy/failures';
import type { RuleSet } from '../../lib/pipeline/group-sync/rule-set';
import type { ParameterReader } from '../../lib/n8n/parameters';
import { type MatchOptions, type Privilege, problemsOf } from '../../lib/policy/groups/wanted-groups';

const PROVENANCE = {
	creationModeAndRecord: 'creation-mode-and-record',
	creationMode: 'creation-mode',
	record: 'record',
} as const;
const GROUP_IDS = { lettersAndDigits: 'letters-and-digits', kaltura: 'kaltura' } as const;
const MAPPING = { useValue: 'use-value', mapValue: 'map-value' } as const;
const ALPHABETS = { latin: 'latin', cyrillicGreek: 'latin-cyrillic-greek' } as const;
const MISSING = { saysNothing: 'says-nothing', isEmpty: 'is-empty' } as const;
const READ = { value: 'value', firstCn: 'first-cn', pattern: 'pattern' } as const;

/**
 * Reads the form.
 * @throws {InputError} naming the privilege or option that cannot be right, before anything is asked
 */
export function readRuleSet(parameter: ParameterReader, mostGroupsPerUser: number): RuleSet {
	const target = parameter.oneOf('target', ['kaltura', 'zoom']);
	const options = new CollectionReader(parameter.object('options'));
	const ignoreCase = options.boolean('ignoreCase', 'Ignore Case', false);
	const trim = options.boolean('trim', 'Trim Values', false);
	const match: MatchOptions = {
		ignoreCase,
		alphabets: ALPHABETS[options.oneOf('letters', 'Letters', ['latin', 'cyrillicGreek'], 'latin')],
		groupIdRule:
			target === 'zoom'
				? 'as-is'
				: GROUP_IDS[options.oneOf('groupIds', 'Group IDs', ['lettersAndDigits', 'kaltura'], 'lettersAndDigits')],
	};
	const privileges = rowsOf(parameter.object('privileges').privilege).map((row) => readPrivilege(row, trim));
	const [problem] = problemsOf(privileges, match);
	if (problem !== undefined)
		throw new InputError('Privileges', `cannot be used: ${problem.replace(/\.$/, '')}`, 'Correct the rule set.');
	const provenance = options.oneOf(
		'provenance',
		'Synced Memberships',
		['creationModeAndRecord', 'creationMode', 'record'],
		'creationModeAndRecord',
	);
	return {
		name: parameter.text('ruleSet') || 'default',
		account: parameter.text('account'),
		target,
		dryRun: parameter.boolean('dryRun'),
		byServer: target === 'kaltura' && options.oneOf('engine', 'Engine', ['own', 'kaltura'], 'own') === 'kaltura',
		privileges,
		match,
		policy: {
			createNewGroups: parameter.boolean('createNewGroups'),
			removeFromGroups: parameter.boolean('removeFromGroups'),
			provenance: target === 'zoom' ? 'record' : PROVENANCE[provenance],
			protectedGroups: options.list('protectedGroups'),
			mostGroupsPerUser,
		},
		limit: {
			most: options.number('mostRemovals', 'Most Removals', 100),
			mostShare: options.number('mostRemovalsPercent', 'Most Removals (Percent)', 20, { most: 100 }) / 100,
			shareFrom: options.number('percentCountsFrom', 'Percent Counts From', 10),
		},
		approveFrom: options.number('approveFrom', 'Approval From', Number.MAX_SAFE_INTEGER),
		mostRemovalsPerUser: options.number('mostRemovalsPerUser', 'Most Removals Per User', Number.MAX_SAFE_INTEGER),
		wholeSource: parameter.oneOf('itemsAre', ['some', 'everybody'], 'some') === 'everybody',
		missingAttribute:
			MISSING[options.oneOf('missingAttribute', 'Missing Attribute', ['saysNothing', 'isEmpty'], 'saysNothing')],
		vanished: {
			removed: options.oneOf('vanished', 'Users Who Vanished', ['keep', 'remove'], 'keep') === 'remove',
			ignored: new Set(options.list('vanishedIgnored').map((userId) => userId.toLowerCase())),
		},
		newUsers:
			target === 'kaltura' && options.boolean('createUsers', 'Create Users', false)
				? {
						email: options.text('emailAttribute', 'email'),
						firstName: options.text('firstNameAttribute', 'firstName'),
						lastName: options.text('lastNameAttribute', 'lastName'),
					}
				: null,
	};
}

function readPrivilege(row: Record<string, unknown>, trim: boolean): Privilege {
	const reader = new CollectionReader(row);
	const valueMappingType =
		MAPPING[reader.oneOf('valueMappingType', 'Value Mapping Type', ['useValue', 'mapValue'], 'useValue')];
	const read = READ[reader.oneOf('read', 'Read Values As', ['value', 'firstCn', 'pattern'], 'value')];
	const mapping = row.valueMapping as { line?: unknown } | undefined;
	// Text by text: blanks belong to an exact value and to a separator.
	const exactly = (value: unknown) => (value === null || value === undefined ? '' : String(value));
	return {
		attribute: reader.text('privilege'),
		valueMappingType,
		valueMapping:
			valueMappingType === 'map-value'
				? rowsOf(mapping?.line).map(({ value, group }) => ({ value: exactly(value), group: exactly(group).trim() }))
				: [],
		read,
		pattern: exactly(row.pattern),
		shape: { separators: [...exactly(row.separators ?? ';|\\n').replaceAll('\\n', '\n')], trim },
	};
}

function rowsOf(value: unknown): Array<Record<string, unknown>> {
	if (!Array.isArray(value)) return [];
	return value.filter((row): row is Record<string, unknown> => row !== null && typeof row === 'object');
}
