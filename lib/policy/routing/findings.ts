import { coversRule } from './match';
import type { RulesApply } from './route';
import { cellSentence, type Rule } from './rule';
import { emptySchedule } from './schedule';

/** Something that is wrong with the rules, as a sentence. */
export interface RuleFinding {
	row: number;
	rule: string;
	/** `problem`: recordings are held back by it. `warning`: the rule does less than it seems to. */
	result: 'problem' | 'warning';
	message: string;
}

/** What Kaltura and Zoom do not know of all that the rules name. */
interface UnknownNames {
	hosts: readonly string[];
	zoomGroups: readonly string[];
	users: readonly string[];
	categories: readonly string[];
}

/** Everything that rules name and a vendor knows or does not. */
interface NamesOfRules {
	/** E-mail addresses and Zoom user ids. */
	hosts: string[];
	zoomGroups: string[];
	/** Kaltura user ids. */
	users: string[];
	categories: string[];
}

/** @param today YYYY-MM-DD */
export function ruleFindings(rules: readonly Rule[], apply: RulesApply, today: string): RuleFinding[] {
	const findings: RuleFinding[] = [];
	const names = new Map<string, number>();
	for (const [index, rule] of rules.entries()) {
		const { row, name } = rule;
		const about = (result: RuleFinding['result'], message: string) =>
			findings.push({ row, rule: name, result, message });
		for (const problem of [...rule.whenProblems, ...rule.thenProblems]) about('problem', cellSentence(rule, problem));
		const twin = names.get(name.toLowerCase());
		if (twin !== undefined) {
			about(
				'warning',
				`The rules in rows ${twin} and ${row} are both called "${name}", so outcomes do not tell which.`,
			);
		} else names.set(name.toLowerCase(), row);
		const never = neverMatches(rule, apply === 'first' ? rules.slice(0, index) : [], today);
		if (never) about('warning', `The rule "${name}" (row ${row}) never acts: ${never}.`);
	}
	return findings;
}

function neverMatches(rule: Rule, before: readonly Rule[], today: string): string | null {
	for (const condition of rule.when) {
		if (condition.column !== 'schedule') continue;
		const empty = emptySchedule(condition.schedule);
		if (empty) return empty;
		const { until } = condition.schedule;
		if (until !== null && until < today) return `its last day ${until} is over, unless older recordings are imported`;
	}
	if (rule.whenProblems.length > 0) return null;
	const earlier = before.find((one) => coversRule(one, rule));
	if (!earlier) return null;
	return `whatever it is for is decided before by the rule "${earlier.name}" (row ${earlier.row})`;
}

/** The names in the rules, for whoever asks the vendors about them. */
export function namesOf(rules: readonly Rule[]): NamesOfRules {
	const names = { hosts: new Set<string>(), zoomGroups: new Set<string>(), users: new Set<string>() };
	const categories = new Set<string>();
	for (const { when, then } of rules) {
		for (const condition of when) {
			if (condition.column === 'host') for (const one of [...condition.ids, ...condition.emails]) names.hosts.add(one);
			if (condition.column === 'zoomGroup') for (const one of condition.values) names.zoomGroups.add(one);
		}
		for (const user of [then.owner, ...then.coEditors, ...then.coPublishers]) if (user !== '') names.users.add(user);
		for (const category of then.categories) categories.add(category);
	}
	return {
		hosts: [...names.hosts],
		zoomGroups: [...names.zoomGroups],
		users: [...names.users],
		categories: [...categories],
	};
}

/** One finding for each rule that names what a vendor does not know. */
export function unknownNameFindings(rules: readonly Rule[], unknown: UnknownNames): RuleFinding[] {
	const lost = {
		hosts: new Set(unknown.hosts),
		zoomGroups: new Set(unknown.zoomGroups),
		users: new Set(unknown.users),
		categories: new Set(unknown.categories),
	};
	return rules.flatMap((rule): RuleFinding[] => {
		const named = namesOf([rule]);
		const list = (key: keyof NamesOfRules) => named[key].filter((name) => lost[key].has(name));
		const said = [
			[list('hosts'), 'Zoom has no user'],
			[list('zoomGroups'), 'Zoom has no group'],
			[list('users'), 'Kaltura has no user'],
			[list('categories'), 'Kaltura has no category'],
		] as const;
		return said.flatMap(([missing, what]): RuleFinding[] => {
			if (missing.length === 0) return [];
			const shown = missing.slice(0, 5).map((one) => `"${one}"`);
			const more = missing.length > 5 ? ` and ${missing.length - 5} more` : '';
			const message = `The rule "${rule.name}" (row ${rule.row}): ${what} ${shown.join(', ')}${more}.`;
			return [{ row: rule.row, rule: rule.name, result: 'warning', message }];
		});
	});
}
