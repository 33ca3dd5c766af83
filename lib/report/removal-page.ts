import { html } from './html';
import { setupFrame } from './setup-frame';

/** What was ended, or would be; see `Removed` in lib/pipeline/installation. */
export interface RemovedRow {
	row: 'removal';
	name: string;
	kind: 'workflow' | 'table' | 'credential';
	outcome: 'unpublished' | 'archived' | 'listed' | 'deleted' | 'failed';
	problem: string;
}

const ENDINGS: Record<RemovedRow['outcome'], string> = {
	unpublished: 'unpublished; it is still in your list of workflows',
	archived: 'unpublished and archived',
	listed: 'stays',
	deleted: 'deleted',
	failed: 'failed',
};
const KINDS: Record<RemovedRow['kind'], string> = {
	workflow: 'workflow',
	table: 'data table',
	credential: 'credential',
};

/** The last page after a removal: what was ended, and what stays. */
export function removalPage(rows: readonly RemovedRow[], dryRun: boolean): string {
	const failed = rows.filter(({ outcome }) => outcome === 'failed').length;
	const title = dryRun ? 'What would be removed' : 'Zoom to Kaltura is switched off';
	const ending = ({ outcome, kind }: RemovedRow) =>
		dryRun && kind === 'workflow' ? 'would be unpublished' : ENDINGS[outcome];
	return setupFrame(
		title,
		html`<div class="alert ${failed > 0 ? 'warn' : 'good'}">
				<p>
					${
						failed > 0
							? `${failed} could not be removed. Do what stands beside them, then run this again.`
							: dryRun
								? 'Nothing was changed. This is what would happen.'
								: 'Nothing runs any more. Tables and archived workflows stay until you delete them; to delete the tables as well, tick it in the node Set Up and run this again.'
					}
				</p>
			</div>
			<section>
				<table>
					<thead>
						<tr>
							<th>Name</th>
							<th>What it is</th>
							<th>What happens</th>
						</tr>
					</thead>
					<tbody>
						${rows.map(
							(one) =>
								html`<tr>
									<td class="t">${one.name}</td>
									<td>${KINDS[one.kind]}</td>
									<td class="t">
										${ending(one)}${one.problem === '' ? null : html`<br /><strong>${one.problem}</strong>`}
									</td>
								</tr>`,
						)}
					</tbody>
				</table>
			</section>`,
	);
}
