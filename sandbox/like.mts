import { readFileSync } from 'node:fs';

import type { Settings as KalturaSettings } from './kaltura/store/settings.mts';
import type { LikeAccount as LikeZoom } from './zoom/account/settings.mts';

/** How an account behaves, as far as its rehearsal shows (docs/rehearsal.md). */
export interface Likeness {
	zoom: LikeZoom;
	kaltura: Partial<KalturaSettings>;
	/** Privileges that its Kaltura credential lacks. */
	withoutPrivileges: boolean;
	/** What was taken over, as sentences. */
	said: string[];
}

export class UnreadableRehearsal extends Error {}

type Facts = Record<string, unknown>;

const LONGEST_MS = 3_600_000;

/**
 * The file that the last page of a rehearsal offers, as settings of both servers. What the file does not show stays as it is.
 * @throws {UnreadableRehearsal} when it is no such file
 */
export function readLikeness(path: string): Likeness {
	const steps = readSteps(path);
	const facts = (step: string): Facts => steps.get(step) ?? {};
	const said: string[] = [];
	const zoom: LikeZoom = {};
	const downloads: NonNullable<LikeZoom['settings']>['downloads'] = {};
	const kaltura: Partial<KalturaSettings> = {};
	const take = (sentence: string, change: () => void) => {
		said.push(sentence);
		change();
	};

	const { granted } = facts('zoom-scopes');
	if (isWords(granted) && granted.length > 0) {
		take(`scopes of the Zoom app: ${granted.length}`, () => (zoom.scopes = granted));
	}
	const head = facts('zoom-head');
	if (Number(head.status) >= 400 || typeof head.code === 'string') {
		take('signed addresses refuse HEAD', () => (downloads.head = 'refuse'));
	}
	const download = facts('zoom-download');
	if (download.partial === false) take('downloads come whole', () => (downloads.ranges = 'ignore'));
	if (download.redirects === 0) take('downloads do not redirect', () => (downloads.delivery = 'direct'));
	const refusal = facts('zoom-refusal');
	if (refusal.page === true && refusal.status === 404) {
		take('refused downloads are a page with HTTP 404', () => (downloads.refusal = 'html404'));
	} else if (refusal.page === false && Number(refusal.status) >= 400) {
		take('refused downloads are an error in JSON', () => (downloads.refusal = 'json401'));
	}
	if (Number(facts('zoom-reading').absent) > 0) {
		take('files in work are absent', () => (zoom.settings = { ...zoom.settings, processingFiles: 'absent' }));
	}

	const plugins: string[] = [];
	const permissions = new Set(wordsOf(facts('kaltura-permissions').missing));
	for (const plugin of ['caption', 'attachment']) {
		const { missing, code } = facts(`kaltura-${plugin}`);
		if (missing !== true) continue;
		if (code === 'SERVICE_FORBIDDEN') permissions.add(`${plugin.toUpperCase()}_MODIFY`);
		else plugins.push(plugin);
	}
	if (plugins.length > 0) {
		take(`Kaltura has no plugin for ${plugins.join(' and ')}s`, () => (kaltura.missingPlugins = plugins));
	}
	if (permissions.size > 0) {
		take(`the role lacks ${[...permissions].join(', ')}`, () => (kaltura.missingPermissions = [...permissions]));
	}
	const index = facts('kaltura-index');
	if (index.found === false) take('lists lag behind for an hour', () => (kaltura.indexLagMs = LONGEST_MS));
	else if (typeof index.seconds === 'number') {
		take(`lists lag behind by ${index.seconds} s`, () => (kaltura.indexLagMs = milliseconds(index.seconds)));
	}
	const pull = facts('kaltura-pull');
	if (pull.fetched === false) {
		if (pull.status === 'importing') take('imports get stuck', () => (kaltura.importJobs = 'stuck'));
		else take('Kaltura cannot fetch', () => Object.assign(kaltura, { importHeaders: 'none', importAttempts: 1 }));
	}
	const ready = [facts('kaltura-conversion'), facts('kaltura-upload')].find((one) => typeof one.ready === 'boolean');
	if (ready?.ready === false) {
		const conversion = ready.status === 'not-media' ? 'error' : 'stuck';
		take('conversions do not end well', () => (kaltura.conversion = conversion));
	} else if (typeof ready?.seconds === 'number') {
		take(`entries are ready after ${ready.seconds} s`, () => (kaltura.conversionMs = milliseconds(ready.seconds)));
	}
	const withoutPrivileges = facts('kaltura-session').seesAll === false;
	if (withoutPrivileges) said.push('the Kaltura session sees no private category');
	if (Object.keys(downloads).length > 0) zoom.settings = { ...zoom.settings, downloads };
	return { zoom, kaltura, withoutPrivileges, said };
}

function readSteps(path: string): Map<string, Facts> {
	let file: { format?: unknown; version?: unknown; steps?: unknown };
	try {
		file = JSON.parse(readFileSync(path, 'utf8'));
	} catch (error) {
		throw new UnreadableRehearsal(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
	}
	if (file?.format !== 'zoom-kaltura-rehearsal' || file.version !== 1 || !Array.isArray(file.steps)) {
		throw new UnreadableRehearsal(`${path} is no rehearsal.json of this version.`);
	}
	return new Map(
		file.steps.flatMap(({ step, facts }: { step?: unknown; facts?: unknown }): Array<[string, Facts]> =>
			typeof step === 'string' && facts !== null && typeof facts === 'object' ? [[step, facts as Facts]] : [],
		),
	);
}

const isWords = (value: unknown): value is string[] =>
	Array.isArray(value) && value.every((one) => typeof one === 'string');
const wordsOf = (value: unknown): string[] => (isWords(value) ? value : []);
const milliseconds = (seconds: unknown): number =>
	Math.min(LONGEST_MS, Math.max(0, Math.round(Number(seconds) * 1000)));
