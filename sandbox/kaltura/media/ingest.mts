import type { Input } from '../api/deserialize.mts';
import { apiError } from '../api/errors.mts';
import { type Entry, EntryStatus } from '../entries/entry.mts';
import { change } from '../entries/access.mts';
import { finishReplacement } from '../entries/replacement.mts';
import type { Session } from '../sessions/session.mts';
import type { Content } from '../store/content.mts';
import { newEntryId } from '../store/ids.mts';
import type { World } from '../world.mts';
import { type FlavorAsset } from './model.mts';
import { ensureSource, FlavorStatus } from './flavor.mts';
import { looksLikeText, probe } from './probe.mts';
import { readResource } from './resource.mts';

/**
 * Content on its way into an entry (docs/vendors/kaltura.md#states-of-an-entry): NO_CONTENT → IMPORT while bytes are awaited → PRECONVERT
 * → READY, or ERROR_IMPORTING / ERROR_CONVERTING.
 */
export function attachContent(world: World, session: Session, entry: Entry, resource: Input): Entry {
	const source = readResource(world, session, resource);
	const flavor = ensureSource(world, entry.id);
	if (source.kind === 'content') return receiveContent(world, entry, source.content);
	world.flavors.put({ ...flavor, status: FlavorStatus.IMPORTING, updatedAt: world.clock.seconds() });
	if (source.kind === 'token') {
		world.uploadTokens.put({ ...source.token, attachedTo: { objectType: 'entry', id: entry.id } });
		return change(world, entry, { status: EntryStatus.IMPORT });
	}
	if (world.settings.imports === 'skip') return skipImport(world, entry, flavor);
	world.imports.put({
		id: entry.id,
		target: 'entry',
		url: source.url,
		headerLines: source.headerLines,
		shouldRedirect: source.shouldRedirect,
		attempts: 0,
		createdAt: world.clock.seconds(),
	});
	if (world.settings.importJobs === 'normal') world.scheduler.add('import', entry.id, world.settings.importQueueMs);
	return change(world, entry, { status: EntryStatus.IMPORT, sourceType: '5' });
}

/** The bytes are here: conversion starts. */
export function receiveContent(world: World, entry: Entry, content: Content): Entry {
	const flavor = ensureSource(world, entry.id);
	world.contents.set(flavor.id, content);
	world.flavors.put({
		...flavor,
		status: FlavorStatus.VALIDATING,
		sizeInBytes: content.size,
		updatedAt: world.clock.seconds(),
	});
	if (world.settings.conversion !== 'stuck') world.scheduler.add('convert', entry.id, world.settings.conversionMs);
	return change(world, entry, { status: EntryStatus.PRECONVERT });
}

/** A failed import: status -2, and the job's message on the source flavor, nowhere else (docs/vendors/kaltura.md#states-of-an-entry). */
export function failImport(world: World, entryId: string, message: string): void {
	const entry = world.entries.get(entryId);
	if (!entry || entry.status === EntryStatus.DELETED) return;
	const flavor = ensureSource(world, entryId);
	world.flavors.put({ ...flavor, status: FlavorStatus.ERROR, description: message, updatedAt: world.clock.seconds() });
	change(world, entry, { status: EntryStatus.ERROR_IMPORTING });
	finishReplacement(world, entryId);
}

/** The conversion job: it delays, checks and measures; the bytes stay as they are. */
export function convert(world: World, entryId: string): void {
	const entry = world.entries.get(entryId);
	if (!entry || entry.status !== EntryStatus.PRECONVERT) return;
	const source = ensureSource(world, entryId);
	const content = world.contents.get(source.id);
	const found = content ? probe(content) : null;
	const problem = world.settings.conversion === 'error' ? 'Conversion engine failed' : (found?.problem ?? null);
	if (!content || !found || problem) {
		world.flavors.put({
			...source,
			status: FlavorStatus.ERROR,
			description: problem ?? 'Missing file',
			updatedAt: world.clock.seconds(),
		});
		change(world, entry, { status: EntryStatus.ERROR_CONVERTING });
	} else {
		const bitrate = found.msDuration > 0 ? Math.round((content.size * 8) / found.msDuration) : 0;
		const { fileExt, containerFormat, width, height, msDuration } = found;
		const measured = { fileExt, containerFormat, width, height, bitrate };
		makeFlavors(world, entry, { ...source, ...measured }, content);
		change(world, entry, { status: EntryStatus.READY, width, height, msDuration });
	}
	finishReplacement(world, entryId);
}

/** The source becomes READY, or DELETED when the profile does not keep it; one rendition carries the same bytes. */
function makeFlavors(world: World, entry: Entry, source: FlavorAsset, content: Content): void {
	const profile = world.conversionProfiles.get(String(entry.conversionProfileId));
	const now = world.clock.seconds();
	const keepSource = profile?.keepSource ?? true;
	world.flavors.put({ ...source, status: keepSource ? FlavorStatus.READY : FlavorStatus.DELETED, updatedAt: now });
	const flavorParamsId = Number(profile?.flavorParamsIds.split(',').find((id) => id !== '0') ?? 0);
	if (flavorParamsId === 0) return;
	const rendition = world.flavors.put({
		...source,
		id: newEntryId(),
		order: world.rowIds.next(),
		flavorParamsId,
		isOriginal: false,
		status: FlavorStatus.READY,
		tags: 'mbr,web,mobile',
		createdAt: now,
		updatedAt: now,
	});
	world.contents.set(rendition.id, content);
	if (!keepSource) world.contents.delete(source.id);
}

/** Setting imports: "skip" (benchmarks): READY after the usual delay with nothing inside. */
function skipImport(world: World, entry: Entry, flavor: FlavorAsset): Entry {
	world.scheduler.add('skipped-import', entry.id, world.settings.conversionMs);
	world.flavors.put({ ...flavor, status: FlavorStatus.IMPORTING });
	return change(world, entry, { status: EntryStatus.IMPORT, sourceType: '5' });
}

export function finishSkippedImport(world: World, entryId: string): void {
	const entry = world.entries.get(entryId);
	if (!entry || entry.status !== EntryStatus.IMPORT) return;
	world.flavors.put({
		...ensureSource(world, entryId),
		status: FlavorStatus.READY,
		description: 'import skipped by setting',
	});
	change(world, entry, { status: EntryStatus.READY });
	finishReplacement(world, entryId);
}

/** HTML pages are refused at the upload itself, other text fails later (docs/vendors/kaltura.md#uploads, file type whitelist). */
export function refuseUnsafe(content: Content): void {
	const text = content.head.subarray(0, 1024).toString('utf8').trimStart().toLowerCase();
	const isHtml = looksLikeText(content.head) && (text.startsWith('<!doctype html') || text.startsWith('<html'));
	if (isHtml) throw apiError('FILE_CONTENT_NOT_SECURE');
}
