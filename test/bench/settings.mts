/** Environment of n8n that the README recommends (section "Settings of n8n that we recommend"); benchmarks run with it. */
export const RECOMMENDED_SETTINGS: Readonly<Record<string, string>> = {
	EXECUTIONS_DATA_SAVE_ON_SUCCESS: 'none',
	N8N_CONCURRENCY_PRODUCTION_LIMIT: '20',
};
