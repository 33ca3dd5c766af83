import { CollectionReader, unwrap } from '../../../../lib/n8n/collection';
import { InputError } from '../../../../lib/policy/failures';
import type { ParameterReader } from '../../../../lib/n8n/parameters';
import { categoryById } from '../../../../lib/policy/import/categories';
import { NAME_PLACEHOLDERS, unknownPlaceholders } from '../../../../lib/policy/import/entry-text';
import type { ImportSettings } from '../../../../lib/policy/import/import-plan';
import { readVisibleUntil, type VisibleUntil } from '../../../../lib/policy/import/visible-until';
import { isPlaceholder } from '../../../../lib/policy/settings';

import { readCaptionSettings, readFileSettings } from './file-settings';
import type { TransferSetting } from '../../../../lib/policy/import/transfer-choice';

/** What the form says beside the rules. */
export interface RunSettings {
	owner: string;
	earlierEntries: string[];
	settleMs: number;
	takeOverSeconds: number;
	tokenSeconds: number;
	transfer: TransferSetting;
	/** Files that travel through n8n at the same time. */
	filesAtOnce: number;
	idleTimeoutMs: number;
	/** For one file through n8n; 0 for none. */
	timeLimitMs: number;
	hash: 'md5' | 'none' | 'sha256';
	/** Of all files that travel through this process at once. */
	memoryBytes: number;
}

/**
 * Reads the form of Import.
 * @throws {InputError} naming the first parameter that cannot be right, before anything is asked or written
 */
export function readImportSettings(parameter: ParameterReader): { settings: ImportSettings; run: RunSettings } {
	const files = new CollectionReader(parameter.object('files'));
	const entry = new CollectionReader(parameter.object('entry'));
	const options = new CollectionReader(parameter.object('options'));
	const settings: ImportSettings = {
		files: readFileSettings(parameter),
		layouts: files.oneOf('layouts', 'Layouts', ['multiStream', 'separateEntries'], 'multiStream'),
		nameTemplate: readTemplate(entry.text('name') || '{topic}'),
		tags: entry.list('tags'),
		adminTags: entry.list('adminTags'),
		conversionProfileId: readProfile(entry.text('conversionProfileId')),
		visibleUntil: readExpiry(entry.text('visibleUntil')),
		captions: readCaptionSettings(parameter),
		categories: {
			meeting: readCategories(parameter, 'category', 'Category'),
			webinar: readCategories(parameter, 'webinarCategory', 'Webinar Category'),
			createMissing: options.boolean('createMissingCategories', 'Create Missing Categories', false),
			trackingFields: options.boolean('followTrackingFields', 'Follow Tracking Fields', true),
		},
		failedEntries: options.oneOf('failedEntries', 'Failed Entries', ['importAgain', 'report'], 'importAgain'),
		failedTries: options.number('failedTries', 'Most Tries', 3, { least: 1, most: 20 }),
		waitDaysForFiles: options.number('waitDaysForFiles', 'Import What Is There After (Days)', 3, { most: 365 }),
		deletedEntries: options.oneOf('deletedEntries', 'Deleted Entries', ['importAgain', 'report'], 'report'),
		nativeEntries: options.oneOf('nativeEntries', 'Native Entries', ['complete', 'leave'], 'leave'),
	};
	const run: RunSettings = {
		owner: readOwner(parameter),
		earlierEntries: options.list('earlierEntries'),
		settleMs: options.number('indexWait', 'Index Wait (Seconds)', 3, { most: 60 }) * 1000,
		takeOverSeconds: options.number('takeOverAfter', 'Take Over After (Seconds)', 60, { most: 3600 }),
		tokenSeconds:
			options.number('downloadTokenHours', 'Download Token Lifetime (Hours)', 24, { least: 1, most: 168 }) * 3600,
		transfer: parameter.oneOf('transfer', ['automatic', 'kalturaPulls', 'throughN8n'], 'automatic'),
		filesAtOnce: options.number('filesAtOnce', 'Files at Once', 2, { least: 1, most: 8 }),
		idleTimeoutMs: options.number('idleTimeout', 'Idle Time-Out (Seconds)', 60, { least: 1, most: 600 }) * 1000,
		timeLimitMs: options.number('timeLimit', 'Time Limit per File (Minutes)', 0, { most: 10_080 }) * 60_000,
		memoryBytes: options.number('transferMemory', 'Transfer Memory (MiB)', 64, { least: 16, most: 1024 }) * 1024 * 1024,
		hash: options.oneOf('hash', 'Hash', ['md5', 'none', 'sha256'], 'none'),
	};
	return { settings, run };
}

function readOwner(parameter: ParameterReader): string {
	const owner = parameter.text('owner');
	if (isPlaceholder(owner)) {
		throw new InputError('Owner', `is the placeholder "${owner}"`, 'Enter a Kaltura user ID, or use Owner Resolver.');
	}
	if (/[,;]/.test(owner) || owner.length > 100) {
		throw new InputError('Owner', `is "${owner}"`, 'One user ID of at most 100 characters, without commas.');
	}
	return owner;
}

function readTemplate(template: string): string {
	const [unknown] = unknownPlaceholders(template);
	if (unknown === undefined) return template;
	throw new InputError(
		'Name',
		`holds the unknown placeholder {${unknown}}`,
		`Valid placeholders: ${NAME_PLACEHOLDERS.map((name) => `{${name}}`).join(', ')}.`,
	);
}

function readExpiry(text: string): VisibleUntil | null {
	const visibleUntil = readVisibleUntil(text);
	if (visibleUntil !== 'wrong') return visibleUntil;
	throw new InputError('Visible Until', `is "${text}"`, 'Enter a date such as 2027-03-31, or a number of days.');
}

function readProfile(text: string): number | null {
	if (text === '') return null;
	const id = Number(text);
	if (Number.isSafeInteger(id) && (id > 0 || id === -1)) return id;
	throw new InputError('Conversion Profile', `is "${text}"`, 'Choose one from the list, or enter its numeric ID.');
}

/** Rows of resource locators; an expression may also give one text with commas, or a list. */
function readCategories(parameter: ParameterReader, name: string, label: string): string[] {
	return rowsOf(parameter.raw(name, {})).map((category) => {
		if (!isPlaceholder(category)) return category;
		throw new InputError(
			label,
			`is the placeholder "${category}"`,
			'Enter the full path of a category, or remove the row.',
		);
	});
}

function rowsOf(value: unknown): string[] {
	if (value === null || value === undefined || value === '') return [];
	if (Array.isArray(value)) return value.flatMap(rowsOf);
	if (typeof value === 'object') {
		if (!('__rl' in value)) return Object.values(value).flatMap(rowsOf);
		const { mode } = value as { mode?: unknown };
		const inner = rowsOf(unwrap(value));
		return mode === 'path' ? inner : inner.map(categoryById);
	}
	return String(value)
		.split(/[,\r\n]+/)
		.map((part) => part.trim())
		.filter((part) => part !== '');
}
