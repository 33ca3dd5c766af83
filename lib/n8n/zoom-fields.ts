import type { INodeProperties } from 'n8n-workflow';

/** How fast the account may be asked; both Zoom nodes have it, and it counts for both. */
export const ratePlanField: INodeProperties = {
	displayName: 'Zoom Plan',
	name: 'ratePlan',
	type: 'options',
	noDataExpression: true,
	options: [
		{ name: 'Automatic', value: '', description: 'As Business, and slower when Zoom says that it is too fast' },
		{ name: 'Business or Higher', value: 'business', description: '80 light, 60 medium or 40 heavy calls per second' },
		{ name: 'Free', value: 'free', description: '4 light, 2 medium or 1 heavy calls per second' },
		{ name: 'No Pacing', value: 'unlimited', description: 'Send at once and wait only when Zoom refuses' },
		{ name: 'Pro', value: 'pro', description: '30 light, 20 medium or 10 heavy calls per second' },
	],
	default: '',
	description:
		'How fast this account may be asked. It counts for all nodes with the same Zoom account in this process.',
};
