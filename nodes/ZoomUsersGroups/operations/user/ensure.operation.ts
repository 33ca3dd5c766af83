import type { OperationAnswer } from '../../../../lib/n8n/operation';
import { openPledges } from '../../../../lib/n8n/pledges';
import { Failure } from '../../../../lib/policy/failures';
import type { EnsuredUser } from '../../../../lib/pipeline/provisioning/ensure-users';
import { ensureUsers, StoppedRun } from '../../../../lib/pipeline/provisioning/ensure-users';
import { ensureForm } from '../../ensure/form';
import { readPeople, readSettings } from '../../ensure/read-parameters';
import type { DirectoryCall, DirectoryOperation } from '../../fields';

export const ensure: DirectoryOperation = {
	value: 'ensure',
	name: 'Ensure',
	action: 'Ensure the state of a user',
	description:
		'Bring users to a desired state with the fewest calls: plan everything, check the limits, then write what differs',
	fields: ensureForm,

	/** All items together: many people are read from lists, and limits count over the whole run. */
	async runAll(calls) {
		const first = calls[0];
		if (!first) return [];
		const settings = readSettings(first);
		const pledges = openPledges(first.context);
		const reports = await ensureUsers(first.zoom, readPeople(calls, settings), settings, pledges, first.signal);
		if (first.signal?.aborted) logWhatWasDone(first, reports);
		return reports.map((report) => (settings.failOnFailure ? orFailure(report) : report));
	},
};

/**
 * n8n keeps nothing of what a node gives after Stop. What was under way has been brought to a safe end; what was done, and
 * what was not, stands in n8n's log at least.
 */
function logWhatWasDone({ context }: DirectoryCall, reports: readonly EnsuredUser[]): void {
	for (const { email, steps } of reports) {
		if (steps.length === 0) continue;
		const said = steps.map(({ what, result, message }) => `${what}: ${result}${message ? ` (${message})` : ''}`);
		context.logger.warn(`Ensure was stopped. ${email}: ${said.join('; ')}.`);
	}
}

function orFailure(report: EnsuredUser): OperationAnswer | Failure {
	if (report.outcome !== 'failed' && report.outcome !== 'refused') return report;
	const step = report.steps.find(({ result }) => result === 'failed');
	const message = report.reason ?? step?.message ?? 'A step was not carried out.';
	return new Failure(
		new StoppedRun(`${report.email}: ${message}`, step?.nextStep ?? 'Correct this, then run it again.'),
		0,
		report,
	);
}
