/**
 * Environment of n8n that docs/n8n-settings.md recommends; benchmarks run with it.
 *
 * Found with n8n 2.40, whose main process does all work on one thread. A burst then delays answers by as much as the
 * pipelines under way take per turn of the event loop, so few of them at a time answer fastest; the others wait in n8n's
 * table of executions, which outlives a restart. Expressions are evaluated in isolates whose making costs more than most
 * pipelines' own work: lazily made, the trigger needs none. n8n refuses every request with 503 while its database has not
 * answered a ping within 5 s, which on a machine that is busy for a moment is no sign of a fault.
 */
export const RECOMMENDED_SETTINGS: Readonly<Record<string, string>> = {
	EXECUTIONS_DATA_SAVE_ON_SUCCESS: 'none',
	N8N_CONCURRENCY_PRODUCTION_LIMIT: '5',
	N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true',
	N8N_EXPRESSION_ENGINE_COMPILE_CACHE: 'true',
	DB_PING_TIMEOUT_MS: '30000',
};
