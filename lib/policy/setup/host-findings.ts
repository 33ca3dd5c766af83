import { fine, problem, type SetupFinding, warning } from './setup-findings';

/** What n8n takes for its schedules when nobody chooses. */
const NOBODYS_CHOICE = 'America/New_York';

/** What the n8n that runs the check says about itself. */
export interface BinaryFacts {
	/** Where n8n keeps binary data: memory (`default`), `filesystem`, `database`, `s3`, … */
	mode: string;
	/** Whether executions are handed to workers. */
	queueMode: boolean;
	/** Whether this execution is one of a worker; always false without queue mode. */
	onWorker: boolean;
	/** Whether the main process gave back what this worker wrote; null when nobody asked it. */
	readByMain: 'yes' | 'no' | { unknown: string } | null;
}

const SHARED =
	'Set N8N_DEFAULT_BINARY_DATA_MODE=database for every n8n process, or let all of them use one shared folder (N8N_STORAGE_PATH).';

/**
 * In queue mode a worker writes binary data and the main process sends it to the browser. With a folder of its own for each,
 * forms and pages answer 500 while the execution counts as success.
 */
export function binaryDataFinding({ mode: named, queueMode, onWorker, readByMain }: BinaryFacts): SetupFinding {
	const check = 'Binary data';
	// n8n has a second layout of folders, and calls it by another name.
	const mode = named === 'filesystem-v2' ? 'filesystem' : named;
	const kept = mode === 'filesystem' ? 'files' : mode;
	if (mode === 'default') {
		return warning(
			'n8n',
			check,
			'n8n keeps binary data in memory. The import does not use it, but Download would hold whole recordings there.',
			'Set N8N_DEFAULT_BINARY_DATA_MODE=database (or s3) for every n8n process; filesystem only when one process does everything, or all share the folder.',
		);
	}
	if (!queueMode) {
		const later = mode === 'filesystem' ? ' Before you start workers: database, or one folder that all share.' : '';
		return fine('n8n', check, `n8n keeps binary data in ${kept}, and one process does everything.${later}`);
	}
	if (onWorker && readByMain === 'yes')
		return fine('n8n', check, `n8n keeps binary data in ${kept}; the main process read what a worker wrote.`);
	if (onWorker && readByMain === 'no') {
		return problem(
			'n8n',
			check,
			`A worker keeps binary data in ${kept} where the main process does not find it: forms and pages answer with an error although their execution succeeds.`,
			SHARED,
		);
	}
	if (mode !== 'filesystem')
		return fine('n8n', check, `n8n keeps binary data in ${kept}, which all its processes share.`);
	const why =
		readByMain !== null && typeof readByMain === 'object'
			? `the main process could not be asked: ${readByMain.unknown}`
			: 'this check ran in the main process itself';
	return warning(
		'n8n',
		check,
		`n8n has workers and keeps binary data in files. Whether the main process can read what a worker wrote is not known, because ${why}.`,
		`${SHARED} To try it, publish this workflow and open the form Check in a Browser: it runs in a worker.`,
	);
}

/**
 * @param timeZone by which the schedules of this workflow run
 * @param chosen GENERIC_TIMEZONE of the process; '' when it is not set
 */
export function timeZoneFinding(timeZone: string, chosen: string): SetupFinding {
	const check = 'Time zone';
	if (chosen === '' && timeZone === NOBODYS_CHOICE) {
		return warning(
			'n8n',
			check,
			`Schedules run by the time of ${NOBODYS_CHOICE}, because nobody has chosen another.`,
			'Set GENERIC_TIMEZONE, such as Europe/Berlin, for every n8n process; or choose the time zone in the settings of each workflow, as the setup does with its field Time Zone.',
		);
	}
	return fine('n8n', check, `Schedules run by the time of ${timeZone}.`);
}

const MEBIBYTE = 1024 * 1024;
/** Where somebody should know. n8n itself warns at 80 %, in the editor only. */
const NOTICEABLE = 0.7;

export interface MeasuredTable {
	name: string;
	sizeBytes: number;
}

/** @param limitBytes N8N_DATA_TABLES_MAX_SIZE_BYTES: one limit for all data tables of the n8n together */
export function tablesFinding(tables: readonly MeasuredTable[], limitBytes: number): SetupFinding {
	const used = tables.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
	const share = used / limitBytes;
	const largest = tables
		.toSorted((a, b) => b.sizeBytes - a.sizeBytes)
		.slice(0, 3)
		.map(({ name, sizeBytes }) => `${name} ${mebibytes(sizeBytes)}`);
	const text = `The data tables take ${mebibytes(used)} of ${mebibytes(limitBytes)} MiB (${Math.floor(share * 100)} %)${largest.length > 0 ? `; the largest: ${largest.join(', ')}` : ''}.`;
	const remedy =
		'Raise N8N_DATA_TABLES_MAX_SIZE_BYTES (in bytes, for every n8n process), or let the templates forget earlier: keepDays and fields like it in their node Configuration. Room that deleted rows leave is used again, but still counts.';
	if (share >= 1) {
		return problem(
			'n8n',
			TABLES,
			`${text} n8n refuses every further row of every table. Recordings are imported all the same, but nothing is noted, and what needs a claim or a record first (group changes, provisioning, cleanup, retries) stops without changing anything.`,
			remedy,
		);
	}
	if (share >= NOTICEABLE)
		return warning('n8n', TABLES, `${text} At 100 % n8n refuses every further row of every table.`, remedy);
	return fine('n8n', TABLES, text);
}

const TABLES = 'Data tables';

/** @param why as the end of a sentence */
export function tablesNotMeasured(why: string, remedy: string): SetupFinding {
	return warning('n8n', TABLES, `How full the data tables are was not measured: ${why}`, remedy);
}

function mebibytes(bytes: number): string {
	const value = bytes / MEBIBYTE;
	return value >= 10 ? String(Math.round(value)) : value.toFixed(value >= 0.1 || value === 0 ? 1 : 3);
}
