import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { deserialize, serialize } from 'node:v8';

import { GrowingFile, type SavedUpload } from './media/chunks.mts';
import type { Job } from './store/scheduler.mts';
import type { Content } from './store/content.mts';
import type { World } from './world.mts';

interface SavedState {
	version: 1;
	offsetMs: number;
	settings: World['settings'];
	partner: World['partner'];
	tables: Record<string, object[]>;
	contents: Array<[string, Content]>;
	endedSessions: string[];
	categoryIds: number;
	rowIds: number;
	jobs: Job[];
	uploads: Array<[string, SavedUpload]>;
}

/** Writes everything to a file, whole or not at all. Of uploads in progress those too big to be kept are lost. */
export function saveState(world: World, file: string): void {
	const state: SavedState = {
		version: 1,
		offsetMs: world.clock.offsetMs,
		settings: world.settings,
		partner: world.partner,
		tables: Object.fromEntries(Object.entries(world.tables()).map(([name, table]) => [name, [...table.all()]])),
		contents: [...world.contents],
		endedSessions: [...world.endedSessions],
		categoryIds: world.categoryIds.last,
		rowIds: world.rowIds.last,
		jobs: world.scheduler.pending(),
		uploads: [...world.growingFiles].flatMap(([id, file]): Array<[string, SavedUpload]> => {
			const saved = file.dump();
			return saved ? [[id, saved]] : [];
		}),
	};
	writeFileSync(`${file}.new`, serialize(state));
	renameSync(`${file}.new`, file);
}

/** Reads what saveState wrote; false when there is no such file. Jobs that were running run again. */
export function loadState(world: World, file: string): boolean {
	if (!existsSync(file)) return false;
	const state = deserialize(readFileSync(file)) as SavedState;
	if (state.version !== 1) throw new Error(`${file} was not written by this sandbox`);
	world.clear();
	world.clock.offsetMs = state.offsetMs;
	world.settings = state.settings;
	world.partner = state.partner;
	for (const [name, table] of Object.entries(world.tables()))
		for (const row of state.tables[name] ?? []) table.put(row);
	for (const [id, content] of state.contents) world.contents.set(id, revive(content));
	for (const ks of state.endedSessions) world.endedSessions.add(ks);
	world.categoryIds.last = state.categoryIds;
	world.rowIds.last = state.rowIds;
	for (const entry of world.entries.all()) world.entryIndex.load(entry);
	for (const category of world.categories.all()) world.categoryIndex.load(category);
	for (const user of world.users.all()) world.userIndex.load(user);
	for (const [id, saved] of state.uploads) {
		world.growingFiles.set(id, GrowingFile.restore(saved, world.settings.keepBytesUpTo));
	}
	world.scheduler.restore(state.jobs);
	return true;
}

/** v8 gives typed arrays back where Buffers went in. */
function revive(content: Content): Content {
	const buffer = (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	return { ...content, head: buffer(content.head), bytes: content.bytes && buffer(content.bytes) };
}
