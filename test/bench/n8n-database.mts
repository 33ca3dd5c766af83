import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import type { N8n } from '../../scripts/n8n/contract.mts';

/** Looks into n8n's own SQLite, so that asking how far it is costs n8n nothing of what is measured. */
export class N8nDatabase {
	readonly #database: DatabaseSync;

	private constructor(path: string) {
		this.#database = new DatabaseSync(path, { readOnly: true });
		this.#database.exec('PRAGMA busy_timeout = 10000');
	}

	static async of(n8n: N8n): Promise<N8nDatabase> {
		const { userFolder } = await n8n.info();
		return new N8nDatabase(join(userFolder, '.n8n', 'database.sqlite'));
	}

	/** How many of these recordings the ledger holds. */
	inLedger(uuids: ReadonlySet<string>): number {
		const table = this.#database.prepare(`SELECT id FROM data_table WHERE name = 'zoom_kaltura_ledger'`).get();
		if (table === undefined) return 0;
		const rows = this.#database.prepare(`SELECT "meetingUuid" AS uuid FROM "data_table_user_${table.id}"`).all();
		return new Set(rows.map(({ uuid }) => String(uuid)).filter((uuid) => uuids.has(uuid))).size;
	}

	/** Executions that wait for their turn or have it. */
	underWay(): number {
		return Number(
			this.#database.prepare(`SELECT count(*) AS n FROM execution_entity WHERE status IN ('new', 'running')`).get()!.n,
		);
	}

	/** All that ever began, also those that are removed when they succeed. */
	begun(): number {
		return Number(
			this.#database.prepare(`SELECT seq FROM sqlite_sequence WHERE name = 'execution_entity'`).get()?.seq ?? 0,
		);
	}

	close(): void {
		this.#database.close();
	}
}
