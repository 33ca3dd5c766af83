import { KalturaMedia } from '../../nodes/KalturaMedia/KalturaMedia.node';
import { ZoomRecordings } from '../../nodes/ZoomRecordings/ZoomRecordings.node';

import { ImportBench } from './kaltura-import-bench';

const DAY = 86_400_000;

/** Sees, verifies, plans and cleans up as the template cleanup-zoom does, in real n8n contexts. */
export class CleanupBench extends ImportBench {
	/** A meeting of forty days ago, imported and ready in Kaltura. */
	async imported(meeting: Record<string, unknown> = {}, parameters: Record<string, unknown> = {}): Promise<string> {
		const uuid = await this.meeting({ minutesAgo: 40 * 24 * 60, ...meeting });
		const item = await this.importOne(uuid, parameters);
		if (!['imported', 'already-imported'].includes(item.outcome.status)) throw new Error(JSON.stringify(item.outcome));
		await this.settled();
		return uuid;
	}

	async verify(items: any[], parameters: Record<string, unknown> = {}, continueOnFail = false): Promise<any[]> {
		const [out] = await this.n8n.runNode(new KalturaMedia(), {
			parameters: { resource: 'recording', operation: 'verify', ...parameters } as never,
			items,
			continueOnFail,
		});
		return out!.map(({ json }) => json);
	}

	async verified(uuid: string, parameters: Record<string, unknown> = {}): Promise<any> {
		const [item] = await this.verify([await this.recording(uuid)], parameters);
		return item;
	}

	/** The ledger as the ingest pipeline writes it, `days` ago. */
	ledgerOf(item: any, more: Record<string, unknown> = {}, days = 35.5): object {
		const at = new Date(Date.now() - days * DAY).toISOString();
		return {
			account: item.accountId,
			meetingUuid: item.meetingUuid,
			status: 'imported',
			files: item.segments.flatMap((segment: any) => segment.files).length,
			sizeBytes: item.sizeBytes,
			createdAt: at,
			updatedAt: at,
			lastAttemptAt: at,
			...more,
		};
	}

	async plan(items: any[], parameters: Record<string, unknown> = {}): Promise<any[]> {
		const ledger = items.filter((item) => item.meetingUuid).map((item) => this.ledgerOf(item));
		const [out] = await this.n8n.runNode(new ZoomRecordings(), {
			parameters: { operation: 'planCleanup', mostPercent: 100, ledger, removals: [], ...parameters } as never,
			items,
		});
		return out!.map(({ json }) => json);
	}

	async cleanUp(items: any[], parameters: Record<string, unknown> = {}, continueOnFail = false): Promise<any[]> {
		const [out] = await this.n8n.runNode(new ZoomRecordings(), {
			parameters: { operation: 'cleanUp', intentions: this.intentions(items), ...parameters } as never,
			items,
			continueOnFail,
		});
		return out!.map(({ json }) => json);
	}

	/** What the template writes before it cleans up. */
	intentions(items: any[]): object[] {
		return items
			.filter(({ cleanup }) => cleanup?.decision === 'trash')
			.map(({ accountId, meetingUuid, cleanup }) => ({
				account: accountId,
				meetingUuid,
				state: 'intended',
				fileIds: cleanup.fileIds.join(' '),
				at: new Date().toISOString(),
			}));
	}

	/** Verify, plan, clean up: what a run does about one recording. */
	async run(uuid: string, plan: Record<string, unknown> = {}): Promise<any> {
		const [planned] = await this.plan([await this.verified(uuid)], plan);
		const [done] = await this.cleanUp([planned]);
		return done;
	}

	/** Ids of the files that Zoom still lists; [] when the recording is gone. */
	async filesInZoom(uuid: string): Promise<string[]> {
		const [out] = await this.n8n.runNode(new ZoomRecordings(), {
			parameters: { operation: 'get', meetingUuid: uuid },
			continueOnFail: true,
		});
		const recording = out![0]!.json as any;
		return (recording.segments ?? []).flatMap((segment: any) => segment.files.map(({ id }: any) => id));
	}

	/** Calls of either side that may change something, since the last look. */
	async writes(): Promise<string[]> {
		const { kaltura, zoom } = this.sandbox.control;
		const ours = await kaltura.counts();
		const theirs = (await zoom.requests()).filter(({ method, path }) => method !== 'GET' && path.startsWith('/v2/'));
		await Promise.all([kaltura.clearRequests(), zoom.clearRequests()]);
		const named = theirs.map(({ method, path }) => `${method} ${path}`);
		return ours.writes > 0 ? [...named, `${ours.writes} writes in Kaltura`] : named;
	}
}
