import { receiveAttachment } from './assets/attachments.mts';
import { failCaption, receiveCaption } from './assets/captions.mts';
import { findEntry } from './entries/access.mts';
import { type ImportJob } from './media/model.mts';
import { type ImportOutcome, runImport } from './media/import.mts';
import { convert, failImport, finishSkippedImport, receiveContent } from './media/ingest.mts';
import { type UploadToken } from './media/model.mts';
import { TokenStatus } from './media/upload-token.mts';
import { emptyGroup } from './people/group-service.mts';
import { runBulk } from './people/sync.mts';
import type { World } from './world.mts';

/** Parallel downloads; more would only fight for the machine. */
const IMPORT_LANES = 8;

/** Tells the batch layer which worker does which job. */
export function registerJobs(world: World): void {
	world.scheduler.handle('import', IMPORT_LANES, (id) =>
		runImport(world, id, (job, outcome) => finishImport(world, job, outcome)),
	);
	world.scheduler.handle('convert', Infinity, (id) => convert(world, id));
	world.scheduler.handle('skipped-import', Infinity, (id) => finishSkippedImport(world, id));
	world.scheduler.handle('bulk', 1, (id) => runBulk(world, id));
	world.scheduler.handle('empty-group', 1, (id) => emptyGroup(world, id));
}

function finishImport(world: World, job: ImportJob, { content, failure }: ImportOutcome): void {
	if (job.target === 'caption') {
		if (content) receiveCaption(world, job.id, content);
		else failCaption(world, job.id, failure ?? '');
		return;
	}
	const entry = findEntry(world, job.id);
	if (!entry) return;
	if (content) receiveContent(world, entry, content);
	else failImport(world, job.id, failure ?? '');
}

/** A complete upload goes to the entry or asset that waits for it; its token is CLOSED then (docs/vendors/kaltura.md#uploads). */
export function attachUpload(world: World, token: UploadToken): void {
	const content = world.contents.get(token.id);
	const { attachedTo } = token;
	if (!content || !attachedTo) return;
	if (attachedTo.objectType === 'entry') {
		const entry = findEntry(world, attachedTo.id);
		if (entry) receiveContent(world, entry, content);
	} else if (attachedTo.objectType === 'caption') {
		receiveCaption(world, attachedTo.id, content);
	} else {
		receiveAttachment(world, attachedTo.id, content);
	}
	world.contents.delete(token.id);
	world.uploadTokens.put({ ...token, status: TokenStatus.CLOSED, updatedAt: world.clock.seconds() });
}
