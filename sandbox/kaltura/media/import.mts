import type { World } from '../world.mts';
import { collapseSlashes, download, DownloadError, resolveRedirects } from './download.mts';
import type { ImportJob } from './model.mts';

/** How an import ended, told to whoever owns the target. */
export interface ImportOutcome {
	content?: Awaited<ReturnType<typeof download>>;
	/** The job's message after its last attempt. */
	failure?: string;
}

/**
 * Runs one attempt. HTTP errors and broken connections are tried again later until the attempts are used up
 * (docs/vendors/kaltura.md#where-content-comes-from); a page with a login form counts as success here and fails at conversion.
 */
export async function runImport(
	world: World,
	id: string,
	done: (job: ImportJob, outcome: ImportOutcome) => void,
): Promise<void> {
	const job = world.imports.get(id);
	if (!job) return;
	try {
		const url = collapseSlashes(job.url);
		const headerLines = world.settings.importHeaders === 'sent' ? job.headerLines : [];
		const finalUrl = job.shouldRedirect ? await resolveRedirects(url, headerLines) : url;
		const content = await download(finalUrl, headerLines, world.settings.keepBytesUpTo);
		// Deleted or replaced while it ran: its owner is not interested any more.
		if (world.imports.get(id) !== job) return;
		world.imports.remove(id);
		done(job, { content });
	} catch (error) {
		if (!(error instanceof DownloadError)) throw error;
		if (world.imports.get(id) !== job) return;
		const attempts = job.attempts + 1;
		if (attempts < world.settings.importAttempts) {
			world.imports.put({ ...job, attempts });
			world.scheduler.add('import', id, world.settings.importRetryMs);
			return;
		}
		world.imports.remove(id);
		done(job, { failure: error.message });
	}
}
