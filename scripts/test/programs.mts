import { existsSync, globSync } from 'node:fs';
import { delimiter, join } from 'node:path';

interface Program {
	name: string;
	commands: string[];
	/** Where the package puts it, when that is in nobody's path. */
	place?: string;
	/** Environment variable that may name the program's path. */
	variable?: string;
	neededFor: string;
	debianPackage: string;
}

/** Programs that npm cannot bring; tests that need a missing one are skipped. .ci/run installs them. */
const PROGRAMS: Program[] = [
	{
		name: 'Chromium',
		commands: ['chromium', 'chromium-browser', 'google-chrome'],
		variable: 'CHROMIUM_PATH',
		neededFor: 'the browser tests',
		debianPackage: 'chromium',
	},
	{
		name: 'Redis server',
		commands: ['redis-server'],
		neededFor: 'the test of queue mode',
		debianPackage: 'redis-server',
	},
	{
		name: 'PostgreSQL server',
		commands: [],
		place: '/usr/lib/postgresql/*/bin/postgres',
		neededFor: 'the test of queue mode',
		debianPackage: 'postgresql',
	},
];

/** One line per missing program: what is skipped, and how to change that. */
export function missingPrograms(): string[] {
	return PROGRAMS.filter((program) => !isPresent(program)).map(
		({ name, neededFor, debianPackage }) =>
			`Skipped ${neededFor}: no ${name} found. Debian and Ubuntu: apt-get install ${debianPackage}`,
	);
}

function isPresent({ commands, place, variable }: Program): boolean {
	if (place !== undefined && globSync(place).length > 0) return true;
	const named = variable === undefined ? undefined : process.env[variable];
	if (named && existsSync(named)) return true;
	const folders = (process.env.PATH ?? '').split(delimiter);
	return commands.some((command) => folders.some((folder) => existsSync(join(folder, command))));
}
