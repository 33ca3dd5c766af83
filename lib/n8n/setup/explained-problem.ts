import { problem, type SetupFinding } from '../../policy/setup/setup-findings';
import { isExplained } from '../../policy/failures';

/**
 * A failure as a finding: the check goes on, and the admin sees everything that is wrong at once.
 * @throws what is no failure of a vendor or of an input, because that is a fault of ours
 */
export function explainedProblem(area: SetupFinding['area'], check: string, error: unknown): SetupFinding {
	if (isExplained(error)) return problem(area, check, error.message, error.remedy);
	throw error;
}
