/**
 * The Compose files of deploy/, which nobody here can run: every key and value against the Compose specification, as far as
 * they use it. That n8n knows every variable is a test of the installed n8n (test/e2e/n8n.test.ts).
 * @see https://github.com/compose-spec/compose-spec/blob/main/spec.md
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { parse } from 'yaml';

const folder = resolve(__dirname, '../../deploy');
const read = (file: string) => readFileSync(resolve(folder, file), 'utf8');
const FILES = ['compose.yaml', 'compose.queue.yaml'];

type Compose = {
	name: string;
	services: Record<string, Record<string, any>>;
	volumes: Record<string, null>;
};
/** With the values of .env.example, put in after parsing as Compose does; `${NAME:?}` is refused when it has none. */
const values: Record<string, string> = Object.fromEntries(
	read('.env.example')
		.split('\n')
		.filter((line) => /^[A-Z]/.test(line))
		.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1) || 'filled in'] as const),
);
const filledIn = (_: unknown, value: unknown) =>
	typeof value === 'string' ? value.replace(/\$\{(\w+):\?\}/g, (__, name) => values[name] ?? 'NO VALUE') : value;
const compose = (file: string) => parse(read(file), filledIn, { merge: true }) as Compose;

const text = (value: unknown) => typeof value === 'string' && value !== '' && !value.includes('NO VALUE');
const duration = (value: unknown) => typeof value === 'string' && /^(\d+(us|ms|s|m|h))+$/.test(value);
const everyValue = (value: unknown, holds: (one: unknown) => boolean) =>
	value !== null && typeof value === 'object' && Object.values(value).every(holds);
const only = (value: object, known: Record<string, (one: any) => boolean>) =>
	Object.entries(value)
		.filter(([key, one]) => !known[key]?.(one))
		.map(([key]) => key);

/** What the specification says of the keys that are used. */
const SERVICE: Record<string, (value: any) => boolean> = {
	image: text,
	restart: (value) => /^(no|always|on-failure(:\d+)?|unless-stopped)$/.test(value),
	command: text,
	environment: (value) => everyValue(value, text),
	ports: (value) => Array.isArray(value) && value.every((one) => /^(\d+(\.\d+){3}:)?\d+:\d+$/.test(one)),
	volumes: (value) => Array.isArray(value) && value.every((one) => /^[\w-]+:\/[\w./-]+$/.test(one)),
	stop_grace_period: duration,
	depends_on: (value) =>
		everyValue(value, (one: any) =>
			['service_started', 'service_healthy', 'service_completed_successfully'].includes(one.condition),
		),
	healthcheck: (value) =>
		only(value, {
			test: (test) => Array.isArray(test) && /^(CMD|CMD-SHELL|NONE)$/.test(test[0]) && test.every(text),
			interval: duration,
			timeout: duration,
			retries: Number.isInteger,
		}).length === 0,
};

describe.each(FILES)('%s', (file) => {
	const { services, volumes, name, ...more } = compose(file);

	test('uses only what the Compose specification knows, with values that it allows', () => {
		expect(Object.keys(more).filter((key) => !key.startsWith('x-'))).toEqual([]);
		expect(name).toMatch(/^[a-z0-9][a-z0-9_-]*$/);
		const wrong = Object.entries(services).flatMap(([service, keys]) =>
			only(keys, SERVICE).map((key) => `${service}: ${key}`),
		);
		expect(wrong).toEqual([]);
	});

	test('every volume is declared, and who is waited for exists and says when it is well', () => {
		for (const service of Object.values(services)) {
			for (const mount of service.volumes ?? []) expect(Object.keys(volumes)).toContain(mount.split(':')[0]);
			for (const awaited of Object.keys(service.depends_on ?? {}))
				expect(services[awaited]).toMatchObject({ healthcheck: { test: expect.any(Array) } });
		}
	});

	test('n8n gets our package by name, version and checksum, may load it, and listens to this machine only', () => {
		const { environment, ports } = services.n8n!;
		expect(JSON.parse(environment.N8N_COMMUNITY_PACKAGES)).toEqual([
			{
				name: 'n8n-nodes-zoom-kaltura',
				version: values.PACKAGE_VERSION,
				checksum: expect.stringMatching(/^sha512-/),
			},
		]);
		for (const { image, environment: own } of Object.values(services))
			if (image.includes('/n8n:')) expect(own.N8N_UNVERIFIED_PACKAGES_ENABLED).toBe('true');
		expect(ports).toEqual(['127.0.0.1:5678:5678']);
	});

	test('no secret stands in it', () => {
		const source = read(file);
		for (const [, key, value] of source.matchAll(/^\s*(\w*(?:KEY|PASSWORD|SECRET)\w*): (.*)$/gm))
			expect([key, value]).toEqual([key, expect.stringMatching(/^\$\{\w+:\?\}$/)]);
	});
});

test('main process and workers share database, queue, key and folder', () => {
	const { n8n, worker } = compose('compose.queue.yaml').services as Record<'n8n' | 'worker', any>;
	for (const key of ['N8N_ENCRYPTION_KEY', 'DB_POSTGRESDB_HOST', 'QUEUE_BULL_REDIS_HOST', 'EXECUTIONS_MODE'])
		expect(worker.environment[key]).toBe(n8n.environment[key]);
	expect(worker.volumes).toEqual(n8n.volumes);
	expect(worker.command).toMatch(/^worker/);
});

test('the example names the version of this package', () => {
	const { version } = JSON.parse(readFileSync(resolve(folder, '../package.json'), 'utf8'));
	expect(values.PACKAGE_VERSION).toBe(version);
});
