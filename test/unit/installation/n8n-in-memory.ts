import { N8nApi, type N8nTransport } from '../../../lib/n8n-api/client';

interface Stored {
	id: string;
	name: string;
	nodes: any[];
	connections: object;
	settings: object;
	active: boolean;
}

/** As much of n8n's public API as the installer speaks, with the refusals that a real one gives. */
export class N8nInMemory {
	workflows: Stored[] = [];
	credentials = [
		{ id: 'z', name: 'Zoom', type: 'zoomServerToServerOAuth2Api' },
		{ id: 'w', name: 'Webhook', type: 'zoomWebhookApi' },
		{ id: 'k', name: 'Kaltura', type: 'kalturaApi' },
	];
	tables: Array<{ id: string; name: string; rows: Array<Record<string, string>> }> = [];
	/** `METHOD /path` beginnings that the key may not ask. */
	forbidden: string[] = [];
	/** Writes until the process of the setup dies; null for ever. */
	livesFor: number | null = null;
	writes: string[] = [];
	secrets: string[] = [];

	readonly api = new N8nApi((request) => this.answer(request));

	private readonly answer: N8nTransport = async ({ method, path, body }) => {
		const call = `${method} ${path}`;
		if (this.forbidden.some((start) => call.startsWith(start))) return { status: 403, body: { message: 'Forbidden' } };
		if (method !== 'GET') {
			if (this.livesFor !== null && this.writes.length >= this.livesFor) throw new Error('killed');
			this.writes.push(call);
		}
		const [, kind, id = '', ...more] = path.split('/');
		const given = body as any;
		if (kind === 'credentials') {
			if (method === 'GET') return page(this.credentials);
			const made = { id: `c${this.credentials.length}`, name: given.name, type: given.type };
			this.secrets.push(given.data.password);
			this.credentials.push(made);
			return { status: 200, body: made };
		}
		if (kind === 'workflows') {
			if (method === 'GET') return page(this.workflows);
			if (method === 'POST' && id === '') {
				const made = { id: `id${this.workflows.length}`, active: false, ...given };
				this.workflows.push(made);
				return { status: 200, body: made };
			}
			const found = this.workflows.find((one) => one.id === id);
			if (!found) return { status: 404, body: {} };
			if (more[0] === 'activate') found.active = true;
			else if (more[0] === 'deactivate') found.active = false;
			else Object.assign(found, structuredClone(given));
			return { status: 200, body: found };
		}
		const table = this.tables.find((one) => one.id === id);
		if (method === 'GET') return page(table ? table.rows : this.tables.map(({ id: key, name }) => ({ id: key, name })));
		if (id === '') {
			const made = { id: `t${this.tables.length}`, name: given.name, rows: [] };
			this.tables.push(made);
			return { status: 200, body: made };
		}
		const { data } = given;
		const present = table!.rows.find((row) => row.account === data.account && row.template === data.template);
		if (present) Object.assign(present, data);
		else table!.rows.push(data);
		return { status: 200, body: [] };
	};
}

function page(data: readonly unknown[]) {
	return { status: 200, body: { data: structuredClone(data), nextCursor: null } };
}
